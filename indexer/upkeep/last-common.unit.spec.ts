import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hash } from '../../test/support/block-tree.js';
import type { BlockRef } from '../log/blocks.js';
import { findLastCommon, type HeldBlocks } from './last-common.js';

const ref = (number: number): BlockRef => ({ number, hash: hash(String(number)) });

function holding(numbers: readonly number[]): HeldBlocks {
  const sorted = [...numbers].sort((a, b) => a - b);
  return {
    atOrBelow: (number) => {
      const found = sorted.findLast((other) => other <= number);
      return Promise.resolve(found === undefined ? undefined : ref(found));
    },
    lowest: () => Promise.resolve(sorted[0] === undefined ? undefined : ref(sorted[0])),
  };
}

it('finds the highest held block below the fork, wherever the fork is', async () => {
  const numbers = fc.uniqueArray(fc.nat(5_000), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(numbers, fc.nat(5_000), fc.nat(5_000), async (held, top, forkedAt) => {
      const found = await findLastCommon(holding(held), top, ({ number }) => Promise.resolve(number < forkedAt));
      const expected = Math.max(-1, ...held.filter((number) => number <= top && number < forkedAt));
      expect(found?.number ?? -1).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

it('asks few questions of a long chain', async () => {
  let asked = 0;
  const held = holding(Array.from({ length: 100_000 }, (_, index) => index * 7));
  await findLastCommon(held, 700_000, ({ number }) => {
    asked++;
    return Promise.resolve(number < 123_456);
  });
  expect(asked).toBeLessThan(45);
});
