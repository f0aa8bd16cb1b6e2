const CHUNK_BYTES = 64 * 1024;
/** Longer text is left to the encoder of Node. */
const SHORT = 100;

const TAB = 9;
const LINE_BREAK = 10;
const BACKSLASH = 92;
const SMALL_X = 120;
const MINUS = 45;
const ZERO = 48;

/**
 * Lines of COPY's text format, written byte by byte into buffers outside the heap: as strings, the parts of a line
 * would cost more to put together than to make.
 */
export class CopyText {
  private buffer = Buffer.allocUnsafe(0);
  private length = 0;
  /** Where the line at hand begins. */
  private start = 0;
  private done: Buffer[] = [];

  /** Ends a field with a tab. */
  endField(): void {
    this.byte(TAB);
  }

  /** Ends the line at the field that was ended last. */
  endLine(): void {
    this.buffer[this.length - 1] = LINE_BREAK;
    this.start = this.length;
  }

  /** The line at hand never was. */
  dropLine(): void {
    this.length = this.start;
  }

  /** NULL. */
  none(): void {
    this.byte(BACKSLASH);
    this.byte(78);
  }

  /**
   * Text with nothing in it that has to be escaped.
   * @param from the first letter that counts
   */
  plain(text: string, from = 0): void {
    if (text.length > SHORT) return this.encode(text.slice(from));
    this.makeRoom(3 * text.length);
    const { buffer } = this;
    let { length } = this;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) return this.encode(text.slice(from));
      buffer[length++] = code;
    }
    this.length = length;
  }

  /** Any text. */
  escaped(text: string): void {
    this.plain(NEEDS_ESCAPE.test(text) ? text.replace(/[\\\n\r\t]/g, (letter) => ESCAPES[letter]!) : text);
  }

  /** Bytes from their 0x and digits. */
  hex(text: string): void {
    this.byte(BACKSLASH);
    this.byte(BACKSLASH);
    this.byte(SMALL_X);
    this.plain(text, 2);
  }

  bigint(value: bigint): void {
    const number = Number(value);
    // Beyond what numbers tell apart, none of them is what was asked for.
    if (Number.isSafeInteger(number)) this.integer(number);
    else this.plain(String(value));
  }

  /** @param value a safe integer */
  integer(value: number): void {
    this.makeRoom(20);
    let rest = value;
    if (rest < 0) {
      this.buffer[this.length++] = MINUS;
      rest = -rest;
    }
    if (rest < 1e9) this.digits(rest, digitsOf(rest));
    else {
      const high = Math.floor(rest / 1e9);
      this.digits(high, digitsOf(high));
      this.digits(rest - high * 1e9, 9);
    }
  }

  /** Everything so far, which is forgotten here. */
  take(): Buffer[] {
    const { done } = this;
    if (this.start > 0) done.push(this.buffer.subarray(0, this.start));
    this.clear();
    return done;
  }

  clear(): void {
    this.buffer = Buffer.allocUnsafe(0);
    this.length = 0;
    this.start = 0;
    this.done = [];
  }

  private digits(value: number, count: number): void {
    const { buffer, length } = this;
    let rest = value | 0;
    for (let at = length + count - 1; at >= length; at--) {
      const above = (rest / 10) | 0;
      buffer[at] = ZERO + rest - 10 * above;
      rest = above;
    }
    this.length = length + count;
  }

  private encode(text: string): void {
    this.makeRoom(3 * text.length);
    this.length += this.buffer.write(text, this.length, 'utf8');
  }

  private byte(value: number): void {
    this.makeRoom(1);
    this.buffer[this.length++] = value;
  }

  private makeRoom(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const { buffer, start, length } = this;
    if (start > 0) this.done.push(buffer.subarray(0, start));
    this.buffer = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, 2 * (length - start + bytes)));
    this.length = buffer.copy(this.buffer, 0, start, length);
    this.start = 0;
  }
}

function digitsOf(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}

const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
