import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyValues } from './key-values.js';
import { KeyedTable, MissingRows } from './keyed-table.js';
import { type AnyRow, keyed } from './table.js';

const COLUMNS = { asset: 'text', amount: 'amount' } as const;
const TABLE = keyed<{ asset: string; amount: bigint }>('row', { columns: COLUMNS, key: ['asset'] });
const GROUPED = keyed<{ asset: string; amount: bigint }>('row', { columns: COLUMNS, key: ['asset'], group: ['asset'] });

const asset = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('put'), asset }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('remove'), asset }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('read'), asset }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('end', 'end owing'), asset }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('reset', 'evict'), asset }) },
);

/** A table over a database, which is a map. */
class Tried {
  readonly stored = new Map<string, bigint>();
  /** What there is as of the last batch, and now. */
  committed = new Map<string, bigint>();
  now = new Map<string, bigint>();
  private readonly moment = { block: 1, batch: 1, undo: false, values: new KeyValues() };
  readonly table: KeyedTable;
  private last = 0n;

  constructor(spec: typeof TABLE) {
    this.table = new KeyedTable(spec, this.moment);
  }

  read(key: AnyRow): bigint | undefined {
    try {
      return this.table.get(key)?.['amount'] as bigint | undefined;
    } catch (error) {
      if (!(error instanceof MissingRows)) throw error;
      const amount = this.stored.get(key['asset'] as string);
      const rows = amount === undefined ? [] : [{ ...key, amount }];
      if (error.group) this.table.loadedGroups([key], rows);
      else this.table.loaded([key], rows);
      return amount;
    }
  }

  take(does: string, key: { asset: string }): void {
    if (does === 'read') expect(this.read(key)).toBe(this.now.get(key.asset));
    else if (does === 'put') this.put(key);
    else if (does === 'remove') this.remove(key);
    else if (does === 'evict') this.table.evict();
    else if (does === 'reset') {
      this.table.reset();
      this.now = new Map(this.committed);
    } else this.end(does === 'end owing');
  }

  private put(key: { asset: string }): void {
    this.read(key);
    this.now.set(key.asset, ++this.last);
    this.table.put({ ...key, amount: this.last });
  }

  private remove(key: { asset: string }): void {
    this.read(key);
    this.now.delete(key.asset);
    this.table.remove(key);
  }

  end(mayOwe: boolean): void {
    const { added, put, removed } = this.table.take([], mayOwe);
    for (const { asset: name } of added) expect(this.stored.has(name as string)).toBe(false);
    for (const { asset: name, amount } of [...added, ...put]) this.stored.set(name as string, amount as bigint);
    for (const { asset: name } of removed) this.stored.delete(name as string);
    this.committed = new Map(this.now);
    this.moment.batch++;
  }
}

describe('rows that are owed to the database', () => {
  it.each([
    ['one by one', TABLE],
    ['in groups', GROUPED],
  ])('are what was put, and there in the end, whatever is forgotten meanwhile (%s)', (_, spec) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tried = new Tried(spec);
        for (const { does, asset: name } of steps) tried.take(does, { asset: name });
        tried.end(false);
        expect(tried.stored).toEqual(tried.now);
      }),
      { numRuns: 500 },
    );
  });

  it('are written once for all the batches that have changed them', () => {
    const tried = new Tried(TABLE);
    const written: number[] = [];
    tried.take('put', { asset: 'a' });
    for (const mayOwe of [true, true, true, false, false]) {
      const { added, put } = tried.table.take([], mayOwe);
      written.push(added.length + put.length);
      if (written.length < 4) tried.table.put({ asset: 'a', amount: BigInt(written.length) });
    }
    expect(written).toEqual([1, 0, 0, 1, 0]);
  });

  it('are written at once where there are too many of them', () => {
    const { table } = new Tried(TABLE);
    table.complete = true;
    const put = (): void => {
      for (let n = 0; n < 20_001; n++) table.put({ asset: String(n), amount: 1n });
    };
    put();
    table.take([], true);
    put();
    expect(table.take([], true).put).toHaveLength(20_001);
  });
});
