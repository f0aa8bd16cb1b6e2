import type { BlockRef, ChainUpdate, DecodedBlock, DecodedLog, LogEntry } from '../../indexer/log/blocks.js';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { Address, Hex } from '../../src/domain/ids.js';

/** Bytes that show a name: `hash('B7')` is B7 as text, padded. */
export function hash(name: string): Hex {
  return `0x${Buffer.from(name).toString('hex').padEnd(64, '0')}` as Hex;
}

/** A log that means what is given, or one ignored event. */
export function logOf(logIndex: number, ...events: CanonicalEvent[]): DecodedLog {
  return {
    raw: {
      logIndex,
      txHash: hash(`tx ${logIndex}`),
      contract: `0x${'c0'.repeat(20)}` as Address,
      topics: [hash('topic')],
      data: `0x${'d0'.repeat(logIndex + 1)}` as Hex,
    },
    adapter: 'reference',
    events: events.length > 0 ? events : [{ kind: 'Ignored', payload: { name: `log ${logIndex}` } }],
  };
}

export interface BlockOptions {
  readonly logs?: number | readonly LogEntry[];
  readonly time_s?: number;
}

/**
 * A branch of blocks for tests of forks: `branch('A', genesis, 3)` are A1, A2, A3 upon it, each with
 * one log, dated 12 s apart.
 */
export function branch(name: string, parent: BlockRef, length: number, options: BlockOptions = {}): DecodedBlock[] {
  const blocks: DecodedBlock[] = [];
  for (let count = 0; count < length; count++) {
    const below: BlockRef = blocks.at(-1) ?? parent;
    blocks.push(block(`${name}${below.number + 1}`, below, options));
  }
  return blocks;
}

/** One block upon another. */
export function block(name: string, parent: BlockRef, { logs = 1, time_s }: BlockOptions = {}): DecodedBlock {
  const number = parent.number + 1;
  return {
    number,
    hash: hash(name),
    parentHash: parent.hash,
    time_s: time_s ?? 1_700_000_000 + 12 * number,
    logs: typeof logs === 'number' ? Array.from({ length: logs }, (_, index) => logOf(index)) : logs,
  };
}

/** The block below the first one: what a log that holds nothing stands on. */
export const NOTHING: BlockRef = { number: -1, hash: '0x' as Hex };

/** What the processor says of blocks that follow upon each other; the last final one may be given. */
export function update(
  base: BlockRef,
  blocks: readonly DecodedBlock[],
  finalized: BlockRef = blocks.at(-1)!,
): ChainUpdate {
  return { base, blocks, finalized };
}
