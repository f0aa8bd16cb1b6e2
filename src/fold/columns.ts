import { endianness } from 'node:os';

const FIRST_ROWS = 64;
/** Where the halves of a number of 64 bits are. */
const [LOW, HIGH] = endianness() === 'LE' ? [0, 1] : [1, 0];
/** High halves below this, and from its negative on, are of numbers that are safe. */
const SAFE_HIGH = 2 ** 21;

/** The values that rows have in one field. */
export interface Column {
  get(row: number): unknown;
  set(row: number, value: unknown): void;
  /** Sets what a row has that says nothing: null, or 0 of amounts. */
  clear(row: number): void;
}

/** Values of any type. */
export class ValueColumn implements Column {
  private readonly values: unknown[] = [];

  get(row: number): unknown {
    return this.values[row];
  }

  set(row: number, value: unknown): void {
    this.values[row] = value;
  }

  clear(row: number): void {
    this.values[row] = null;
  }
}

/**
 * Amounts of any size. Nearly all of them fit into 64 bits and are no objects of the heap then, which would live until
 * they are written and be moved about by every garbage collection on the way.
 */
export class AmountColumn implements Column {
  private small = new BigInt64Array(FIRST_ROWS);
  /** The same in halves: a number that is only compared with 0 need not become a bigint. */
  private halves = new Int32Array(this.small.buffer);
  /** What did not fit: an amount is both parts together. */
  private readonly large = new Map<number, bigint>();
  /** Whether anything was ever taken away, so that amounts may be below zero. */
  hasFallen = false;

  get(row: number): bigint {
    const small = this.small[row]!;
    return this.large.size === 0 ? small : small + (this.large.get(row) ?? 0n);
  }

  /** The amount as a number, which is no object of the heap; undefined where it is not a safe one. */
  safe(row: number): number | undefined {
    if (this.large.size > 0) return undefined;
    const high = this.halves[2 * row + HIGH]!;
    if (high >= SAFE_HIGH || high <= -SAFE_HIGH) return undefined;
    return high * 2 ** 32 + (this.halves[2 * row + LOW]! >>> 0);
  }

  isZero(row: number): boolean {
    if (this.large.size > 0) return this.get(row) === 0n;
    return this.halves[2 * row] === 0 && this.halves[2 * row + 1] === 0;
  }

  isNegative(row: number): boolean {
    return this.hasFallen && this.get(row) < 0n;
  }

  /** @param amount a bigint */
  set(row: number, amount: unknown): void {
    this.clear(row);
    if ((amount as bigint) < 0n) this.hasFallen = true;
    this.put(row, amount as bigint);
  }

  clear(row: number): void {
    if (row >= this.small.length) this.makeRoom();
    if (this.large.size > 0) this.large.delete(row);
    this.halves[2 * row] = 0;
    this.halves[2 * row + 1] = 0;
  }

  /** Adds to a row that was set, or cleared. */
  add(row: number, more: bigint): void {
    if (more < 0n) this.hasFallen = true;
    this.put(row, this.small[row]! + more);
  }

  /** What the small part of a row comes to. */
  private put(row: number, sum: bigint): void {
    if (BigInt.asIntN(64, sum) === sum) {
      this.small[row] = sum;
      return;
    }
    this.large.set(row, (this.large.get(row) ?? 0n) + sum);
    this.small[row] = 0n;
  }

  private makeRoom(): void {
    const twice = new BigInt64Array(2 * this.small.length);
    twice.set(this.small);
    this.small = twice;
    this.halves = new Int32Array(twice.buffer);
  }
}
