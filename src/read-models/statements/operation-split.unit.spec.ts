import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Operation } from '../../domain/vocabulary.js';
import { accruedByOperation, addSplit, BY_NAME, dayGrid, UNKNOWN, type Weights } from './operation-split.js';

const DAY_S = 86_400;
const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((sum, units) => sum + units, 0n);
const weights: fc.Arbitrary<Weights> = fc.array(
  fc.option(fc.bigInt({ min: 0n, max: 10n ** 30n }), { nil: undefined, freq: 1 }),
  { maxLength: UNKNOWN },
);

function split(amount: bigint, of: Weights): bigint[] {
  const parts = new Array<bigint>(UNKNOWN + 1).fill(0n);
  addSplit(parts, amount, of);
  return parts;
}

/** By name, without those that have nothing. */
function told(parts: readonly bigint[]): [Operation | null, bigint][] {
  return parts.flatMap((units, n): [Operation | null, bigint][] => (units === 0n ? [] : [[BY_NAME[n] ?? null, units]]));
}

function weighing(of: Partial<Record<Operation, bigint>>): Weights {
  return BY_NAME.map((operation) => of[operation]);
}

describe('splitting an amount by operation', () => {
  it('gives what flooring leaves to the largest remainders', () => {
    // 10 * 4/6 = 6.67, 10 * 1/6 = 1.67 twice: two are left over.
    expect(told(split(10n, weighing({ INVOKE: 1n, TRAIN: 1n, DEPLOY: 4n })))).toEqual([
      ['DEPLOY', 7n],
      ['INVOKE', 2n],
      ['TRAIN', 1n],
    ]);
  });

  it('does not know what nothing was brought for', () => {
    expect(told(split(7n, []))).toEqual([[null, 7n]]);
    expect(told(split(7n, weighing({ TRAIN: 0n })))).toEqual([[null, 7n]]);
  });

  it('gives everything to the only operation there was', () => {
    expect(told(split(7n, weighing({ TRAIN: 3n, INVOKE: 0n })))).toEqual([['TRAIN', 7n]]);
  });

  it('always adds up, and gives nobody a whole unit more or less than their part', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), weights, (amount, of) => {
        const parts = split(amount, of);
        expect(sumOf(parts)).toBe(amount);
        const whole = sumOf(of.map((weight) => weight ?? 0n));
        if (whole === 0n) return;
        for (let n = 0; n < UNKNOWN; n++) {
          const part = (amount * (of[n] ?? 0n)) / whole;
          expect(parts[n] === part || parts[n] === part + 1n).toBe(true);
        }
      }),
    );
  });
});

describe('what had accrued by operation', () => {
  it('at a mark depends on the mark alone, whatever other marks are asked', () => {
    const growth = fc.array(fc.tuple(fc.nat(1_000), weights), { minLength: 20, maxLength: 20 });
    const marks = fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { maxLength: 8 });
    fc.assert(
      fc.property(growth, marks, (steps, some) => {
        // Steps of six hours, from the start of a day on.
        const at = (others: readonly number[]): Map<number, bigint[]> => {
          const grid = dayGrid(
            0,
            19 * 21_600,
            [...others, 19].map((step) => step * 21_600),
          );
          const upTo = (index: number): number => grid.marks[index]! / 21_600;
          const accrued = grid.marks.map((_, k) =>
            BigInt(steps.slice(0, upTo(k)).reduce((sum, [units]) => sum + units, 0)),
          );
          const brought = BY_NAME.map((_, n) =>
            grid.marks.map((_, k) =>
              k === 0 ? undefined : sumOf(steps.slice(upTo(k - 1), upTo(k)).map(([, of]) => of[n] ?? 0n)),
            ),
          );
          const found = accruedByOperation(grid, accrued, brought);
          const partsAt = (k: number): bigint[] => found.map((units) => units?.[k] ?? 0n);
          accrued.forEach((units, k) => expect(sumOf(partsAt(k))).toBe(units));
          return new Map(grid.marks.map((mark_s, k) => [mark_s, partsAt(k)]));
        };
        const [few, all] = [at(some), at(steps.map((_, step) => step))];
        for (const [mark_s, parts] of few) expect(parts).toEqual(all.get(mark_s));
      }),
    );
  });

  it('begins a new division with each day', () => {
    const grid = dayGrid(10, 2 * DAY_S, [DAY_S / 2, 3 * DAY_S]);
    expect(grid.marks.map((mark_s) => mark_s / DAY_S)).toEqual([0, 0.5, 1, 2, 3]);
    expect(grid.dayStarts).toEqual([0, 0, 0, 2, 3]);
  });
});
