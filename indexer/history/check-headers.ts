import { readBytes, readQuantity } from './check-logs.js';
import type { BlockLogs, BlockRange, HistoryBlock, HistoryHeader } from './history-blocks.js';
import { type Checked, refuse } from '../endpoints/refusal.js';

/** Reads the answer to `eth_getBlockByNumber` for block `number`. */
export function checkHeader(answer: unknown, number: number): Checked<HistoryHeader> {
  if (answer === null || answer === undefined) return refuse('missing-block', `block ${number} is not there`);
  const said = answer as Record<string, unknown>;
  const named = readQuantity(said['number']);
  const hash = readBytes(said['hash'], 32);
  const parentHash = readBytes(said['parentHash'], 32);
  const timestamp = readQuantity(said['timestamp']);
  if (named === undefined || !hash || !parentHash || timestamp === undefined) {
    return refuse('malformed', `the header of block ${number} lacks a field or has one of the wrong length`);
  }
  if (named !== number) return refuse('outside-range', `block ${named} answers block ${number}`);
  return { value: { number, hash, parentHash, timestamp } };
}

/** The blocks whose headers an answer needs: those with logs, and both ends of the range. */
export function blocksNeeded(logs: readonly BlockLogs[], { from, to }: BlockRange): number[] {
  return [...new Set([from, ...logs.map(({ number }) => number), to])].sort((a, b) => a - b);
}

/**
 * Joins logs and headers, which were answered apart: the hashes must agree, and blocks next to each
 * other must be parent and child.
 */
export function joinBlocks(logs: readonly BlockLogs[], headers: readonly HistoryHeader[]): Checked<HistoryBlock[]> {
  const logsOf = new Map(logs.map((block) => [block.number, block]));
  const blocks: HistoryBlock[] = [];
  let below: HistoryHeader | undefined;
  for (const header of headers) {
    const { number, hash, parentHash } = header;
    const found = logsOf.get(number);
    if (found && found.hash !== hash) {
      return refuse('hash-mismatch', `block ${number} is ${hash} by its header and ${found.hash} by its logs`);
    }
    if (below && below.number === number - 1 && below.hash !== parentHash) {
      return refuse('unlinked', `block ${number} names ${parentHash} as its parent, which is ${below.hash}`);
    }
    logsOf.delete(number);
    blocks.push({ header, logs: found?.logs ?? [] });
    below = header;
  }
  const [left] = logsOf.keys();
  return left === undefined ? { value: blocks } : refuse('missing-block', `block ${left} has logs and no header`);
}
