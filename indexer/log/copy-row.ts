/** The signature, no flags, no extension; and what says that no row follows. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);

/** Rows in COPY's binary format as the file that Postgres takes. */
export async function* copyFile(rows: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield HEADER;
  yield* rows;
  yield TRAILER;
}

const BYTEA_OID = 17;
const JSONB_VERSION = 1;
const NULL_LENGTH = -1;
const SHORT = 64;
/** Numerics are digits to this base. */
const NUMERIC_BASE = 10_000n;

/**
 * Writes rows in COPY's binary format (Postgres' documentation, "COPY", file formats), a column after the
 * other: a length and the value as the type's receive function takes it. Bytes are given as hexadecimal
 * digits after `0x`. Whoever writes has asked for enough room.
 */
export class CopyRow {
  readonly #bytes: Buffer;
  #end = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#end;
  }

  /** Bytes that are left. */
  get room(): number {
    return this.#bytes.length - this.#end;
  }

  written(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  start(columns: number): void {
    this.#end = this.#bytes.writeInt16BE(columns, this.#end);
  }

  nothing(): void {
    this.#int32(NULL_LENGTH);
  }

  smallint(value: number): void {
    this.#int32(2);
    this.#end = this.#bytes.writeInt16BE(value, this.#end);
  }

  integer(value: number): void {
    this.#int32(4);
    this.#int32(value);
  }

  /** A safe integer that is not negative. */
  bigint(value: number): void {
    this.#int32(8);
    this.#int32(value > 0x7fffffff ? Math.floor(value / 2 ** 32) : 0);
    this.#int32(value | 0);
  }

  text(value: string): void {
    const start = this.#end;
    this.#end += 4;
    const length = this.#bytes.write(value, this.#end, 'utf8');
    this.#bytes.writeInt32BE(length, start);
    this.#end += length;
  }

  /** The JSON that stands in the bytes from `from` to `to`. */
  jsonb(bytes: Uint8Array, from: number, to: number): void {
    this.#int32(1 + to - from);
    this.#bytes[this.#end++] = JSONB_VERSION;
    this.#copy(bytes, from, to);
  }

  bytea(hex: string): void {
    this.#int32(hex.length / 2 - 1);
    this.#end += this.#bytes.write(hex.slice(2), this.#end, 'hex');
  }

  /** The bytes from `from` to `to`. */
  bytes(bytes: Uint8Array, from: number, to: number): void {
    this.#int32(to - from);
    this.#copy(bytes, from, to);
  }

  /** A list of so many items, each written by `write`. */
  byteaArray(count: number, write: (at: number) => void): void {
    const start = this.#end;
    this.#int32(0);
    this.#int32(count === 0 ? 0 : 1);
    this.#int32(0);
    this.#int32(BYTEA_OID);
    if (count > 0) {
      this.#int32(count);
      this.#int32(1);
    }
    for (let at = 0; at < count; at++) write(at);
    this.#bytes.writeInt32BE(this.#end - start - 4, start);
  }

  /** An integer that is not negative. */
  numeric(value: bigint): void {
    const digits: number[] = [];
    for (let rest = value; rest > 0n; rest /= NUMERIC_BASE) digits.unshift(Number(rest % NUMERIC_BASE));
    this.#int32(8 + 2 * digits.length);
    for (const part of [digits.length, Math.max(0, digits.length - 1), 0, 0, ...digits]) {
      this.#end = this.#bytes.writeInt16BE(part, this.#end);
    }
  }

  #int32(value: number): void {
    const bytes = this.#bytes;
    bytes[this.#end++] = value >> 24;
    bytes[this.#end++] = value >> 16;
    bytes[this.#end++] = value >> 8;
    bytes[this.#end++] = value;
  }

  /** What is short is copied here: to call for it costs more. */
  #copy(from: Uint8Array, start: number, end: number): void {
    if (end - start > SHORT) {
      this.#bytes.set(from.subarray(start, end), this.#end);
      this.#end += end - start;
      return;
    }
    const bytes = this.#bytes;
    for (let at = start; at < end; at++) bytes[this.#end++] = from[at]!;
  }
}
