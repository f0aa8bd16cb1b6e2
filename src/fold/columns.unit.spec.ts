import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AmountColumn } from './columns.js';

/** About as large as 64 bits hold, and much larger. */
const amount = fc.oneof(
  fc.bigInt(-1_000n, 1_000n),
  fc.bigInt((1n << 63n) - 3n, (1n << 63n) + 3n),
  fc.bigInt(-(1n << 63n) - 3n, -(1n << 63n) + 3n),
  fc.bigInt(-(1n << 130n), 1n << 130n),
);
const step = fc.record({ row: fc.nat({ max: 150 }), amount, what: fc.constantFrom('add', 'set', 'clear') });

it('a column of amounts says what a list of them says, however large they are', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const column = new AmountColumn();
      const expected = Array.from({ length: 151 }, () => 0n);
      expected.forEach((_, row) => column.clear(row));
      for (const { row, amount, what } of steps) {
        if (what === 'add') column.add(row, amount);
        else if (what === 'set') column.set(row, amount);
        else column.clear(row);
        expected[row] = { add: expected[row]! + amount, set: amount, clear: 0n }[what];
        expect(column.get(row)).toBe(expected[row]);
        const safe = column.safe(row);
        if (safe !== undefined) expect([Number.isSafeInteger(safe), BigInt(safe)]).toEqual([true, expected[row]]);
        expect(column.isZero(row)).toBe(expected[row] === 0n);
        expect(column.isNegative(row)).toBe(expected[row]! < 0n);
      }
      expect(expected.map((_, row) => column.get(row))).toEqual(expected);
    }),
  );
});

it('an amount that a number tells exactly is told as one', () => {
  const column = new AmountColumn();
  const amounts = [0n, 1n, -1n, 1n << 31n, 1n << 32n, -(1n << 32n), BigInt(Number.MAX_SAFE_INTEGER), -(1n << 52n)];
  amounts.forEach((amount, row) => column.set(row, amount));
  expect(amounts.map((_, row) => column.safe(row))).toEqual(amounts.map(Number));
  column.set(0, 1n << 53n);
  expect(column.safe(0)).toBeUndefined();
});
