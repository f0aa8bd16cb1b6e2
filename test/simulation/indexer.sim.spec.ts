import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KEPT_SEEDS } from './indexer/kept-seeds.js';
import type { Outcome } from './indexer/run-story.js';
import { simulate } from './indexer/simulate.js';

/** More of them: `npm run simulate -- --seeds 1000`. */
const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);
const ALL = [...SEEDS.map((seed) => ({ seed, why: 'by chance' })), ...KEPT_SEEDS];

/**
 * Real indexers over chains that fork, fall and come back, from endpoints that lie, rest and lag, killed on
 * the way: in the end the log is the chain.
 */
describe('the indexer, whatever happens', () => {
  const outcomes = new Map<number, Outcome>();
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let running: Promise<void>;

  beforeAll(() => {
    running = simulate(
      ALL.map(({ seed }) => seed),
      {
        onOutcome(outcome) {
          outcomes.set(outcome.seed, outcome);
          waiting.get(outcome.seed)?.(outcome);
        },
      },
    );
  });
  afterAll(() => running, 60_000);

  const outcomeOf = async (seed: number): Promise<Outcome> =>
    outcomes.get(seed) ?? Promise.race([new Promise<Outcome>((done) => waiting.set(seed, done)), endOf(seed)]);

  /** The simulation itself may fail, and then no outcome comes. */
  const endOf = async (seed: number): Promise<Outcome> => {
    await running;
    return outcomes.get(seed)!;
  };

  it.each(ALL)(
    'the log of seed $seed ($why) is the chain',
    async ({ seed }) => {
      expect((await outcomeOf(seed)).problem).toBeUndefined();
    },
    240_000,
  );

  it('there were forks, kills and wrong answers enough to mean something', () => {
    const total = (field: 'retractions' | 'kills' | 'faults'): number =>
      [...outcomes.values()].reduce((sum, outcome) => sum + outcome[field], 0);
    expect(total('retractions')).toBeGreaterThan(SEEDS.length);
    expect(total('kills')).toBeGreaterThan(SEEDS.length / 2);
    expect(total('faults')).toBeGreaterThan(SEEDS.length);
  });
});
