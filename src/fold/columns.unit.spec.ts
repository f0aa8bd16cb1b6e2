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
const step = fc.record({ row: fc.nat({ max: 150 }), amount, isAdded: fc.boolean() });

it('a column of amounts says what a list of them says, however large they are', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const column = new AmountColumn();
      const expected = Array.from({ length: 151 }, () => 0n);
      expected.forEach((zero, row) => column.set(row, zero));
      for (const { row, amount, isAdded } of steps) {
        if (isAdded) column.add(row, amount);
        else column.set(row, amount);
        expected[row] = isAdded ? expected[row]! + amount : amount;
        expect(column.get(row)).toBe(expected[row]);
        expect(column.isZero(row)).toBe(expected[row] === 0n);
        expect(column.isNegative(row)).toBe(expected[row]! < 0n);
      }
      expect(expected.map((_, row) => column.get(row))).toEqual(expected);
    }),
  );
});
