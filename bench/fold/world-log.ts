import type pg from 'pg';
import { advance, type LogState } from '../../indexer/log/advance.js';
import type { DecodedBlock } from '../../indexer/log/blocks.js';
import { commitAdvance } from '../../indexer/log/log-store.js';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';

const BLOCK_S = 2;
const GENESIS_S = 1_700_000_000;
/** Blocks below the head that are not final. */
const FINALITY = 5;
const BATCH_BLOCKS = 2_000;

/** An event and the contract that logs it. */
export interface WorldEvent {
  readonly contract: Address;
  readonly event: CanonicalEvent;
}

/**
 * Writes a chain's log through the indexer's own writer, one batch while the next is made. Hashes of blocks
 * and transactions are made of their numbers: a measurement asks no more of them than to differ.
 */
export class WorldLog {
  private state: LogState;
  private blocks: DecodedBlock[] = [];
  private number = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: pg.ClientBase,
    chain: ChainId,
  ) {
    this.state = { chain, lastBatch: 0, recordedHead: -1, blocks: [] };
  }

  /** Appends a block of these events. */
  async append(events: readonly WorldEvent[]): Promise<void> {
    const number = ++this.number;
    const logs = events.map(({ contract, event }, logIndex) => ({
      raw: { logIndex, txHash: hashOf(number, logIndex + 1), contract, topics: [], data: '0x' as Hex },
      adapter: 'bench',
      events: [event],
    }));
    const [hash, parentHash] = [hashOf(number), hashOf(number - 1)];
    this.blocks.push({ number, hash, parentHash, time_s: GENESIS_S + number * BLOCK_S, logs });
    if (this.blocks.length === BATCH_BLOCKS) await this.flush();
  }

  /** Writes what is left; everything is in the database then. */
  async end(): Promise<void> {
    if (this.blocks.length > 0) await this.flush();
    await this.writing;
  }

  private async flush(): Promise<void> {
    const { blocks } = this;
    this.blocks = [];
    const base = { number: blocks[0]!.number - 1, hash: blocks[0]!.parentHash };
    const final = Math.max(this.number - FINALITY, 0);
    const next = advance(this.state, { base, blocks, finalized: { number: final, hash: hashOf(final) } });
    this.state = next.state;
    await this.writing;
    this.writing = commitAdvance(this.client, next);
    // Whoever appends next, or ends, gets to know of a failure.
    this.writing.catch(() => undefined);
  }
}

const hashOf = (block: number, log = 0): Hex =>
  `0x${block.toString(16).padStart(32, '0')}${log.toString(16).padStart(32, '0')}` as Hex;
