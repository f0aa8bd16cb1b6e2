import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OPERATIONS, type Operation } from '../../domain/vocabulary.js';
import { accruedByOperation, dayGrid, splitByOperation, type ByOperation } from './operation-split.js';

const DAY_S = 86_400;
const sumOf = (parts: ByOperation): bigint => [...parts.values()].reduce((sum, units) => sum + units, 0n);
const weights = fc
  .array(fc.tuple(fc.constantFrom<Operation>(...OPERATIONS), fc.bigInt({ min: 0n, max: 10n ** 30n })), { maxLength: 5 })
  .map((pairs) => new Map(pairs));

describe('splitting an amount by operation', () => {
  it('gives what flooring leaves to the largest remainders', () => {
    const of = new Map<Operation, bigint>([
      ['INVOKE', 1n],
      ['TRAIN', 1n],
      ['DEPLOY', 4n],
    ]);
    // 10 * 4/6 = 6.67, 10 * 1/6 = 1.67 twice: two are left over.
    expect([...splitByOperation(10n, of)]).toEqual([
      ['DEPLOY', 7n],
      ['INVOKE', 2n],
      ['TRAIN', 1n],
    ]);
  });

  it('does not know what nothing was brought for', () => {
    expect([...splitByOperation(7n, new Map())]).toEqual([[null, 7n]]);
    expect([...splitByOperation(7n, new Map([['TRAIN', 0n]]))]).toEqual([[null, 7n]]);
  });

  it('always adds up, and gives nobody a whole unit more or less than their part', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), weights, (amount, of) => {
        const parts = splitByOperation(amount, of);
        expect(sumOf(parts)).toBe(amount);
        const whole = [...of.values()].reduce((sum, weight) => sum + weight, 0n);
        for (const [operation, units] of parts) {
          if (operation === null) continue;
          const part = (amount * of.get(operation)!) / whole;
          expect(units === part || units === part + 1n).toBe(true);
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
        const at = (others: readonly number[]): Map<number, ByOperation> => {
          const grid = dayGrid(
            0,
            19 * 21_600,
            [...others, 19].map((step) => step * 21_600),
          );
          const upTo = (index: number): number => grid.marks[index]! / 21_600;
          const accrued = grid.marks.map((_, k) =>
            BigInt(steps.slice(0, upTo(k)).reduce((sum, [units]) => sum + units, 0)),
          );
          const found = accruedByOperation(grid, accrued, (k) => {
            const sums = new Map<Operation, bigint>();
            for (const [, of] of steps.slice(upTo(k - 1), upTo(k)))
              for (const [operation, weight] of of) sums.set(operation, (sums.get(operation) ?? 0n) + weight);
            return sums;
          });
          found.forEach((parts, k) => expect(sumOf(parts)).toBe(accrued[k]));
          return new Map(found.map((parts, k) => [grid.marks[k]!, parts]));
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
