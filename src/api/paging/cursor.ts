import { UserInputError } from '../errors/user-input.js';

/** Values that say where a row stands in its list, in the list's order. */
export type CursorKey = readonly (string | number | Readonly<Record<string, string | number>>)[];

/** What a value of a cursor is: text, text of digits, a whole number, or either of them by chain id. */
type Shape = readonly ('string' | 'digits' | 'number' | 'strings' | 'numbers')[];

/** An opaque cursor: the list it belongs to, and where a row stands in it. */
export function encodeCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/**
 * The inverse of {@link encodeCursor} for text that anybody may have typed.
 * @throws UserInputError unless it is a cursor of this list with values of these types
 */
export function decodeCursor<K extends CursorKey>(cursor: string, list: string, shape: Shape): K {
  const parsed = cursor.length <= 4_000 ? parse(cursor) : undefined;
  const isOurs =
    Array.isArray(parsed) &&
    parsed[0] === list &&
    parsed.length === shape.length + 1 &&
    shape.every((type, index) => fits(parsed[index + 1], type));
  if (!isOurs) {
    throw new UserInputError(
      `"${shorten(cursor)}" is not a cursor of this list: give the endCursor of an earlier page with the same order, or leave "after" out.`,
    );
  }
  return parsed.slice(1) as unknown as K;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function fits(value: unknown, type: Shape[number]): boolean {
  if (type === 'string') return typeof value === 'string' && !value.includes('\0');
  if (type === 'digits') return typeof value === 'string' && /^\d{1,80}$/.test(value);
  if (type === 'number') return Number.isSafeInteger(value);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const item = type === 'strings' ? 'string' : 'number';
  return Object.entries(value).every(([name, inner]) => /^\d{1,16}$/.test(name) && fits(inner, item));
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}
