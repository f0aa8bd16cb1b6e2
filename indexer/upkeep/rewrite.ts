import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { ZERO_HASH } from '../../src/domain/ids.js';
import { insertAnnounced } from '../log/announced-store.js';
import { type LogState, passBlocks } from '../log/advance.js';
import type { AnnouncedContract, DecodedBlock, PassedBlock } from '../log/blocks.js';
import { copyFile } from '../log/copy-row.js';
import { copyStatement, encodeEventRows } from '../log/event-rows.js';
import { insertBatch, replaceHotBlocks, retract } from '../log/log-store.js';
import { HeldInLog } from './held-in-log.js';
import { passedAt } from './passed-at.js';
import { readStoredBlocks, type StoredBlock } from './stored-blocks.js';
import type { OwnedLog } from './with-chain-log.js';

/** What a rewrite did. */
export interface Rewritten {
  readonly fromBlock: number;
  readonly retracted: number;
  readonly appended: number;
}

interface RewriteOptions {
  readonly decode: (block: StoredBlock) => DecodedBlock;
  /** Whether logs that it gives may have their transactions. */
  readonly hasTransactions: boolean;
  /** Called with the events of the old reading that are done. */
  readonly progress: (done: number) => void;
}

/**
 * Retracts what is canonical from a block on, and appends the same raw logs as they are read now: two
 * batches in one transaction, a block in memory at a time.
 */
export async function rewriteFrom(
  log: OwnedLog,
  state: LogState,
  fromBlock: number,
  options: RewriteOptions,
): Promise<Rewritten> {
  const { client, chain } = log;
  const below = await passedBelow(log, fromBlock);
  const rewrite = new Rewrite(log, state, below, options);
  const number = state.lastBatch + 1;
  await client.query('BEGIN');
  try {
    const retraction = { kind: 'retract', number, fromBlock, toBlock: state.recordedHead } as const;
    const retracted = await retract(client, chain, retraction);
    await insertBatch(client, chain, { ...retraction, head: below, finalized: below }, retracted);
    const rows = rewrite.rows(number + 1, fromBlock);
    await pipeline(Readable.from(copyFile(rows)), client.query(copyFrom(copyStatement(options))));
    const blocks = rewrite.blocks();
    const append = { kind: 'append', number: number + 1, fromBlock, toBlock: state.recordedHead } as const;
    await insertAnnounced(client, chain, { number: append.number, announced: rewrite.announced });
    await replaceHotBlocks(client, { ...state, blocks }, fromBlock);
    await insertBatch(client, chain, { ...append, head: blocks.at(-1)!, finalized: blocks[0]! }, rewrite.appended);
    await client.query('COMMIT');
    return { fromBlock, retracted, appended: rewrite.appended };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** The new reading on its way: rolls digests, and remembers them for the unfinalized blocks. */
class Rewrite {
  appended = 0;
  readonly announced: AnnouncedContract[] = [];
  readonly #hot: PassedBlock[];
  #done = 0;
  #next: number;

  constructor(
    private readonly log: OwnedLog,
    state: LogState,
    private last: PassedBlock,
    private readonly options: RewriteOptions,
  ) {
    this.#hot = [...state.blocks];
    this.#next = this.#hot.findIndex(({ number }) => number > last.number);
    if (this.#next < 0) this.#next = this.#hot.length;
  }

  async *rows(batch: number, fromBlock: number): AsyncGenerator<Buffer> {
    const range = { from: fromBlock, to: Number.MAX_SAFE_INTEGER };
    for await (const stored of readStoredBlocks(this.log.reader, this.log.chain, range)) {
      const block = this.options.decode(stored);
      this.#passEmpty(stored.number);
      const { passed, events } = passBlocks(this.log.chain, this.last, [block]);
      this.last = passed[0]!;
      this.appended += events.length;
      for (const { announced = [] } of block.logs) this.announced.push(...announced);
      yield* encodeEventRows(this.log.chain, { ...this.options, number: batch, events });
      this.#done += stored.logs.reduce((sum, log) => sum + log.events.length, 0);
      this.options.progress(this.#done);
    }
  }

  /** The unfinalized blocks, with the digests that they have now. */
  blocks(): PassedBlock[] {
    this.#passEmpty(Number.MAX_SAFE_INTEGER);
    return this.#hot;
  }

  /** Unfinalized blocks below `number`, without events but perhaps the one passed last. */
  #passEmpty(number: number): void {
    const { chainTime_s, rawDigest, canonicalDigest } = this.last;
    for (; this.#next < this.#hot.length && this.#hot[this.#next]!.number < number; this.#next++) {
      this.#hot[this.#next] = { ...this.#hot[this.#next]!, chainTime_s, rawDigest, canonicalDigest };
    }
  }
}

/** What the log knew below a block: where it holds no block there, a mark without hash and time. */
async function passedBelow({ client, chain }: OwnedLog, block: number): Promise<PassedBlock> {
  const held = await new HeldInLog(client, chain).atOrBelow(block - 1);
  if (held) return passedAt(client, chain, held);
  const nothing = { number: block - 1, hash: ZERO_HASH, time_s: 0, chainTime_s: 0 };
  return { ...nothing, rawDigest: ZERO_HASH, canonicalDigest: ZERO_HASH };
}
