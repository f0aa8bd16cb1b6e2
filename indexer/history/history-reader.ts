import type { ContractsAhead } from '../adapters/contracts-ahead.js';
import { fetchHeights } from '../endpoints/fetch-heights.js';
import type { FetchedRange, HistorySource } from './fetch-range.js';
import { HistoryError, LASTING_ERRORS, Patience } from './history-error.js';
import { type Edge, edgeOf, findBase, judgeLink } from './judge-link.js';
import { fetchRangeOrBlock, LargeBlockError } from './large-block.js';
import { finalHeight } from '../endpoints/final-height.js';
import type { BlockRange, AnsweredBlock } from '../endpoints/answered-blocks.js';
import { AnswerError } from '../endpoints/refusal.js';
import { planRanges, type RangeAction, type RangePlan, rangesAtOnce, type RangeTask, startPlan } from './ranges.js';

export interface ReaderOptions extends Omit<HistorySource, 'addresses'> {
  readonly contracts: Pick<ContractsAhead, 'addresses' | 'notice'>;
  readonly chainName: string;
  readonly finality: number;
  /** The last block that is held for final already: what is read next must follow upon it. */
  readonly base?: { readonly number: number; readonly hash: string } | undefined;
}

/** The blocks of a range, with the logs of the first so many contracts. */
interface RangeAnswer extends FetchedRange {
  readonly contracts: number;
}

type RangeOutcome =
  { readonly action: RangeAction; readonly answer?: RangeAnswer } | { readonly failure: HistoryError };

/** Logs that are handed on at once: they become one transaction. */
const TAKEN_LOGS = 5_000;
/** Blocks in a row that only their receipts gave: of a long history, that would be no way to read it. */
const MOST_BY_RECEIPTS = 50;
/** An error in unknown words may mean a range that is too wide: it shrinks fast, to be sure soon. */
const PIECES_AFTER_ERROR = 8;

/** Reads the past of a chain ahead of who takes it: several ranges at once, handed on in order. */
export class HistoryReader {
  #plan: RangePlan | undefined;
  /** Changes when reading starts elsewhere: answers for before are dropped. */
  #generation = 0;
  #answers = new Map<number, RangeAnswer>();
  #underWay = 0;
  #height = 0;
  #errorsInARow = 0;
  #failure: HistoryError | undefined;
  #handedOn: Edge | undefined;
  #byReceiptsInARow = 0;
  #wake: () => void = () => undefined;
  readonly #source: HistorySource;

  constructor(private readonly options: ReaderOptions) {
    this.#source = { ...options, addresses: () => options.contracts.addresses };
    this.#handedOn = options.base;
  }

  /** The last block that is history; it never falls. Waits until an endpoint answers. */
  async height(): Promise<number> {
    for (let pause_ms = 100; ; pause_ms = Math.min(pause_ms * 2, 5_000)) {
      const found = finalHeight(await fetchHeights(this.#source), this.options.finality);
      if (found !== undefined) {
        this.#height = Math.max(this.#height, found);
        return this.#height;
      }
      await new Promise((done) => setTimeout(done, pause_ms));
    }
  }

  /**
   * The blocks from `from` on, as far as one answer goes; its last block is always there. Reads on by
   * itself from where they end. For one caller: of two who wait, only the later is served.
   * @returns nothing when that is not history yet
   * @throws HistoryError
   */
  async take(from: number): Promise<readonly AnsweredBlock[] | undefined> {
    if (!(await this.reaches(from))) return undefined;
    const first = this.#plan?.tasks[0];
    if (!this.#plan || (first?.from ?? this.#plan.next) !== from) this.#restart(from);
    this.#apply({ type: 'raised', ceiling: this.#height });
    while (!this.#isNextReady) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((done) => (this.#wake = done));
    }
    return this.#takeAnswered();
  }

  /** Whether a block is history by now. */
  async reaches(block: number): Promise<boolean> {
    return block <= this.#height || block <= (await this.height());
  }

  /** The hash of a block, whether it has logs or not. @throws HistoryError */
  async hashOf(block: number): Promise<string> {
    const { blocks } = await this.#patiently((avoid) => this.#fetch({ from: block, to: block }, avoid));
    return blocks[0]!.header.hash;
  }

  /**
   * Whether the first range is answered, and the one after it, if any: that one says whether they link. Where
   * something cannot be read, what comes before it is still handed on.
   */
  get #isNextReady(): boolean {
    const [first, second] = this.#plan?.tasks ?? [];
    if (first?.status !== 'answered') return false;
    return second === undefined || second.status === 'answered' || this.#failure !== undefined;
  }

  /** What is answered and adjacent, up to a handy number of logs. */
  async #takeAnswered(): Promise<AnsweredBlock[]> {
    const blocks: AnsweredBlock[] = [];
    let logs = 0;
    while (this.#isNextReady) {
      const [task, next] = this.#plan!.tasks;
      if (blocks.length > 0 && logs + task!.logs > TAKEN_LOGS) break;
      logs += task!.logs;
      await this.#link(task!, next?.status === 'answered' ? next : undefined);
      const answer = await this.#complete(task!, this.#answers.get(task!.from)!);
      for (const block of answer.blocks) blocks.push(block);
      const { number, hash } = blocks.at(-1)!.header;
      this.#handedOn = { number, hash, endpoint: answer.endpoint };
      this.#answers.delete(task!.from);
      this.#apply({ type: 'taken' });
    }
    return blocks;
  }

  /**
   * Makes sure that a range follows upon what was handed on, and the one after it upon that range: what is wrong
   * is read again elsewhere.
   */
  async #link(task: RangeTask, next: RangeTask | undefined): Promise<void> {
    const patience = new Patience(this.options);
    this.#handedOn ??= await findBase(this.#source, task.from, patience);
    while ((await this.#linkTo(undefined, task, patience)) || (next && (await this.#linkTo(task, next, patience))));
  }

  /** @returns whether something was read again */
  async #linkTo(lower: RangeTask | undefined, upper: RangeTask, patience: Patience): Promise<boolean> {
    const below = lower ? edgeOf(this.#answers.get(lower.from)!) : this.#handedOn;
    const above = this.#answers.get(upper.from)!;
    const judged = await judgeLink(this.#source, below, above);
    // What was handed on is not taken back: the log refuses what does not follow upon it.
    if (!judged || (!lower && judged.wrong === 'below')) return false;
    patience.spend(judged.error);
    if (lower && judged.wrong === 'below') await this.#readAgain(lower, below!.endpoint);
    else await this.#readAgain(upper, above.endpoint);
    return true;
  }

  async #readAgain({ from, to }: RangeTask, avoid: number | undefined): Promise<void> {
    const contracts = this.options.contracts.addresses.length;
    this.#answers.set(from, { ...(await this.#readPieces({ from, to }, avoid)), contracts });
  }

  /**
   * A range that is next, with the logs of every contract that was announced up to its end: it is read again
   * when contracts came to be known after it was asked for, or by what it holds itself.
   */
  async #complete({ from, to }: BlockRange, answer: RangeAnswer): Promise<FetchedRange> {
    const { contracts } = this.options;
    let read: FetchedRange = answer;
    let isWhole = answer.contracts === contracts.addresses.length;
    for (;;) {
      if (isWhole && !contracts.notice(read.blocks)) return read;
      read = await this.#readPieces({ from, to });
      isWhole = true;
    }
  }

  /** Reads a range that is needed now, in halves where it is too much at once. */
  async #readPieces({ from, to }: BlockRange, avoid?: number): Promise<FetchedRange> {
    try {
      return await this.#patiently(
        (other) => this.#fetch({ from, to }, other),
        ({ isAboutSize }) => isAboutSize && to > from,
        avoid,
      );
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      return this.#readHalves({ from, to }, avoid);
    }
  }

  async #readHalves({ from, to }: BlockRange, avoid: number | undefined): Promise<FetchedRange> {
    const middle = Math.floor((from + to) / 2);
    for (const patience = new Patience(this.options); ;) {
      const lower = await this.#readPieces({ from, to: middle }, avoid);
      const upper = await this.#readPieces({ from: middle + 1, to }, avoid);
      const judged = await judgeLink(this.#source, edgeOf(lower), upper);
      if (!judged) return { blocks: [...lower.blocks, ...upper.blocks], endpoint: upper.endpoint };
      patience.spend(judged.error);
    }
  }

  #fetch(range: BlockRange, avoid: number | undefined): Promise<FetchedRange> {
    return fetchRangeOrBlock(this.#source, { ...range, avoid });
  }

  #restart(from: number): void {
    this.#generation++;
    this.#answers.clear();
    this.#failure = undefined;
    if (this.#handedOn?.number !== from - 1) this.#handedOn = undefined;
    this.#plan = startPlan(from, this.#height);
  }

  #apply(action: RangeAction): void {
    this.#plan = planRanges(this.#plan!, action);
    for (const task of this.#plan.tasks) {
      if (this.#underWay >= rangesAtOnce(this.#plan)) break;
      if (task.status === 'planned') this.#read(task);
    }
  }

  #read(task: RangeTask): void {
    const generation = this.#generation;
    this.#plan = planRanges(this.#plan!, { type: 'asked', from: task.from });
    this.#underWay++;
    void this.#readWhole(task).then((outcome) => {
      this.#underWay--;
      if (generation !== this.#generation) return this.#apply({ type: 'raised', ceiling: this.#height });
      if ('failure' in outcome) {
        this.#failure = outcome.failure;
      } else {
        if (outcome.answer) this.#answers.set(task.from, outcome.answer);
        this.#apply(outcome.action);
      }
      this.#wake();
    });
  }

  /** Asks until there is an answer, or reason to ask for less. */
  async #readWhole({ from, to }: RangeTask): Promise<RangeOutcome> {
    const contracts = this.options.contracts.addresses.length;
    let pieces = 0;
    try {
      const read = await this.#patiently(
        (avoid) => this.#fetch({ from, to }, avoid),
        (error) => {
          pieces = error.isAboutSize ? 2 : PIECES_AFTER_ERROR;
          return to > from && (error.isAboutSize || error.reason === 'error');
        },
      );
      this.#requireRanges(read);
      const logs = read.blocks.reduce((sum, block) => sum + block.logs.length, 0);
      return { action: { type: 'answered', from, logs }, answer: { ...read, contracts } };
    } catch (error) {
      if (error instanceof AnswerError) return { action: { type: 'limited', from, pieces } };
      return { failure: error instanceof HistoryError ? error : new HistoryError((error as Error).message) };
    }
  }

  /**
   * Asks again and elsewhere; endpoints that fail rest longer and longer.
   * @throws AnswerError when `gaveUp` says so; HistoryError
   */
  async #patiently<T>(
    ask: (avoid: number | undefined) => Promise<T>,
    gaveUp: (error: AnswerError) => boolean = () => false,
    avoided?: number,
  ): Promise<T> {
    let avoid = avoided;
    for (;;) {
      if (this.#failure) throw this.#failure;
      try {
        const answer = await ask(avoid);
        this.#errorsInARow = 0;
        return answer;
      } catch (error) {
        if (!(error instanceof AnswerError)) throw error;
        const asksForLess = gaveUp(error);
        if (error.reason === 'error' || (error.isAboutSize && !asksForLess)) this.#requireHope(error);
        if (asksForLess) throw error;
        avoid = error.endpoint?.index;
      }
    }
  }

  #requireRanges({ isByReceipts = false }: FetchedRange): void {
    this.#byReceiptsInARow = isByReceipts ? this.#byReceiptsInARow + 1 : 0;
    if (this.#byReceiptsInARow <= MOST_BY_RECEIPTS) return;
    throw new HistoryError(
      `The endpoints of ${this.options.chainName} refuse eth_getLogs for ${MOST_BY_RECEIPTS} single blocks in a row; give an endpoint that serves it for ranges.`,
    );
  }

  #requireHope(error: AnswerError): void {
    if (++this.#errorsInARow < LASTING_ERRORS * this.options.pool.size || error.reason === 'timeout') return;
    if (error instanceof LargeBlockError) throw new HistoryError(error.explain(this.options.chainName));
    throw new HistoryError(
      `The history of ${this.options.chainName} cannot be read from ${error.endpoint?.host ?? 'its endpoints'}: ${error.message}; ` +
        'give another endpoint, or set `history: rpc` for this chain.',
    );
  }
}
