import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEquations, type MoneyRows } from '../../src/domain/ledger/equations.js';
import { audit } from '../audit/audit.js';
import { compare } from '../audit/compare.js';
import { auditEventsOf } from './audit-events.js';
import { figuresOf } from './memory-figures.js';
import { runInMemory } from './memory-system.js';
import { randomWorld, type WorldOptions } from './random-world.js';
import { settledTo } from './settled-to.js';

function differences(options: WorldOptions, settledPercent: number): string[] {
  const world = randomWorld(options);
  const settledTo_s = settledTo(world, settledPercent);
  const books = audit({
    interval_s: world.interval_s,
    chains: new Map([...world.events].map(([chain, events]) => [chain, auditEventsOf(events)])),
    settledTo_s,
    settles: world.settles,
  });
  return compare(books, figuresOf(runInMemory({ ...world, settledTo_s })));
}

it('the books of random worlds balance, held, upheld, paid and claimed money included', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const world = randomWorld({ seed, chains: 1, eventsPerChain: 200 });
      const { ledgers } = runInMemory({ ...world, settledTo_s: new Map() });
      for (const ledger of ledgers.values()) {
        const rows = Object.entries(ledger).map(([name, table]) => [name, rowsOf(table)]);
        expect(checkEquations(Object.fromEntries(rows) as MoneyRows)).toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
});

function rowsOf(table: unknown): unknown {
  const rows = (table as { rows?: ReadonlyMap<string, unknown> | readonly unknown[] }).rows;
  return rows && [...rows.values()];
}

it('the domain says of random worlds what the audit says', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 110 }),
      fc.boolean(),
      (seed, chains, settled, bounded) => {
        expect(differences({ seed, chains, eventsPerChain: 120, bounded }, settled)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

it('the domain says of odd worlds what the audit says', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 110 }),
      fc.boolean(),
      (seed, chains, settled, bounded) => {
        expect(differences({ seed, chains, eventsPerChain: 120, odd: true, bounded }, settled)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
