import type { ContractsAhead } from '../adapters/contracts-ahead.js';
import { fetchHeights } from '../endpoints/fetch-heights.js';
import { fetchRange, type HistorySource } from './fetch-range.js';
import { finalHeight } from '../endpoints/final-height.js';
import type { BlockRange, AnsweredBlock } from '../endpoints/answered-blocks.js';
import { AnswerError } from '../endpoints/refusal.js';
import { planRanges, type RangeAction, type RangePlan, rangesAtOnce, type RangeTask, startPlan } from './ranges.js';

/** History cannot be read: every endpoint keeps answering with an error that no patience mends. */
export class HistoryError extends Error {
  override name = 'HistoryError';
}

export interface ReaderOptions extends Omit<HistorySource, 'addresses'> {
  readonly contracts: Pick<ContractsAhead, 'addresses' | 'notice'>;
  readonly chainName: string;
  readonly finality: number;
}

/** The blocks of a range, with the logs of the first so many contracts. */
interface RangeAnswer {
  readonly blocks: readonly AnsweredBlock[];
  readonly contracts: number;
}

type RangeOutcome =
  { readonly action: RangeAction; readonly answer?: RangeAnswer } | { readonly failure: HistoryError };

/** Logs that are handed on at once: they become one transaction. */
const TAKEN_LOGS = 2_500;
/** Errors in a row, per endpoint, that are taken for lasting. */
const LASTING_ERRORS = 5;
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
  #wake: () => void = () => undefined;
  readonly #source: HistorySource;

  constructor(private readonly options: ReaderOptions) {
    this.#source = { ...options, addresses: () => options.contracts.addresses };
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
    while (this.#plan?.tasks[0]?.status !== 'answered') {
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
    const [found] = await this.#patiently((avoid) => fetchRange(this.#source, { from: block, to: block, avoid }));
    return found!.header.hash;
  }

  /** What is answered and adjacent, up to a handy number of logs. */
  async #takeAnswered(): Promise<AnsweredBlock[]> {
    const blocks: AnsweredBlock[] = [];
    let logs = 0;
    for (const task of this.#plan!.tasks) {
      if (task.status !== 'answered' || (blocks.length > 0 && logs + task.logs > TAKEN_LOGS)) break;
      logs += task.logs;
      for (const block of await this.#complete(task, this.#answers.get(task.from)!)) blocks.push(block);
      this.#answers.delete(task.from);
      this.#apply({ type: 'taken' });
    }
    return blocks;
  }

  /**
   * A range that is next, with the logs of every contract that was announced up to its end: it is read again
   * when contracts came to be known after it was asked for, or by what it holds itself.
   */
  async #complete({ from, to }: BlockRange, answer: RangeAnswer): Promise<readonly AnsweredBlock[]> {
    const { contracts } = this.options;
    let { blocks } = answer;
    let isWhole = answer.contracts === contracts.addresses.length;
    for (;;) {
      if (isWhole && !contracts.notice(blocks)) return blocks;
      blocks = await this.#readPieces({ from, to });
      isWhole = true;
    }
  }

  /** Reads a range that is needed now, in halves where it is too much at once. */
  async #readPieces({ from, to }: BlockRange): Promise<AnsweredBlock[]> {
    try {
      return await this.#patiently(
        (avoid) => fetchRange(this.#source, { from, to, avoid }),
        ({ isAboutSize }) => isAboutSize && to > from,
      );
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      const middle = Math.floor((from + to) / 2);
      return [...(await this.#readPieces({ from, to: middle })), ...(await this.#readPieces({ from: middle + 1, to }))];
    }
  }

  #restart(from: number): void {
    this.#generation++;
    this.#answers.clear();
    this.#failure = undefined;
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
      const blocks = await this.#patiently(
        (avoid) => fetchRange(this.#source, { from, to, avoid }),
        (error) => {
          pieces = error.isAboutSize ? 2 : PIECES_AFTER_ERROR;
          return to > from && (error.isAboutSize || error.reason === 'error');
        },
      );
      const logs = blocks.reduce((sum, block) => sum + block.logs.length, 0);
      return { action: { type: 'answered', from, logs }, answer: { blocks, contracts } };
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
  ): Promise<T> {
    let avoid: number | undefined;
    for (;;) {
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

  #requireHope(error: AnswerError): void {
    if (++this.#errorsInARow < LASTING_ERRORS * this.options.pool.size || error.reason === 'timeout') return;
    throw new HistoryError(
      `The history of ${this.options.chainName} cannot be read from ${error.endpoint?.host ?? 'its endpoints'}: ${error.message}; ` +
        'give another endpoint, or set `history: rpc` for this chain.',
    );
  }
}
