import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Operation } from '../../domain/vocabulary.js';
import { addSplit, BY_NAME, UNKNOWN, type Weights } from './operation-split.js';

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
