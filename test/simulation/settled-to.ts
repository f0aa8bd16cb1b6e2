import { timesOf, type World } from './random-world.js';

/** Every vault settled through the same mark, somewhere within the world's time. */
export function settledTo(world: World, percent: number): Map<string, number> {
  const [first_s, last_s] = timesOf(world);
  const to_s = first_s + Math.floor(((last_s - first_s) * percent) / 100 / world.interval_s) * world.interval_s;
  return new Map(settledVaults(world).map((vault) => [vault, to_s]));
}

/** Where money of a world can lie, as `chain|vault`. */
export function settledVaults({ events }: World): string[] {
  return [...events.values()].flat().flatMap((event) => {
    // A contract that has never set its fee is its own vault.
    if (event.kind === 'UsageRecorded') return [`${event.at.chain}|${event.at.contract}`];
    return event.kind === 'FeeSet' ? [`${event.at.chain}|${event.payload.vault}`] : [];
  });
}
