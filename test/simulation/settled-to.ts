import type { World } from './random-world.js';

/** Every vault settled through the same mark, somewhere within the world's time. */
export function settledTo(world: World, percent: number): Map<string, number> {
  const times = [...world.events.values()].flat().map(({ at }) => at.time_s);
  const first = Math.min(...times);
  const to_s = first + Math.floor(((Math.max(...times) - first) * percent) / 100 / world.interval_s) * world.interval_s;
  const vaults = [...world.events.values()].flat().flatMap((event) => {
    return event.kind === 'FeeSet' ? [`${event.at.chain}|${event.payload.vault}`] : [];
  });
  return new Map(vaults.map((vault) => [vault, to_s]));
}
