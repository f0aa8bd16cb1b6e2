import type {
  FinalTxInfo,
  HashAndHeight,
  HotDatabase,
  HotDatabaseState,
  HotTxInfo,
} from '@subsquid/util-internal-processor-tools';
import type pg from 'pg';
import type { Hex } from '../../src/domain/ids.js';
import { type Advance, advance, defer, isUneventful, type LogState } from './advance.js';
import type { BlockRef, ChainUpdate, DecodedBlock } from './blocks.js';
import { commitAdvance } from './log-store.js';

/** What the processor's handler puts its decoded blocks into; it becomes one transaction. */
export interface BlockSink {
  /** The block that they follow upon. */
  readonly base: BlockRef;
  readonly blocks: DecodedBlock[];
}

export interface LogDatabaseOptions {
  /** The connection that holds the chain's lock. */
  readonly client: pg.ClientBase;
  /** Where the log stands, read after the lock was taken. */
  readonly state: LogState;
  /** A final block's header, asked of the chain: needed where the processor names a block without its time. */
  readonly headerOf: (block: BlockRef) => Promise<DecodedBlock>;
  /** Called after each commit. */
  readonly onCommit?: (advance: Advance) => void;
}

/** Empty final blocks far from the head are recorded at least this often. */
const RECORD_EVERY_BLOCKS = 1_000;
const RECORD_EVERY_MS = 1_000;

/** The processor's view of the log: the storage seam of `@subsquid/evm-processor`. */
export class LogDatabase implements HotDatabase<BlockSink> {
  readonly supportsHotBlocks = true;
  #state: LogState;
  #recordedAt_ms = performance.now();
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: LogDatabaseOptions) {
    this.#state = options.state;
  }

  /** The last final block, and the blocks above it that a fork may still replace. */
  connect(): Promise<HotDatabaseState> {
    const [finalized, ...top] = this.#state.blocks.map(({ number, hash }): HashAndHeight => ({
      height: number,
      hash: hash as string,
    }));
    return Promise.resolve(finalized ? { ...finalized, top } : { height: -1, hash: '0x', top: [] });
  }

  /** Takes final blocks in. */
  async transact(info: FinalTxInfo, cb: (store: BlockSink) => Promise<void>): Promise<void> {
    const sink: BlockSink = { base: toRef(info.prevHead), blocks: [] };
    await cb(sink);
    const head = toRef(info.nextHead);
    if (sink.blocks.at(-1)?.number !== head.number) sink.blocks.push(await this.options.headerOf(head));
    await this.#apply({ base: sink.base, blocks: sink.blocks, finalized: head }, info.isOnTop);
  }

  /** Takes blocks in that a fork may replace, or that replace others. */
  async transactHot2(
    info: HotTxInfo,
    cb: (store: BlockSink, blockSliceStart: number, blockSliceEnd: number) => Promise<void>,
  ): Promise<void> {
    const sink: BlockSink = { base: toRef(info.baseHead), blocks: [] };
    if (info.newBlocks.length === 0) return;
    await cb(sink, 0, info.newBlocks.length);
    await this.#apply({ base: sink.base, blocks: sink.blocks, finalized: toRef(info.finalizedHead) }, true);
  }

  /** Never called where {@link transactHot2} is there. */
  transactHot(): Promise<void> {
    return Promise.reject(new Error('The log takes unfinalized blocks through transactHot2 only.'));
  }

  /** Resolves when no transaction is open. */
  async idle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  async #apply(update: ChainUpdate, atHead: boolean): Promise<void> {
    const before = this.#state;
    const next = advance(before, update);
    if (next.batches.length === 0) return;
    if (!atHead && isUneventful(next) && !this.#isDue(next.state)) {
      this.#state = defer(before, next);
      return;
    }
    await this.#write(next, atHead);
    this.#state = next.state;
    this.#recordedAt_ms = performance.now();
  }

  /**
   * One transaction at a time. At the head it is waited for; far from it the next blocks are decoded while
   * it goes on, and its failure is that of the next one.
   */
  async #write(next: Advance, atHead: boolean): Promise<void> {
    await this.#writing;
    const written = commitAdvance(this.options.client, next).then(() => this.options.onCommit?.(next));
    const outcomeSeen = written.catch(() => undefined);
    this.#writing = atHead ? outcomeSeen : written;
    if (atHead) await written;
  }

  #isDue(next: LogState): boolean {
    return (
      next.recordedHead - this.#state.recordedHead >= RECORD_EVERY_BLOCKS ||
      performance.now() - this.#recordedAt_ms >= RECORD_EVERY_MS
    );
  }
}

const toRef = ({ height, hash }: HashAndHeight): BlockRef => ({ number: height, hash: hash as Hex });
