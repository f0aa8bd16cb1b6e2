import {
  endOfScalar,
  endOfText,
  endOfValue,
  isText,
  LIST,
  LIST_END,
  OBJECT,
  OBJECT_END,
  quoted,
  skipSpace,
  startOfValue,
  walk,
} from './scan-json.js';

/** What was read from the bytes of an answer, and where it ends. */
export interface Scanned {
  readonly value: unknown;
  readonly end: number;
}

/** Reads a result from where it starts. @returns nothing when it is to be parsed and checked the long way */
export type Scan = (bytes: Buffer, at: number) => Scanned | undefined;

const ID = quoted('id');
const RESULT = quoted('result');
const VERSION = quoted('jsonrpc');

/**
 * Reads the answer to a batch of calls without making text of the whole: the results of calls that have a
 * `scan` by it, the others as JSON.
 * @returns the results in the order of the calls; nothing when the answer is anything else than one plain
 * result for each call
 */
export function scanReplies(
  bytes: Buffer,
  calls: readonly { readonly scan?: Scan | undefined }[],
): unknown[] | undefined {
  const results = new Map<number, unknown>();
  const end = walk(bytes, skipSpace(bytes, 0), [LIST, LIST_END], (at) => {
    let id: number | undefined;
    const endOfReply = walk(bytes, at, [OBJECT, OBJECT_END], (name) => {
      const endOfName = endOfText(bytes, name);
      const start = endOfName && startOfValue(bytes, endOfName);
      if (start === undefined) return undefined;
      if (isText(bytes, name, endOfName!, VERSION)) return endOfScalar(bytes, start);
      if (isText(bytes, name, endOfName!, ID)) {
        const endOfId = endOfScalar(bytes, start);
        id = readId(bytes.toString('latin1', start, endOfId));
        return endOfId;
      }
      // The id must be known before the result: whose it is says how it is read.
      if (!isText(bytes, name, endOfName!, RESULT) || id === undefined || !calls[id] || results.has(id))
        return undefined;
      const result = (calls[id]!.scan ?? parseResult)(bytes, start);
      results.set(id, result?.value);
      return result?.end;
    });
    return id === undefined ? undefined : endOfReply;
  });
  if (end === undefined || skipSpace(bytes, end) !== bytes.length || results.size !== calls.length) return undefined;
  return calls.map((_, id) => results.get(id));
}

/** Ours are numbers from 0 on. */
const readId = (text: string): number | undefined => (/^\d{1,6}$/.test(text) ? Number(text) : undefined);

function parseResult(bytes: Buffer, at: number): Scanned | undefined {
  const end = endOfValue(bytes, at);
  if (end === undefined) return undefined;
  try {
    return { value: JSON.parse(bytes.toString('utf8', at, end)) as unknown, end };
  } catch {
    return undefined;
  }
}
