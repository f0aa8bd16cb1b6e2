import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { payoutStates } from './payout-states.js';

it.each<[string, bigint, bigint, bigint | null, [bigint, bigint, bigint, bigint]]>([
  ['nothing is claimable before a root is known', 100n, 0n, null, [0n, 0n, 0n, 100n]],
  ['what the active root covers is claimable', 100n, 0n, 80n, [80n, 0n, 0n, 20n]],
  ['what was claimed is no longer', 100n, 30n, 80n, [50n, 30n, 0n, 20n]],
  ['what was claimed without a known root was in one', 100n, 30n, null, [0n, 30n, 0n, 70n]],
  ['a claim beyond the accrual is overpaid', 100n, 130n, 130n, [0n, 130n, 30n, 0n]],
  ['a root beyond the accrual is overpaid', 100n, 0n, 120n, [120n, 0n, 20n, 0n]],
])('%s', (_name, accrued, claimed, leaf, expected) => {
  const { claimable, claimed: taken, overpaid, unpublished } = payoutStates(accrued, claimed, leaf);
  expect([claimable, taken, overpaid, unpublished]).toEqual(expected);
});

it('accrued and overpaid are claimable, claimed and unpublished, whatever was published and claimed', () => {
  const amount = fc.bigInt({ min: 0n, max: 1n << 256n });
  fc.assert(
    fc.property(amount, amount, fc.option(amount), (accrued, claimed, leaf) => {
      const states = payoutStates(accrued, claimed, leaf);
      expect(accrued + states.overpaid).toBe(states.claimable + states.claimed + states.unpublished);
      expect(Object.values(states).every((state) => state >= 0n)).toBe(true);
    }),
  );
});
