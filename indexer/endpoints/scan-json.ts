/** Reading JSON from its bytes, as far as answers are as plain as they nearly always are; what is not stays undefined. */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const LIST = 0x5b;
export const LIST_END = 0x5d;
export const OBJECT = 0x7b;
export const OBJECT_END = 0x7d;
const BACKSLASH = 0x5c;

/** Where the next character that is not space stands. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === 0x20 || bytes[next] === 0x0a || bytes[next] === 0x0d || bytes[next] === 0x09) next++;
  return next;
}

/** Where a string ends that starts at `at`, after its quote. @returns nothing when it holds an escape or is none */
export function endOfText(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] !== QUOTE) return undefined;
  for (let next = at + 1; next < bytes.length; next++) {
    if (bytes[next] === QUOTE) return next + 1;
    if (bytes[next] === BACKSLASH || bytes[next]! < 0x20) return undefined;
  }
  return undefined;
}

const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Where a text, a number or a word ends that starts at `at`. @returns nothing when it is none */
export function endOfScalar(bytes: Buffer, at: number): number | undefined {
  if (bytes[at] === QUOTE) return endOfText(bytes, at);
  let end = at;
  while (end < bytes.length && bytes[end]! > 0x20 && ![COMMA, LIST_END, OBJECT_END].includes(bytes[end]!)) end++;
  return WORD.test(bytes.toString('latin1', at, end)) ? end : undefined;
}

/** Where a value ends that starts at `at`; whether it is valid JSON is seen when it is parsed. */
export function endOfValue(bytes: Uint8Array, at: number): number | undefined {
  let depth = 0;
  for (let next = at; next < bytes.length; next++) {
    const byte = bytes[next]!;
    if (byte === QUOTE) {
      const end = endOfText(bytes, next);
      if (end === undefined) return undefined;
      if (depth === 0) return end;
      next = end - 1;
    } else if (byte === LIST || byte === OBJECT) {
      depth++;
    } else if (byte === LIST_END || byte === OBJECT_END || byte === COMMA) {
      // What is no text, list or object ends before what follows it.
      if (depth === 0) return next;
      if (byte !== COMMA && --depth === 0) return next + 1;
    }
  }
  return undefined;
}

/** Where the value of a member starts whose name ends at `at`. */
export function startOfValue(bytes: Uint8Array, at: number): number | undefined {
  const colon = skipSpace(bytes, at);
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : undefined;
}

/** Whether the text between `from` and `to`, quotes included, is the one given. */
export function isText(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from !== text.length) return false;
  for (let at = 0; at < text.length; at++) if (bytes[from + at] !== text[at]) return false;
  return true;
}

export const quoted = (text: string): Uint8Array => Buffer.from(`"${text}"`, 'latin1');

/**
 * Walks over a list or an object that starts at `at`. `each` gets where an item, or the name of a member,
 * starts, and says where it ends. @returns where the whole ends; nothing when it is not a list or object as
 * it should be, or `each` gave nothing
 */
export function walk(
  bytes: Uint8Array,
  at: number,
  [open, close]: readonly [number, number],
  each: (at: number) => number | undefined,
): number | undefined {
  if (bytes[at] !== open) return undefined;
  let next = skipSpace(bytes, at + 1);
  if (bytes[next] === close) return next + 1;
  for (;;) {
    const end = each(next);
    if (end === undefined) return undefined;
    next = skipSpace(bytes, end);
    if (bytes[next] === close) return next + 1;
    if (bytes[next] !== COMMA) return undefined;
    next = skipSpace(bytes, next + 1);
  }
}
