import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ColumnRows } from './column-rows.js';
import type { AmountColumn } from './columns.js';
import { sums } from './table.js';

interface Row {
  vault: string;
  application: string | null;
  mark_s: number;
  amount: bigint;
}

const TABLE = sums<Row>('sum', {
  columns: { vault: 'text', application: "text?''", mark_s: 'long', amount: 'amount' },
  key: ['vault', 'application', 'mark_s'],
  sums: ['amount'],
});

const key = fc.record({
  vault: fc.constantFrom('v', 'w', 'x'),
  application: fc.constantFrom('a', 'b', null),
  mark_s: fc.nat({ max: 30 }),
});
type Key = Pick<Row, 'vault' | 'application' | 'mark_s'>;
const text = ({ vault, application, mark_s }: Key): string => `${vault} ${application} ${mark_s}`;

const made = (keys: readonly Key[]): ColumnRows => {
  const rows = new ColumnRows(TABLE);
  for (const at of keys) rows.columns[0]!.set(rows.findOrMake({ ...at }), BigInt(at.mark_s));
  return rows;
};

describe('rows by column', () => {
  it('are found, made and removed as those of a map by the joined fields are', () => {
    const steps = fc.array(fc.record({ key, isKept: fc.boolean() }), { maxLength: 600 });
    fc.assert(
      fc.property(steps, (all) => {
        const rows = new ColumnRows(TABLE);
        const expected = new Map<string, bigint>();
        all.forEach(({ key: at, isKept }, step) => {
          const before = rows.find({ ...at });
          expect(before >= 0).toBe(expected.has(text(at)));
          if (isKept) {
            const row = rows.findOrMake({ ...at });
            (rows.columns[0] as AmountColumn).add(row, BigInt(step));
            expected.set(text(at), (expected.get(text(at)) ?? 0n) + BigInt(step));
          } else if (before >= 0) {
            rows.remove(before);
            expected.delete(text(at));
          }
          expect(rows.size).toBe(expected.size);
        });
        const found = Array.from(rows.rows(), (row) => rows.row(row) as unknown as Row);
        expect(new Map(found.map((row) => [text(row), row.amount]))).toEqual(expected);
        expect(found.length).toBe(expected.size);
      }),
    );
  });

  it('come in the order of their keys, field by field', () => {
    const keys = fc.uniqueArray(key, { selector: text, maxLength: 100 });
    fc.assert(
      fc.property(keys, (some) => {
        const rows = made(some);
        const ordered = rows.inOrder(
          rows.rows(),
          (number) => (rows.values.value(number) as string | number | null) ?? '',
        );
        const by = (at: Key): string => `${at.vault} ${at.application ?? ''} ${String(at.mark_s).padStart(2, '0')}`;
        const expected = some.map(by).sort();
        expect(Array.from(ordered, (row) => by(rows.row(row) as unknown as Key))).toEqual(expected);
      }),
    );
  });

  it('are ordered all the same where there are too many places for one number', () => {
    const fields = ['a', 'b', 'c', 'd', 'e'] as const;
    type Wide = Record<(typeof fields)[number], number> & { amount: bigint };
    const columns = { a: 'long', b: 'long', c: 'long', d: 'long', e: 'long', amount: 'amount' } as const;
    const rows = new ColumnRows(sums<Wide>('wide', { columns, key: fields, sums: ['amount'] }));
    for (let n = 0; n < 3_000; n++) {
      const scattered = (n * 7_919) % 3_001;
      rows.findOrMake(Object.fromEntries(fields.map((field) => [field, scattered])));
    }
    const inOrder = rows.inOrder(rows.rows(), (number) => rows.values.value(number) as number);
    const ordered = Array.from(inOrder, (row) => rows.row(row)['a']);
    expect(ordered).toEqual([...ordered].sort((a, b) => (a as number) - (b as number)));
  });
});
