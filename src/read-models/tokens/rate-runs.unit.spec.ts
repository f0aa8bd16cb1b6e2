import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noRate, rateOfPrice, rateOfUsages } from '../../domain/value/rate.js';
import { rateCursor, rateRuns, type Told, type UsageWorth } from './rate-runs.js';

const I = 600;
const mark = fc.integer({ min: 1, max: 40 }).map((n) => n * I);
const usage: fc.Arbitrary<UsageWorth> = fc.record({
  mark_s: mark,
  pricedGross: fc.bigInt({ min: 0n, max: 3n }),
  usdE18: fc.bigInt({ min: 0n, max: 4n }),
  unpricedGross: fc.bigInt({ min: 1n, max: 3n }),
});
const told: fc.Arbitrary<Told> = fc.record({
  mark_s: mark,
  priceUsdE36: fc.option(fc.bigInt({ min: 1n, max: 3n }).map((price) => price * 10n ** 36n)),
  decimals: fc.option(fc.constantFrom(0, 6)),
});
const inTime = <T extends { mark_s: number }>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc
    .uniqueArray(one, { selector: ({ mark_s }) => mark_s, maxLength: 12 })
    .map((all) => all.sort((a, b) => a.mark_s - b.mark_s));

it('every interval has the rate of its usages, or the price in force at its end where there were none', () => {
  fc.assert(
    fc.property(inTime(usage), inTime(told), inTime(told), fc.nat(20), (usages, posted, listed, start) => {
      const from_s = start * I;
      const inPeriod = usages.filter(({ mark_s }) => mark_s > from_s);
      const runs = rateRuns({ usages: inPeriod, posted, listed }, from_s, I);
      const rateAt = rateCursor(runs);
      const inForce = (mark_s: number) => {
        const last = (all: readonly Told[]): Told | undefined => all.findLast((one) => one.mark_s <= mark_s);
        const price = last(posted)?.priceUsdE36 ?? last(listed)?.priceUsdE36;
        const decimals = last(posted)?.decimals ?? last(listed)?.decimals;
        if (price == null) return noRate('NO_PRICE');
        return decimals == null ? noRate('NO_DECIMALS') : rateOfPrice(price, decimals);
      };
      for (let mark_s = from_s + I; mark_s <= 42 * I; mark_s += I) {
        const found = inPeriod.find((one) => one.mark_s === mark_s);
        const reason = inForce(mark_s - I).reason ?? 'NO_PRICE';
        expect(rateAt(mark_s)).toEqual(found ? rateOfUsages({ ...found, reason }) : inForce(mark_s));
      }
      expect(new Set(runs.map(({ end_s }) => end_s)).size).toBe(runs.length);
    }),
  );
});

it('intervals in a row with one rate are one run, so a price that stays needs no look at each', () => {
  const usages = [1, 2, 3, 7].map((n) => {
    return { mark_s: n * I, pricedGross: BigInt(n), usdE18: BigInt(n) * 10n ** 18n, unpricedGross: 0n };
  });
  const posted = [{ mark_s: I, priceUsdE36: 10n ** 36n, decimals: 0 }];
  expect(rateRuns({ usages, posted, listed: [] }, 0, I)).toHaveLength(1);
});
