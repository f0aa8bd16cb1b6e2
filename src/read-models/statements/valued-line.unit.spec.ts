import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorth, lessWorth, noRate, rateOfUsages, WORTHLESS, type UsdRate } from '../../domain/value/rate.js';
import type { AccruedLine } from '../entitlements/accrued.js';
import type { TokenRates } from '../tokens/rates.js';
import { worthBy } from './line-series.js';
import { BY_NAME, type Weights } from './operation-split.js';
import { linesByOperation, valuedLine, type ValuedLine } from './valued-line.js';

const LENGTH = 24;
const amount = fc.bigInt({ min: 0n, max: 10n ** 20n });
const rate: fc.Arbitrary<UsdRate> = fc.oneof(
  fc.record({ pricedGross: amount, usdE18: amount, unpricedGross: fc.bigInt({ min: 1n, max: 5n }) }).map((of) => {
    return rateOfUsages({ ...of, reason: 'NO_PRICE' });
  }),
  fc.constant(noRate('NO_DECIMALS')),
);
const weights: fc.Arbitrary<Weights> = fc.array(fc.option(amount, { nil: undefined }), { maxLength: BY_NAME.length });
const interval = fc.record({
  stayed: fc.oneof(fc.constantFrom(0n, 1n), amount),
  crossed: fc.oneof(fc.constant(0n), amount),
  rate,
  brought: weights,
  arrived: weights,
});
const intervals = fc.oneof(
  fc.array(interval, { minLength: LENGTH, maxLength: LENGTH }),
  fc.tuple(fc.array(interval, { minLength: LENGTH, maxLength: LENGTH }), rate).map(([all, same]) => {
    return all.map((one) => ({ ...one, rate: same }));
  }),
);
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: LENGTH - 1 }), { maxLength: 10 });

type Interval = typeof interval extends fc.Arbitrary<infer T> ? T : never;

/** A line of which nothing had accrued at mark 0, told at every mark. */
function lineOf(all: readonly Interval[]): AccruedLine {
  const upTo = (k: number, what: (one: Interval) => bigint): bigint =>
    all.slice(0, k).reduce((sum, one) => sum + what(one), 0n);
  const marks = Array.from({ length: LENGTH + 1 }, (_, k) => k);
  return {
    ...{ vaultChainId: 1, vault: '0x1', token: '0x2', assetId: 'a', role: 'OWNER', source: 'VAULT', origin: 'SHARES' },
    marks,
    accrued: marks.map((k) => upTo(k, ({ stayed, crossed }) => stayed + crossed)),
    settled: marks.map((k) => upTo(k, ({ crossed }) => crossed)),
  };
}

const marksOf = (some: readonly number[]): number[] => [0, ...some, LENGTH].sort((a, b) => a - b);

function byOperation(all: readonly Interval[], marks: readonly number[]): ValuedLine[] {
  return linesByOperation(lineOf(all), marks, ratesOf(all), {
    stayed: (mark_s) => all[mark_s - 1]!.brought,
    crossed: (mark_s) => all[mark_s - 1]!.arrived,
  });
}

const ratesOf = (all: readonly Interval[]): TokenRates => ({
  only: all.every(({ rate }) => rate === all[0]!.rate) ? all[0]!.rate : undefined,
  at: (mark_s) => all[mark_s - 1]!.rate,
});
const worthsOf = (line: ValuedLine) => line.accrued.map((_, j) => worthBy(line, j));
const pieceWorths = (line: ValuedLine) =>
  worthsOf(line).flatMap((worth, j, all) => (j === 0 ? [] : [lessWorth(worth, all[j - 1]!)]));

it('any cut of a period sums to the same amount and the same USD, to the last bit', () => {
  fc.assert(
    fc.property(intervals, cuts, (all, some) => {
      const ask = (marks: readonly number[]) => valuedLine(lineOf(all), marks, ratesOf(all));
      const [whole, cut] = [ask([0, LENGTH]), ask(marksOf(some))];
      expect(pieceWorths(cut).reduce(addWorth, WORTHLESS)).toEqual(worthsOf(whole).at(-1));
      expect(cut.accrued.at(-1)).toBe(whole.accrued.at(-1));
    }),
  );
});

it('a piece by operation says the same however else the period is cut', () => {
  fc.assert(
    fc.property(intervals, cuts, (all, some) => {
      const marks = marksOf(some);
      const fine = byOperation(all, marksOf(Array.from({ length: LENGTH - 1 }, (_, k) => k + 1)));
      for (const line of byOperation(all, marks)) {
        const same = fine.find(({ operation }) => operation === line.operation)!;
        expect(line.accrued).toEqual(marks.map((mark_s) => same.accrued[mark_s]));
        expect(worthsOf(line)).toEqual(marks.map((mark_s) => worthsOf(same)[mark_s]));
      }
    }),
  );
});

it('no operation ever takes back, and all of them together are the line', () => {
  fc.assert(
    fc.property(intervals, cuts, (all, some) => {
      const marks = marksOf(some);
      const lines = byOperation(all, marks);
      const whole = valuedLine(lineOf(all), marks, ratesOf(all));
      for (const { accrued } of lines) {
        for (let j = 1; j < accrued.length; j++) expect(accrued[j]! >= accrued[j - 1]!).toBe(true);
      }
      marks.forEach((_, j) => {
        expect(lines.reduce((sum, { accrued }) => sum + accrued[j]!, 0n)).toBe(whole.accrued[j]);
        expect(lines.reduce((sum, line) => addWorth(sum, worthBy(line, j)), WORTHLESS)).toEqual(worthBy(whole, j));
      });
    }),
  );
});

it('money that crossed has the operations of what arrived, and none where nothing is known to have', () => {
  const nothing = { stayed: 0n, crossed: 0n, rate: noRate('NO_PRICE'), brought: [], arrived: [] };
  const train = BY_NAME.indexOf('TRAIN');
  const arrived: bigint[] = [];
  arrived[train] = 5n;
  const all = Array.from({ length: LENGTH }, () => nothing as Interval);
  all[3] = { ...nothing, stayed: 2n, crossed: 7n, arrived };
  expect(byOperation(all, [0, LENGTH]).map(({ operation, accrued }) => [operation, accrued.at(-1)])).toEqual([
    ['TRAIN', 7n],
    [null, 2n],
  ]);
});
