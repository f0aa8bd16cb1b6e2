import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MissingRows } from './keyed-table.js';
import { type AnyRow, unread } from './table.js';
import { WorkingSet } from './working-set.js';

interface Row {
  asset: string;
  mark_s: number;
  total: bigint;
}

const TABLE = unread<Row>('total_at', {
  columns: { asset: 'text', mark_s: 'long', total: 'amount' },
  key: ['asset', 'mark_s'],
});

/** Blocks of puts; those from `mayGo` on are kept to be undone; a batch ends after some of them. */
const world = fc.record({
  mayGo: fc.nat({ max: 8 }),
  blocks: fc.array(
    fc.record({
      puts: fc.array(fc.record({ asset: fc.constantFrom('a', 'b', 'c'), mark_s: fc.constantFrom(10, 20) }), {
        maxLength: 5,
      }),
      ends: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

type Images = [block: number, key: string, total: bigint | undefined][];

/** A database as a map, written by a working set, with what it would take to go back. */
function written({ mayGo, blocks }: typeof world extends fc.Arbitrary<infer W> ? W : never, bySeries: boolean) {
  const set = new WorkingSet([TABLE], 1, { idOf: () => undefined });
  const table = set.unread.get(TABLE.name)!;
  const series = new Map<string, { readonly rows: { put(row: AnyRow): void }; readonly row: AnyRow }>();
  const rows = new Map<string, bigint>();
  const images: Images = [];
  let total = 0n;
  const store = (row: AnyRow): void => void rows.set(keyOf(row), row['total'] as bigint);
  const commit = (): void => {
    for (const image of set.keyed.get(TABLE.name)!.images.filter(({ unknown }) => unknown)) {
      const before = rows.get(keyOf(image.entry.key));
      image.row = before === undefined ? undefined : { ...image.entry.key, total: before };
    }
    const { keyed, unread: taken, undo } = set.take();
    for (const { added, put } of keyed) [...added, ...put].forEach(store);
    for (const some of taken) for (const row of some.rows()) store(some.row(row));
    for (const { block, key, image } of undo) images.push([block, keyOf(key), image && (image['total'] as bigint)]);
  };
  blocks.forEach(({ puts, ends }, block) => {
    set.beginBlock(block, block >= mayGo);
    for (const key of puts) {
      const row = { ...key, total: ++total };
      const { asset } = key;
      if (!series.has(asset)) series.set(asset, { rows: table.series(), row: {} });
      const one = series.get(asset)!;
      if (bySeries) one.rows.put(Object.assign(one.row, row));
      else table.put(row);
    }
    if (ends) commit();
  });
  commit();
  return { rows, images };
}

/** What every row was before each block that may go changed it. */
function expected({ mayGo, blocks }: Parameters<typeof written>[0]) {
  const rows = new Map<string, bigint>();
  const images: Images = [];
  let total = 0n;
  blocks.forEach(({ puts }, block) => {
    const before = new Map(rows);
    for (const key of puts) rows.set(keyOf(key), ++total);
    if (block < mayGo) return;
    for (const key of new Set(puts.map(keyOf))) images.push([block, key, before.get(key)]);
  });
  return { rows, images };
}

const keyOf = (row: object): string => `${(row as Row).asset} ${(row as Row).mark_s}`;
const sorted = (images: Images): Images => [...images].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));

describe('rows that are never read', () => {
  it.each([false, true])('are written, and can be taken back, as they were put (as series: %s)', (bySeries) => {
    fc.assert(
      fc.property(world, (steps) => {
        const { rows, images } = written(steps, bySeries);
        const should = expected(steps);
        expect(rows).toEqual(should.rows);
        expect(sorted(images)).toEqual(sorted(should.images));
      }),
      { numRuns: 500 },
    );
  });

  it('leave nothing behind of a batch that never was', () => {
    const set = new WorkingSet([TABLE], 1, { idOf: () => undefined });
    const table = set.unread.get(TABLE.name)!;
    set.beginBlock(1, false);
    table.put({ asset: 'a', mark_s: 10, total: 1n });
    set.beginBlock(2, true);
    table.put({ asset: 'a', mark_s: 10, total: 2n });
    table.put({ asset: 'b', mark_s: 10, total: 3n });
    expect(set.changed).toBe(2);
    set.reset();
    expect(set.changed).toBe(0);
    const { keyed, unread: taken, undo } = set.take();
    expect([keyed[0]!.added, keyed[0]!.put, taken[0]!.size, undo]).toEqual([[], [], 0, []]);
    expect(() => set.keyed.get(TABLE.name)!.get({ asset: 'a', mark_s: 10 })).toThrow(MissingRows);
  });
});
