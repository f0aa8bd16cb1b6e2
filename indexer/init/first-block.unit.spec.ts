import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findFirstBlock, NoArchiveError } from './first-block.js';

it('finds the block that created a contract, wherever it is, in few steps', async () => {
  const place = fc.nat(1_000_000).chain((head) => fc.tuple(fc.constant(head), fc.nat(head)));
  await fc.assert(
    fc.asyncProperty(place, async ([head, first]) => {
      let asked = 0;
      const found = await findFirstBlock(head, (block) => (asked++, Promise.resolve(block >= first)));
      expect(found).toBe(first);
      expect(asked).toBeLessThanOrEqual(22);
    }),
  );
});

it('finds none where there is no code at the head', async () => {
  expect(await findFirstBlock(9, () => Promise.resolve(false))).toBeUndefined();
});

it('says which block has no state any more', async () => {
  const hasCode = (block: number) => (block < 90 ? Promise.reject(new Error('pruned')) : Promise.resolve(true));
  await expect(findFirstBlock(100, hasCode)).rejects.toEqual(new NoArchiveError(50, 'pruned'));
});
