import { readBytes, readQuantity } from './check-logs.js';
import type { BlockLogs, BlockRange, AnsweredBlock, AnsweredHeader } from './answered-blocks.js';
import { type Bloom, readBloom } from './bloom.js';
import { type Checked, refuse } from './refusal.js';

/** A header as far as it is read; the bloom is for checks only. */
export interface CheckedHeader extends AnsweredHeader {
  readonly bloom?: Bloom | undefined;
}

/** Reads the answer to `eth_getBlockByNumber` for block `number`; `latest` takes any. */
export function checkHeader(answer: unknown, number: number | 'latest'): Checked<CheckedHeader> {
  if (typeof answer !== 'object' || answer === null) return refuse('missing-block', `block ${number} is not there`);
  const said = answer as Record<string, unknown>;
  const named = readQuantity(said['number']);
  const hash = readBytes(said['hash'], 32);
  const parentHash = readBytes(said['parentHash'], 32);
  const timestamp = readQuantity(said['timestamp']);
  if (named === undefined || !hash || !parentHash || timestamp === undefined) {
    return refuse('malformed', `the header of block ${number} lacks a field or has one of the wrong length`);
  }
  if (number !== 'latest' && named !== number) {
    return refuse('outside-range', `block ${named} answers block ${number}`);
  }
  return { value: { number: named, hash, parentHash, timestamp, bloom: readBloom(said['logsBloom']) } };
}

/** The blocks whose headers an answer needs: those with logs, and both ends of the range. */
export function blocksNeeded(logs: readonly BlockLogs[], { from, to }: BlockRange): number[] {
  return [...new Set([from, ...logs.map(({ number }) => number), to])].sort((a, b) => a - b);
}

/**
 * Joins logs and headers, which were answered apart: the hashes must agree, and blocks next to each
 * other must be parent and child.
 */
export function joinBlocks(logs: readonly BlockLogs[], headers: readonly CheckedHeader[]): Checked<AnsweredBlock[]> {
  const logsOf = new Map(logs.map((block) => [block.number, block]));
  const blocks: AnsweredBlock[] = [];
  let below: AnsweredHeader | undefined;
  for (const { number, hash, parentHash, timestamp } of headers) {
    const found = logsOf.get(number);
    if (found && found.hash !== hash) {
      return refuse('hash-mismatch', `block ${number} is ${hash} by its header and ${found.hash} by its logs`);
    }
    if (below && below.number === number - 1 && below.hash !== parentHash) {
      return refuse('unlinked', `block ${number} names ${parentHash} as its parent, which is ${below.hash}`);
    }
    logsOf.delete(number);
    const header = { number, hash, parentHash, timestamp };
    blocks.push({ header, logs: found?.logs ?? [] });
    below = header;
  }
  const [left] = logsOf.keys();
  return left === undefined ? { value: blocks } : refuse('missing-block', `block ${left} has logs and no header`);
}
