import { describe, expect, it } from '@jest/globals';
import { branchOf } from '../../support/scripted-tree.js';
import { storyOf } from './story.js';

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

describe('a story', () => {
  it('is the same for the same seed, to the last hash', () => {
    expect(JSON.stringify(storyOf(7), hashesOnly)).toBe(JSON.stringify(storyOf(7), hashesOnly));
    expect(JSON.stringify(storyOf(7), hashesOnly)).not.toBe(JSON.stringify(storyOf(8), hashesOnly));
  });

  it.each(SEEDS)('of seed %i never forks below what somebody may hold for final', (seed) => {
    const { start, steps, finality } = storyOf(seed);
    let record = start;
    let highest = start.number;
    for (const { head } of steps) {
      const branch = branchOf(head);
      const final = branchOf(record)[Math.max(0, highest - finality)]!;
      if (branch[final.number]) expect(branch[final.number]).toBe(final);
      if (head.number > highest) record = head;
      highest = Math.max(highest, head.number);
    }
    expect(steps.at(-1)!.isAwaited).toBe(true);
  });

  it.each(SEEDS)(
    'of seed %i awaits new heads only: one that was there before may be a fall for who was away',
    (seed) => {
      const { start, steps } = storyOf(seed);
      const seen = new Set(branchOf(start));
      for (const { head, isAwaited } of steps) {
        if (isAwaited) expect(seen.has(head)).toBe(false);
        for (const block of branchOf(head)) seen.add(block);
      }
    },
  );

  it('has every kind of move in one seed or another', () => {
    const kinds = new Set(SEEDS.flatMap((seed) => storyOf(seed).steps.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(['empty', 'fall', 'fork', 'grow', 'new tip', 'reorder', 'return', 'rise']);
  });
});

/** A block's hash stands for all that is below it. */
function hashesOnly(key: string, value: unknown): unknown {
  return key === 'parent' ? undefined : value;
}
