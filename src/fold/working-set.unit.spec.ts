import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AnyRow, keyed, sums } from './table.js';
import { WorkingSet } from './working-set.js';

interface Row {
  asset: string;
  mark_s: number;
  amount: bigint;
  /** Of no sum and no key. */
  isSaid: boolean;
  count: bigint;
}

const TABLE = sums<Row>('sum', {
  columns: { asset: 'text', mark_s: 'long', amount: 'amount', isSaid: 'boolean', count: 'amount' },
  key: ['asset', 'mark_s'],
  sums: ['amount', 'count'],
});

const asset = fc.constantFrom('a', 'b');
const mark_s = fc.constantFrom(10, 20);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('add'), asset, mark_s, amount: fc.bigInt(-5n, 5n) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('begin block'), undo: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('take', 'reset') }) },
) as fc.Arbitrary<Step>;

interface Step {
  readonly does: string;
  readonly asset: string;
  readonly mark_s: number;
  readonly amount: bigint;
  readonly undo: boolean;
}

const END: Step = { does: 'take', asset: '', mark_s: 0, amount: 0n, undo: false };

/** Everything that a working set gives while it is added to, by rows or as series that are held. */
function given(steps: readonly Step[], asSeries: boolean) {
  const set = new WorkingSet([TABLE], 1, { idOf: () => undefined });
  const table = set.sums.get(TABLE.name)!;
  const held = new Map(
    ['a', 'b'].map((name) => [name, table.series({ asset: name, mark_s: 0, amount: 0n, isSaid: true, count: 0n })]),
  );
  const all: unknown[] = [];
  let block = 0;
  for (const { does, asset: name, mark_s, amount, undo } of [...steps, END]) {
    if (does === 'begin block') set.beginBlock(++block, undo);
    else if (does === 'reset') set.reset();
    else if (does === 'take') {
      const { sums: taken, undo: lines } = set.take();
      const rows = taken.flatMap((deltas) => Array.from(deltas.rows(), (row) => deltas.row(row)));
      all.push(
        rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
        lines.map((line) => [line.block, { ...line.image }]),
      );
    } else if (asSeries) held.get(name)!.add(mark_s, { amount, count: 1n });
    else table.add({ asset: name, mark_s, amount, isSaid: true, count: 1n });
  }
  return all;
}

const keyOf = (row: AnyRow): string => `${row['asset'] as string} ${row['mark_s'] as number}`;

describe('a sum', () => {
  it('keeps what it said first of what is no sum', () => {
    const set = new WorkingSet([TABLE], 1, { idOf: () => undefined });
    const table = set.sums.get(TABLE.name)!;
    table.add({ asset: 'a', mark_s: 10, amount: 1n, isSaid: true, count: 1n });
    table.add({ asset: 'a', mark_s: 10, amount: 2n, isSaid: false, count: 1n });
    const [taken] = set.take().sums;
    expect(Array.from(taken!.rows(), (row) => taken!.row(row))).toEqual([
      { asset: 'a', mark_s: 10, amount: 3n, isSaid: true, count: 2n },
    ]);
  });
});

describe('a series of sums that is held', () => {
  it('gives what adding rows gives, to be written and to be undone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) =>
        expect(given(steps, true)).toEqual(given(steps, false)),
      ),
    );
  });
});

describe('rows in memory', () => {
  const table = (name: string) => keyed<{ id: number }>(name, { columns: { id: 'integer' }, key: ['id'] });
  /** As many rows as are said, in the database and used by no batch at hand. */
  const filled = (counts: Record<string, number>): WorkingSet => {
    const set = new WorkingSet(Object.keys(counts).map(table), 1, { idOf: () => undefined });
    for (const [name, count] of Object.entries(counts)) {
      set.keyed.get(name)!.complete = true;
      for (let id = 0; id < count; id++) set.keyed.get(name)!.put({ id });
    }
    set.take();
    return set;
  };
  const sizes = (set: WorkingSet): number[] => [...set.keyed.values()].map(({ size }) => size);

  it('stay as long as there are not too many', () => {
    const set = filled({ few: 10, many: 90 });
    set.evict(100);
    expect(sizes(set)).toEqual([10, 90]);
  });

  it('go from the largest tables first, and a table that is spared is still known to be all there', () => {
    const set = filled({ few: 10, many: 60, more: 31 });
    set.keyed.get('many')!.get({ id: 7 });
    set.evict(100);
    expect(sizes(set)).toEqual([10, 1, 31]);
    expect([...set.keyed.values()].map(({ complete }) => complete)).toEqual([true, false, true]);
  });

  it('stay in small tables, however many the batch at hand has used of others', () => {
    const set = filled({ few: 10, many: 120 });
    for (let id = 0; id < 110; id++) set.keyed.get('many')!.get({ id });
    set.evict(100);
    expect(sizes(set)).toEqual([10, 110]);
    expect(set.keyed.get('few')!.complete).toBe(true);
  });
});
