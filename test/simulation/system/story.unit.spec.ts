import { describe, expect, it } from '@jest/globals';
import { expectedLog } from '../indexer/expected-log.js';
import { branchOf } from '../../support/scripted-tree.js';
import { systemStoryOf } from './story.js';

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);
const stories = new Map(SEEDS.map((seed) => [seed, systemStoryOf(seed)]));

describe('a story of the whole system', () => {
  it('is the same for the same seed, to the last hash', () => {
    const text = (seed: number): string => JSON.stringify(systemStoryOf(seed), hashesOnly);
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
  });

  it.each(SEEDS)('of seed %i forks below what somebody may hold for final only where it says so', (seed) => {
    const { chains, steps } = stories.get(seed)!;
    chains.forEach(({ start, finality }, at) => {
      let record = start;
      for (const { heads, incidents } of steps) {
        const deep = incidents.find((incident) => incident.kind === 'deep fork' && incident.chain === at);
        if (deep?.kind === 'deep fork') {
          expect(branchOf(deep.head)[record.number - finality]).not.toBe(branchOf(record)[record.number - finality]);
          record = deep.head;
        }
        const final = branchOf(record)[Math.max(0, record.number - finality)]!;
        const branch = branchOf(heads[at]!);
        if (branch[final.number]) expect(branch[final.number]).toBe(final);
        if (heads[at]!.number > record.number) record = heads[at]!;
      }
    });
  });

  it.each(SEEDS)('of seed %i awaits no head that has fallen, and comes to rest on heads that are new', (seed) => {
    const { chains, steps } = stories.get(seed)!;
    chains.forEach(({ start }, at) => {
      let before = start;
      let hasFallen = false;
      for (const { heads, awaited } of steps) {
        const head = heads[at]!;
        if (head !== before) hasFallen = branchOf(before)[head.number] === head;
        if (awaited !== 'nothing') expect(hasFallen).toBe(false);
        before = head;
      }
      expect(steps.at(-1)!.awaited).toBe('state');
    });
  });

  it('lets nothing happen to a chain before it is there', () => {
    const early = SEEDS.filter((seed) => {
      const { chains, steps } = stories.get(seed)!;
      const there = new Set(chains.flatMap(({ isThere }, at) => (isThere ? [at] : [])));
      const incidents = steps.flatMap((step) => [
        // A fork is there before anything else of its step.
        ...step.incidents.filter(({ kind }) => kind === 'deep fork'),
        ...step.incidents.filter(({ kind }) => kind !== 'deep fork'),
      ]);
      return incidents.some((incident) => {
        if (!('chain' in incident)) return false;
        if (incident.kind === 'chain added') there.add(incident.chain);
        return !there.has(incident.chain);
      });
    });
    expect(early).toEqual([]);
  });

  it('has every kind of incident in one seed or another, and more than one service', () => {
    const all = [...stories.values()];
    const kinds = new Set(
      all.flatMap(({ steps }) => steps.flatMap(({ incidents }) => incidents.map(({ kind }) => kind))),
    );
    expect([...kinds].sort()).toEqual([
      'Postgres crashes',
      'chain added',
      'chain away',
      'deep fork',
      'indexer killed',
      'rebuild',
      'service killed',
      'service stopped',
      'state of another version',
    ]);
    expect(new Set(all.map(({ services }) => services))).toEqual(new Set([1, 2]));
    expect(new Set(all.map(({ chains }) => chains.length))).toEqual(new Set([2, 3]));
  });

  it('has every kind of event of the reference contracts that moves money, and nothing that cannot be read', () => {
    const kinds = new Set<unknown>();
    for (const { chains, steps } of stories.values()) {
      chains.forEach(({ id, contracts }, at) => {
        for (const { kind } of expectedLog(id, contracts, steps.at(-1)!.heads[at]!).events) kinds.add(kind);
      });
    }
    expect([...kinds].sort()).toEqual([
      'AssetRegistered',
      'AssetStatusChanged',
      'AssetTransferred',
      'Claimed',
      'FeeSet',
      'ParentLinked',
      'RewardPaid',
      'RoleSplitSet',
      'SharesChanged',
      'TaskOpened',
      'UsageRecorded',
      'UsageReleased',
      'UsageReversed',
    ]);
  });
});

/** A block's hash stands for all that is below it. */
function hashesOnly(key: string, value: unknown): unknown {
  return key === 'parent' ? undefined : value;
}
