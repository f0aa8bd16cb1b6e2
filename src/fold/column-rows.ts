import { AmountColumn, type Column, ValueColumn } from './columns.js';
import { KeyValues } from './key-values.js';
import { type AnyRow, type AnyTable, columnOf } from './table.js';

const FIRST_ROWS = 64;
/** Fields of more places than this in all are compared one by one. */
const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * Rows of a table that are only written, by column: the values of keys as numbers in one array, found by their
 * hash, and the other values in an array each. A batch makes many such rows and gives them all away; as objects
 * within maps they would be most of what the garbage collector moves about.
 */
export class ColumnRows {
  /** Fields that are not of the key, with their values by row. */
  readonly fields: readonly string[];
  readonly columns: readonly Column[];
  private keys: Int32Array;
  /** Rows by their hash, plus one; 0 where there is none. */
  private places: Int32Array;
  private readonly removed = new Set<number>();
  private count = 0;
  /** The key that was looked for last, which has much in common with the next one. */
  private readonly sought: unknown[];
  private readonly numbersSought: Int32Array;

  constructor(
    readonly spec: AnyTable,
    /** The values of keys. */
    readonly values = new KeyValues(),
  ) {
    const width = spec.key.length;
    this.fields = spec.columns.map(({ field }) => field).filter((field) => !spec.key.includes(field));
    this.columns = this.fields.map((field) => (isAmount(spec, field) ? new AmountColumn() : new ValueColumn()));
    this.keys = new Int32Array(width * FIRST_ROWS);
    this.places = new Int32Array(2 * FIRST_ROWS);
    this.sought = new Array<unknown>(width).fill(this);
    this.numbersSought = new Int32Array(width);
  }

  get size(): number {
    return this.count - this.removed.size;
  }

  /** The values of a field that is not of the key. */
  column(field: string): Column {
    return this.columns[this.fields.indexOf(field)]!;
  }

  /** The number of what a row has in the n-th field of its key. */
  keyNumber(row: number, n: number): number {
    return this.keys[row * this.spec.key.length + n]!;
  }

  /** The row of a key; -1 where there is none. */
  find(key: AnyRow): number {
    const row = this.places[this.placeOf(key)]! - 1;
    return this.removed.has(row) ? -1 : row;
  }

  /** The row of a key, made where there is none: with 0 where there are amounts, and null in every other field. */
  findOrMake(key: AnyRow): number {
    const place = this.placeOf(key);
    const found = this.places[place]! - 1;
    if (found >= 0 && (this.removed.size === 0 || !this.removed.delete(found))) return found;
    const row = found >= 0 ? found : this.append(place);
    for (const column of this.columns) column.clear(row);
    return row;
  }

  remove(row: number): void {
    this.removed.add(row);
  }

  /** A row as an object. */
  row(row: number): AnyRow {
    const object: AnyRow = {};
    const { key } = this.spec;
    for (let n = 0; n < key.length; n++) object[key[n] as string] = this.keyValue(row, n);
    for (let n = 0; n < this.fields.length; n++) object[this.fields[n]!] = this.columns[n]!.get(row);
    return object;
  }

  keyValue(row: number, n: number): unknown {
    return this.values.value(this.keyNumber(row, n));
  }

  /** The rows that there are. */
  rows(): Int32Array {
    const rows = new Int32Array(this.count);
    for (let row = 0; row < this.count; row++) rows[row] = row;
    return this.removed.size === 0 ? rows : rows.filter((row) => !this.removed.has(row));
  }

  /** Where the key is, or belongs, among places. Leaves its numbers in `numbersSought`. */
  private placeOf(key: AnyRow): number {
    const { spec, sought, numbersSought } = this;
    let hash = 0;
    for (let n = 0; n < numbersSought.length; n++) {
      const value = key[spec.key[n] as string];
      if (value !== sought[n]) {
        numbersSought[n] = this.values.of(value);
        sought[n] = value;
      }
      hash = mixed(hash, numbersSought[n]!);
    }
    const last = this.places.length - 1;
    for (let place = hash & last; ; place = (place + 1) & last) {
      const row = this.places[place]! - 1;
      if (row < 0 || this.isSought(row)) return place;
    }
  }

  private isSought(row: number): boolean {
    const { keys, numbersSought } = this;
    const width = numbersSought.length;
    for (let n = width - 1, at = row * width; n >= 0; n--) if (keys[at + n] !== numbersSought[n]) return false;
    return true;
  }

  private append(place: number): number {
    const row = this.count++;
    const width = this.numbersSought.length;
    if ((row + 1) * width > this.keys.length) this.keys = longer(this.keys);
    this.keys.set(this.numbersSought, row * width);
    this.places[place] = row + 1;
    if (2 * this.count > this.places.length) this.spread();
    return row;
  }

  /** Gives all rows places among twice as many. */
  private spread(): void {
    const width = this.numbersSought.length;
    const places = new Int32Array(2 * this.places.length);
    const last = places.length - 1;
    for (let row = 0; row < this.count; row++) {
      let hash = 0;
      for (let n = 0; n < width; n++) hash = mixed(hash, this.keys[row * width + n]!);
      let place = hash & last;
      while (places[place] !== 0) place = (place + 1) & last;
      places[place] = row + 1;
    }
    this.places = places;
  }

  /**
   * Rows in the order of their keys: those that are written in it find their places in an index side by side.
   * @param rank what the number of a value in the n-th field of the key is ordered by
   */
  inOrder(rows: Int32Array, rank: (number: number, n: number) => number | string): Int32Array {
    const ranks = this.spec.key.map((_, n) => this.ranksOf(rows, n, rank));
    const { length } = rows;
    if (ranks.reduce((all, { size }) => all * size, length) > EXACT) return this.compared(rows, ranks);
    const sortable = new Float64Array(length);
    for (let index = 0; index < length; index++) {
      let place = 0;
      for (let n = 0; n < ranks.length; n++) {
        const { of, size } = ranks[n]!;
        place = place * size + of[this.keyNumber(rows[index]!, n)]!;
      }
      sortable[index] = place * length + index;
    }
    sortable.sort();
    const ordered = new Int32Array(length);
    for (let at = 0; at < length; at++) {
      const place = sortable[at]!;
      ordered[at] = rows[place - Math.floor(place / length) * length]!;
    }
    return ordered;
  }

  private compared(rows: Int32Array, ranks: readonly { readonly of: Int32Array }[]): Int32Array {
    return rows.slice().sort((a, b) => {
      for (let n = 0; n < ranks.length; n++) {
        const { of } = ranks[n]!;
        const difference = of[this.keyNumber(a, n)]! - of[this.keyNumber(b, n)]!;
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }

  /** Where each value that rows have in a field stands among all that they have in it. */
  private ranksOf(rows: Int32Array, n: number, rank: (number: number, n: number) => number | string) {
    const of = new Int32Array(this.values.size).fill(-1);
    const used: { number: number; by: number | string }[] = [];
    for (const row of rows) {
      const number = this.keyNumber(row, n);
      if (of[number] !== -1) continue;
      of[number] = 0;
      used.push({ number, by: rank(number, n) });
    }
    used.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
    used.forEach(({ number }, place) => (of[number] = place));
    return { of, size: used.length };
  }
}

function mixed(hash: number, number: number): number {
  const product = Math.imul(hash ^ number, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function longer(array: Int32Array): Int32Array {
  const twice = new Int32Array(2 * array.length);
  twice.set(array);
  return twice;
}

function isAmount(spec: AnyTable, field: string): boolean {
  const { type, nullable } = columnOf(spec, field);
  return type === 'amount' && !nullable;
}
