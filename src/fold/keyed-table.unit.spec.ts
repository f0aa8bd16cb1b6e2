import { beforeEach, describe, expect, it } from '@jest/globals';
import { KeyedTable, MissingRows, type Moment } from './keyed-table.js';
import { KeyValues } from './key-values.js';
import { keyed } from './table.js';

interface Row {
  asset: string;
  token: string;
  amount: bigint;
}

const COLUMNS = { asset: 'text', token: 'text', amount: 'amount' } as const;
const SINGLE = keyed<Row>('single', { columns: COLUMNS, key: ['asset', 'token'] });
const GROUPED = keyed<Row>('grouped', { columns: COLUMNS, key: ['asset', 'token'], group: ['asset'] });
const row = (asset: string, token: string, amount: bigint) => ({ asset, token, amount });

let moment: Moment;
beforeEach(() => {
  moment = { block: 1, batch: 1, undo: false, values: new KeyValues() };
});

describe('a keyed table', () => {
  it('refuses to guess about a row that was not loaded', () => {
    const table = new KeyedTable(SINGLE, moment);
    expect(() => table.get({ asset: 'a', token: 't' })).toThrow(MissingRows);
    table.loaded([{ asset: 'a', token: 't' }], []);
    expect(table.get({ asset: 'a', token: 't' })).toBeUndefined();
  });

  it('knows what is absent when it holds everything', () => {
    const table = new KeyedTable(SINGLE, moment);
    table.complete = true;
    expect(table.get({ asset: 'a', token: 't' })).toBeUndefined();
  });

  it('is again as the database has it when a batch never was', () => {
    const table = new KeyedTable(SINGLE, moment);
    table.loaded([], [row('a', 't', 1n)]);
    table.put(row('a', 't', 2n));
    table.put(row('a', 't', 3n));
    table.put(row('b', 't', 4n));
    table.reset();
    expect(table.get({ asset: 'a', token: 't' })).toEqual(row('a', 't', 1n));
    expect(() => table.get({ asset: 'b', token: 't' })).toThrow(MissingRows);
  });

  it('keeps for each block that may go what rows were before it', () => {
    const table = new KeyedTable(SINGLE, moment);
    table.loaded([], [row('a', 't', 1n)]);
    table.put(row('a', 't', 2n));
    Object.assign(moment, { block: 2, undo: true });
    table.put(row('a', 't', 3n));
    table.put(row('a', 't', 4n));
    moment.block = 3;
    table.remove({ asset: 'a', token: 't' });
    expect(table.images.map(({ block, row }) => [block, row?.['amount']])).toEqual([
      [2, 2n],
      [3, 4n],
    ]);
  });

  it('says of a row that was put unread that its image must be read', () => {
    const table = new KeyedTable(SINGLE, moment);
    moment.undo = true;
    table.put(row('a', 't', 1n));
    moment.block = 2;
    table.put(row('a', 't', 2n));
    expect(table.images.map(({ unknown }) => unknown)).toEqual([true, false]);
  });

  it('forgets only what the last batch did not use', () => {
    const table = new KeyedTable(SINGLE, moment);
    table.loaded([], [row('a', 't', 1n), row('b', 't', 1n)]);
    moment.batch = 2;
    table.get({ asset: 'b', token: 't' });
    table.take([]);
    table.evict();
    expect(() => table.get({ asset: 'a', token: 't' })).toThrow(MissingRows);
    expect(table.get({ asset: 'b', token: 't' })).toEqual(row('b', 't', 1n));
  });
});

describe('a grouped table', () => {
  it('lists a group with what the batch has added and removed', () => {
    const table = new KeyedTable(GROUPED, moment);
    table.loadedGroups([{ asset: 'a' }], [row('a', 's', 1n), row('a', 't', 2n)]);
    table.put(row('a', 'u', 3n));
    table.remove({ asset: 'a', token: 's' });
    expect(table.ofGroup({ asset: 'a' })).toEqual([row('a', 't', 2n), row('a', 'u', 3n)]);
  });

  it('takes no row without the rest of its group', () => {
    const table = new KeyedTable(GROUPED, moment);
    expect(() => table.put(row('a', 't', 1n))).toThrow(MissingRows);
    expect(() => table.ofGroup({ asset: 'a' })).toThrow(MissingRows);
  });

  it('holds whole groups or none after it forgot', () => {
    const table = new KeyedTable(GROUPED, moment);
    table.complete = true;
    table.put(row('a', 's', 1n));
    table.put(row('a', 't', 1n));
    table.put(row('b', 't', 1n));
    table.take([]);
    moment.batch = 2;
    table.get({ asset: 'a', token: 't' });
    table.evict();
    expect(table.ofGroup({ asset: 'a' })).toHaveLength(2);
    expect(() => table.ofGroup({ asset: 'b' })).toThrow(MissingRows);
    expect(() => table.ofGroup({ asset: 'c' })).toThrow(MissingRows);
  });
});

describe('a slot', () => {
  const key = { asset: 'a', token: 't' };

  it('reads and replaces the row of its key like the table itself', () => {
    const table = new KeyedTable(SINGLE, moment);
    const slot = table.slot(key);
    expect(() => slot.get()).toThrow(MissingRows);
    table.loaded([key], []);
    expect(slot.get()).toBeUndefined();
    slot.put(row('a', 't', 1n));
    expect(table.get(key)).toEqual(row('a', 't', 1n));
    table.put(row('a', 't', 2n));
    expect(slot.get()).toEqual(row('a', 't', 2n));
    table.remove(key);
    expect(slot.get()).toBeUndefined();
  });

  it.each<[string, (table: KeyedTable) => void]>([
    ['everything', (table) => table.clear()],
    ['what was not used', (table) => table.evict()],
  ])('finds its row anew once the table has forgotten %s', (_, forget) => {
    const table = new KeyedTable(SINGLE, moment);
    const slot = table.slot(key);
    table.loaded([], [row('a', 't', 1n)]);
    expect(slot.get()).toEqual(row('a', 't', 1n));
    moment.batch++;
    forget(table);
    expect(() => slot.get()).toThrow(MissingRows);
    table.loaded([], [row('a', 't', 2n)]);
    expect(slot.get()).toEqual(row('a', 't', 2n));
  });

  it('does not bring back a row that was put unread in a batch that never was', () => {
    const table = new KeyedTable(SINGLE, moment);
    const slot = table.slot(key);
    slot.put(row('a', 't', 1n));
    table.reset();
    expect(() => slot.get()).toThrow(MissingRows);
    slot.put(row('a', 't', 2n));
    expect(table.dirty.map(({ row: written }) => written)).toEqual([row('a', 't', 2n)]);
  });

  it('gives its row to be changed in place only while nobody has it', () => {
    const table = new KeyedTable(SINGLE, moment);
    const slot = table.slot(key);
    table.loaded([], [row('a', 't', 1n)]);
    slot.get();
    expect(slot.own()).toBeUndefined();
    slot.put(row('a', 't', 2n));
    expect(slot.own()).toBe(slot.get());
    Object.assign(moment, { block: 2, undo: true });
    expect(slot.own()).toBeUndefined();
    slot.put(row('a', 't', 3n));
    slot.own()!['amount'] = 4n;
    expect(table.images.map((image) => image.row)).toEqual([row('a', 't', 2n)]);
    moment.block = 3;
    expect(slot.own()).toBeUndefined();
    expect(table.take([]).put).toEqual([row('a', 't', 4n)]);
    expect(slot.own()).toBeUndefined();
  });

  it('is again what it was before a batch that never was, changed in place or not', () => {
    const table = new KeyedTable(SINGLE, moment);
    const slot = table.slot(key);
    table.loaded([], [row('a', 't', 1n)]);
    slot.put(row('a', 't', 2n));
    slot.own()!['amount'] = 3n;
    table.reset();
    expect([slot.own(), slot.get()]).toEqual([undefined, row('a', 't', 1n)]);
  });
});
