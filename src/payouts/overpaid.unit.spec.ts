import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Amounts } from './amounts.js';
import { overpaidOf } from './overpaid.js';
import { payoutLeaves } from './payout-root.js';

const entries = fc.array(
  fc.record({
    token: fc.constantFrom('0xt1', '0xt2'),
    contributor: fc.constantFrom('0xa', '0xb', '0xc', '0xd'),
    amount: fc.bigInt({ min: 0n, max: 20n }),
  }),
);

function amountsOf(given: readonly { token: string; contributor: string; amount: bigint }[]): Amounts {
  const amounts = new Amounts();
  for (const { token, contributor, amount } of given) amounts.add(token, contributor, amount);
  return amounts;
}

describe('what was claimed beyond what has accrued', () => {
  it('is by what each leaf exceeds what has accrued, and no leaf is below either', () => {
    fc.assert(
      fc.property(entries, entries, (someAccrued, someClaimed) => {
        const [accrued, claimed] = [amountsOf(someAccrued), amountsOf(someClaimed)];
        const overpaid = amountsOf(overpaidOf(accrued, claimed));
        for (const { token, contributor, amount } of payoutLeaves(accrued, claimed)) {
          expect(amount - accrued.get(token, contributor)).toBe(overpaid.get(token, contributor));
          expect(amount).toBeGreaterThanOrEqual(claimed.get(token, contributor));
        }
        const leaves = amountsOf(payoutLeaves(accrued, claimed));
        for (const { token, contributor } of overpaid.entries()) {
          expect(leaves.get(token, contributor)).toBe(claimed.get(token, contributor));
        }
      }),
    );
  });

  it('is nothing where everybody has claimed what they had', () => {
    const same = amountsOf([{ token: '0xt1', contributor: '0xa', amount: 7n }]);
    expect(overpaidOf(same, same)).toEqual([]);
  });
});
