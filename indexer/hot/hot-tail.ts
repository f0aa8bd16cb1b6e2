import { coldIngest } from '@subsquid/util-internal-ingest-tools';
import type { Batch, HotDatabaseState, HotDataSource, HotUpdate } from '@subsquid/util-internal-processor-tools';
import { AnswerError } from '../endpoints/refusal.js';
import { fetchHeights } from '../endpoints/fetch-heights.js';
import { finalHeight } from '../endpoints/final-height.js';
import type { BlockRange } from '../endpoints/answered-blocks.js';
import type { BlockRef } from '../log/blocks.js';
import type { CheckedBlock } from './check-blocks.js';
import {
  fetchBlock,
  fetchBlocks,
  fetchHead,
  fetchHeader,
  fetchHeads,
  fetchHeadersAt,
  type HotSource,
  type Preference,
} from './fetch-blocks.js';
import { type HeadWatch, replaceLeader, standsStill, startWatch, tell } from './head-watch.js';
import { type HeldBlocks, judgeHead } from './held-blocks.js';
import { type ProcessorBlock, toProcessorBlock } from '../endpoints/processor-block.js';
import { PollClock } from './poll-clock.js';
import { Walk } from './walk.js';
import { type Ahead, makeWhole } from './whole-blocks.js';

export interface HotTailOptions extends HotSource {
  readonly chainName: string;
  readonly finality: number;
  readonly pollInterval_ms: number;
  /** What is watched up to a block, to read on from; absent where no log announces contracts. */
  readonly ahead?: ((block: number) => Ahead) | undefined;
  /** Called when no endpoint has had a new block for too long, and with nothing when one has. */
  readonly onStall: (reason: string | undefined) => Promise<void>;
  /** A clock that never steps back. */
  readonly now_ms?: () => number;
}

type Requests = Parameters<HotDataSource<ProcessorBlock, unknown>['processHotBlocks']>[0];

const BLOCKS_AT_ONCE = 10;
const RANGES_AT_ONCE = 5;
/** Asked again so often before the head is looked at again. */
const ATTEMPTS = 3;
/** Who does not tell its head is passed over at once: a limit of range, which it may plead, brings no rest. */
const ATTEMPTS_AT_HEAD = 2;

/**
 * Where the processor takes the blocks above the finalized one from: all endpoints of a chain, one of
 * which is followed while it moves and answers what can be believed. Asked for its head's hash at each
 * poll, it shows a replaced tip of the same height, or of a lesser one, at once.
 */
export class HotTail implements HotDataSource<ProcessorBlock, unknown> {
  readonly #now_ms: () => number;
  readonly #clock: PollClock;
  #watch: HeadWatch;
  #height = 0;
  #stalledFor: string | undefined;
  #isStopped = false;
  /** The last poll told a head that a fork to fewer blocks explains, or an endpoint that is behind; twice is believed. */
  #isDoubted = false;

  constructor(private readonly options: HotTailOptions) {
    this.#now_ms = options.now_ms ?? (() => performance.now());
    this.#clock = new PollClock(options.pollInterval_ms);
    this.#watch = startWatch(this.#now_ms());
    options.pool.onHead(() => this.#clock.wake());
  }

  /** The height up to which no fork reaches; it never falls. Waits until an endpoint answers. */
  async getFinalizedHeight(): Promise<number> {
    for (let pause_ms = 100; ; pause_ms = Math.min(pause_ms * 2, 5_000)) {
      const found = finalHeight(await fetchHeights(this.options), this.options.finality);
      if (found !== undefined) return (this.#height = Math.max(this.#height, found));
      await new Promise((done) => setTimeout(done, pause_ms));
    }
  }

  async getBlockHash(height: number): Promise<string> {
    const { header } = await this.#repeatedly((preference) => fetchHeader(this.options, height, preference), Infinity);
    return header.hash;
  }

  async *getFinalizedBlocks(requests: Requests, stopOnHead?: boolean): AsyncIterable<Batch<ProcessorBlock>> {
    const batches = coldIngest({
      getFinalizedHeight: () => this.getFinalizedHeight(),
      getSplit: ({ range }) => this.#fetch(range, Infinity),
      requests,
      splitSize: BLOCKS_AT_ONCE,
      concurrency: RANGES_AT_ONCE,
      headPollInterval: this.options.pollInterval_ms,
      ...(stopOnHead !== undefined && { stopOnHead }),
    });
    let ahead: Ahead | undefined;
    for await (const { blocks, isHead } of batches) {
      ahead ??= this.options.ahead?.(blocks[0]!.header.number - 1);
      yield { blocks: (await this.#makeWhole(blocks, ahead, Infinity)).map(toProcessorBlock), isHead };
    }
  }

  /** Ends {@link processHotBlocks} at its next poll. */
  stop(): void {
    this.#isStopped = true;
    this.#clock.wake();
  }

  /** Follows the head until it is stopped. Rejects with what the log rejects, or when a fork went deeper than finality. */
  async processHotBlocks(
    _requests: Requests,
    state: HotDatabaseState,
    cb: (update: HotUpdate<ProcessorBlock>) => Promise<void>,
  ): Promise<void> {
    const take = async (update: HotUpdate<CheckedBlock>): Promise<void> => {
      const isPartial = update.blocks.some(({ contracts }) => contracts);
      const ahead = isPartial ? this.options.ahead?.(update.baseHead.height) : undefined;
      const blocks = await this.#makeWhole(update.blocks, ahead, ATTEMPTS);
      await cb({ ...update, blocks: blocks.map(toProcessorBlock) });
    };
    const walk = new Walk(state, take, (ref, held) => this.#ancestor(ref, held));
    for (;;) {
      await this.#clock.pause();
      if (this.#isStopped) return;
      try {
        await this.#look(walk);
      } catch (error) {
        // The pool has counted it, and lets the endpoint rest.
        if (!(error instanceof AnswerError)) throw error;
      }
      await this.#tellStall();
    }
  }

  /** Looks at the head, and goes where it is. */
  async #look(walk: Walk): Promise<void> {
    const told = await this.#repeatedly((preference) => fetchHead(this.options, preference), ATTEMPTS_AT_HEAD);
    this.#watch = tell(this.#watch, told, this.#now_ms());
    if (standsStill(this.#watch, this.#now_ms())) await this.#leave();
    const head = this.#watch.head!;
    this.options.onHeads?.([head.number]);
    const kind = judgeHead(walk.held, head);
    if (kind === 'known') return void (this.#isDoubted = false);
    if (kind === 'other' && !(await this.#isReplaced(walk.held, head))) return;
    this.#isDoubted = false;
    let from = kind === 'higher' ? walk.held.head.number + 1 : head.number;
    while (from <= head.number) {
      const blocks = await this.#fetch({ from, to: Math.min(head.number, from + BLOCKS_AT_ONCE - 1) }, ATTEMPTS);
      await walk.goTo(blocks, this.options.finality);
      from = blocks.at(-1)!.header.number + 1;
    }
  }

  /** Whether the held head is gone: nobody else has it any more, nor has this endpoint when asked again. */
  async #isReplaced({ head }: HeldBlocks, told: { number: number }): Promise<boolean> {
    const said = await fetchHeadersAt(this.options, head.number);
    const holder = said.find(({ header }) => header.hash === head.hash);
    if (holder) {
      // Another node, or another one behind the same balancer of load, is on the chain that the log follows.
      if (holder.endpoint !== this.#watch.leader) {
        this.#watch = tell({ ...this.#watch, leader: holder.endpoint }, holder, this.#now_ms());
      }
      return false;
    }
    if (told.number === head.number || this.#isDoubted) return true;
    this.#isDoubted = true;
    return false;
  }

  async #leave(): Promise<void> {
    const still = this.#watch;
    this.#watch = replaceLeader(still, await fetchHeads(this.options, still.leader), this.#now_ms());
    if (this.#watch.leader === still.leader) return;
    const since_s = Math.round((this.#now_ms() - still.movedAt_ms) / 1000);
    this.options.pool.blame(
      still.leader,
      new AnswerError(
        'stale',
        `its head is block ${still.head?.number} for ${since_s} s, another endpoint's is block ${this.#watch.head?.number}`,
      ),
    );
  }

  async #tellStall(): Promise<void> {
    const isStill = standsStill(this.#watch, this.#now_ms());
    if (isStill === (this.#stalledFor !== undefined)) return;
    const { chainName, pool } = this.options;
    const since_s = Math.round((this.#now_ms() - this.#watch.movedAt_ms) / 1000);
    const at = this.#watch.head ? `stand at block ${this.#watch.head.number}, or do not answer,` : 'have not answered';
    this.#stalledFor = isStill
      ? `The endpoints of ${chainName} (${pool.hosts.join(', ')}) ${at} for more than ${since_s} s.`
      : undefined;
    await this.options.onStall(this.#stalledFor);
  }

  /** A block that a branch stands on. @throws Error when the branch leaves the held chain below its final block */
  async #ancestor(ref: BlockRef, held: HeldBlocks): Promise<CheckedBlock> {
    const { finalized } = held;
    if (ref.number > finalized.number) {
      return this.#repeatedly((preference) => fetchBlock(this.options, ref, preference), ATTEMPTS);
    }
    const said = await fetchHeadersAt(this.options, finalized.number);
    const words = `block ${finalized.number} is final as ${finalized.hash} and ${ref.hash} on a branch that is told now`;
    if (!said.some(({ header }) => header.hash === finalized.hash)) {
      throw new Error(`A fork of ${this.options.chainName} went deeper than its finality: ${words}.`);
    }
    const error = new AnswerError('unlinked', words);
    this.options.pool.blame(this.#watch.leader, error);
    throw error;
  }

  async #makeWhole(blocks: CheckedBlock[], ahead: Ahead | undefined, attempts: number): Promise<CheckedBlock[]> {
    if (!ahead) return blocks;
    return makeWhole(blocks, ahead, (ref, addresses) => {
      const source = { ...this.options, addresses: () => addresses };
      return this.#repeatedly((preference) => fetchBlock(source, ref, preference), attempts);
    });
  }

  /** The blocks of a range, in smaller pieces where it is too much at once. */
  async #fetch({ from, to }: BlockRange, attempts: number): Promise<CheckedBlock[]> {
    try {
      return await this.#repeatedly(
        (preference) => fetchBlocks(this.options, { from, to }, preference),
        attempts,
        (error) => error.isAboutSize && from < to,
      );
    } catch (error) {
      if (!(error instanceof AnswerError) || !error.isAboutSize || from === to) throw error;
      const middle = Math.floor((from + to) / 2);
      return [
        ...(await this.#fetch({ from, to: middle }, attempts)),
        ...(await this.#fetch({ from: middle + 1, to }, attempts)),
      ];
    }
  }

  /** Asks the followed endpoint, then others. @throws AnswerError after so many attempts, or when `isHopeless` */
  async #repeatedly<T>(
    ask: (preference: Preference) => Promise<T>,
    attempts: number,
    isHopeless: (error: AnswerError) => boolean = () => false,
  ): Promise<T> {
    let avoid: number | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask({ prefer: this.#watch.leader, avoid });
      } catch (error) {
        if (!(error instanceof AnswerError) || attempt >= attempts || isHopeless(error)) throw error;
        avoid = error.endpoint?.index;
      }
    }
  }
}
