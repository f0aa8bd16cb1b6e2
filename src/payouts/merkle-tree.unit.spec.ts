import { describe, expect, it } from '@jest/globals';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import type { Address } from '../domain/ids.js';
import { type PayoutLeaf, PayoutTree } from './merkle-tree.js';

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Address);
const leaves: fc.Arbitrary<PayoutLeaf[]> = fc.array(
  fc.record({ contributor: address, token: address, amount: fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }) }),
  { minLength: 1, maxLength: 40 },
);

const standard = (of: readonly PayoutLeaf[]) =>
  StandardMerkleTree.of(
    of.map(({ contributor, token, amount }) => [contributor, token, amount]),
    ['address', 'address', 'uint256'],
  );

describe('a tree of payouts', () => {
  it('is the standard tree of the same leaves: its root, and every proof', () => {
    fc.assert(
      fc.property(leaves, (given) => {
        const [ours, theirs] = [PayoutTree.of(given), standard(given)];
        expect(ours.root).toBe(theirs.root);
        given.forEach((_, index) => expect(ours.proofOf(index)).toEqual(theirs.getProof(index)));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the leaves', () => {
    fc.assert(
      fc.property(leaves, (given) => {
        expect(PayoutTree.of([...given].reverse()).root).toBe(PayoutTree.of(given).root);
      }),
      { numRuns: 40 },
    );
  });

  it('needs a leaf', () => {
    expect(() => PayoutTree.of([])).toThrow(RangeError);
  });

  it('pays no more than a token can count', () => {
    const leaf = { contributor: `0x${'1'.repeat(40)}` as Address, token: `0x${'2'.repeat(40)}` as Address };
    const most = PayoutTree.of([{ ...leaf, amount: (1n << 256n) - 1n }]);
    expect(PayoutTree.of([{ ...leaf, amount: 1n << 300n }]).root).toBe(most.root);
  });
});
