import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorth, noRate, rateOfPrice, rateOfUsages, shownWorth, worthAt, WORTHLESS, type UsdRate } from './rate.js';

const E18 = 10n ** 18n;
const amount = fc.bigInt({ min: 1n, max: 1n << 286n });
const usages = fc.record({
  pricedGross: amount,
  usdE18: fc.bigInt({ min: 0n, max: 10n ** 36n }),
  unpricedGross: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 1n << 286n })),
  reason: fc.constantFrom('NO_PRICE' as const, 'NO_DECIMALS' as const),
});

describe('what an amount is worth at the rate of usages', () => {
  it('is its part of what they were worth, cut; and its part of what has no price, rounded up', () => {
    fc.assert(
      fc.property(amount, usages, (units, of) => {
        const gross = of.pricedGross + of.unpricedGross;
        const { usdE18, missing } = shownWorth(units, worthAt(units, rateOfUsages(of)));
        expect(usdE18).toBe((units * of.usdE18) / gross);
        expect(missing).toBe((units * of.unpricedGross + gross - 1n) / gross);
      }),
    );
  });

  it('is what they were worth where it is all of them', () => {
    const rate = rateOfUsages({ pricedGross: 2n, usdE18: 7n * E18, unpricedGross: 1n, reason: 'NO_PRICE' });
    expect(shownWorth(3n, worthAt(3n, rate))).toEqual({ usdE18: 7n * E18, missing: 1n, reason: 'NO_PRICE' });
  });

  it('adds up to the same in whatever parts it is taken', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, usages), { maxLength: 20 }), fc.nat(20), (parts, cut) => {
        const sum = (some: typeof parts) =>
          some.reduce((worth, [units, of]) => addWorth(worth, worthAt(units, rateOfUsages(of))), WORTHLESS);
        expect(addWorth(sum(parts.slice(0, cut)), sum(parts.slice(cut)))).toEqual(sum(parts));
      }),
    );
  });
});

describe('what an amount is worth', () => {
  const priced = rateOfPrice(3n * 10n ** 36n, 1);
  const shown = (...parts: readonly (readonly [bigint, UsdRate])[]) =>
    shownWorth(
      parts.reduce((sum, [units]) => sum + units, 0n),
      parts.reduce((worth, [units, rate]) => addWorth(worth, worthAt(units, rate)), WORTHLESS),
    );

  it('at a price is exact', () => {
    expect(shown([15n, priced])).toEqual({ usdE18: (45n * E18) / 10n, missing: 0n, reason: null });
  });

  it('is null with a reason, never 0, where nobody told a price', () => {
    expect(shown([5n, noRate('NO_PRICE')])).toEqual({ usdE18: null, missing: 5n, reason: 'NO_PRICE' });
    expect(shown([5n, noRate('NO_DECIMALS')])).toEqual({ usdE18: null, missing: 5n, reason: 'NO_DECIMALS' });
  });

  it('says which part of it has no price', () => {
    expect(shown([10n, priced], [5n, noRate('NO_PRICE')], [1n, noRate('NO_DECIMALS')])).toEqual({
      usdE18: 3n * E18,
      missing: 6n,
      reason: 'NO_PRICE',
    });
  });

  it('is nothing where there is nothing', () => {
    expect(shown([0n, noRate('NO_PRICE')])).toEqual({ usdE18: 0n, missing: 0n, reason: null });
  });
});
