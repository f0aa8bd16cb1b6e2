import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KEPT_SYSTEM_SEEDS } from './system/kept-seeds.js';
import type { SystemOutcome } from './system/run-system.js';
import { simulateSystem } from './system/simulate.js';

/** More of them: `npm run simulate -- --system --seeds 500`. With those that are kept it has nearly every kind of incident. */
const SEEDS = [19];
const ALL = [...SEEDS.map((seed) => ({ seed, why: 'by chance' })), ...KEPT_SYSTEM_SEEDS];

/**
 * Real indexers and services over a real Postgres, all of which may end at any moment, and chains that fork, rest,
 * come later and go deeper than they should: in the end everybody has what the audit says.
 */
describe('the whole system, whatever happens', () => {
  let outcomes: Promise<Map<number, SystemOutcome>>;

  beforeAll(() => {
    const ended = new Map<number, SystemOutcome>();
    const onOutcome = (outcome: SystemOutcome): void => void ended.set(outcome.seed, outcome);
    outcomes = simulateSystem(
      ALL.map(({ seed }) => seed),
      { onOutcome },
    ).then(() => ended);
    // Who waits for it says why it failed.
    outcomes.catch(() => undefined);
  });
  afterAll(() => outcomes, 600_000);

  it.each(ALL)(
    'of seed $seed ($why) has the logs of its chains and the balances of the audit',
    async ({ seed }) => {
      expect((await outcomes).get(seed)!.problem).toBeUndefined();
    },
    600_000,
  );

  it('was disturbed enough to mean something', async () => {
    const all = [...(await outcomes).values()];
    const total = (of: (outcome: SystemOutcome) => number): number => all.reduce((sum, each) => sum + of(each), 0);
    expect(total(({ retractions }) => retractions)).toBeGreaterThan(ALL.length);
    expect(total(({ restarts }) => restarts)).toBeGreaterThan(ALL.length);
    expect(new Set(all.flatMap(({ incidents }) => incidents)).size).toBeGreaterThanOrEqual(7);
    expect(total(({ faults }) => faults)).toBeGreaterThan(ALL.length);
    expect(total(({ answers }) => answers)).toBeGreaterThan(ALL.length);
  });
});
