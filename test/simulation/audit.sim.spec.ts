import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { audit } from '../audit/audit.js';
import { compare } from '../audit/compare.js';
import { auditEventsOf } from './audit-events.js';
import { figuresOf } from './memory-figures.js';
import { runInMemory } from './memory-system.js';
import { randomWorld, type World } from './random-world.js';

/** Every vault settled through the same mark, somewhere within the world's time. */
function settledTo(world: World, percent: number): Map<string, number> {
  const times = [...world.events.values()].flat().map(({ at }) => at.time_s);
  const first = Math.min(...times);
  const to_s = first + Math.floor(((Math.max(...times) - first) * percent) / 100 / world.interval_s) * world.interval_s;
  const vaults = [...world.events.values()].flat().flatMap((event) => {
    return event.kind === 'FeeSet' ? [`${event.at.chain}|${event.payload.vault}`] : [];
  });
  return new Map(vaults.map((vault) => [vault, to_s]));
}

function differences(seed: number, chains: number, eventsPerChain: number, settledPercent: number): string[] {
  const world = randomWorld({ seed, chains, eventsPerChain });
  const settledTo_s = settledTo(world, settledPercent);
  const books = audit({
    interval_s: world.interval_s,
    chains: new Map([...world.events].map(([chain, events]) => [chain, auditEventsOf(events)])),
    settledTo_s,
  });
  return compare(books, figuresOf(runInMemory({ ...world, settledTo_s })));
}

it('the domain says of random worlds what the audit says', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 110 }),
      (seed, chains, settled) => {
        expect(differences(seed, chains, 120, settled)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
