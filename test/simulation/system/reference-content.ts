import type { ChainId } from '../../../src/domain/ids.js';
import type { TreeBlock, TreeTransaction } from '../../support/scripted-tree.js';
import { type ChainContent, transactionHash } from '../indexer/chain-story.js';
import type { Chance } from '../chance.js';
import { ChainHistory } from '../random-world.js';
import { referenceLog } from './reference-logs.js';

/** Seconds from one block to the next: often just at, just before or just after the end of an interval. */
const STEPS_s = [0, 1, 1, 2, 2, 12, 29, 59, 60, 61];
const INTERVAL_s = 60;

/**
 * Blocks in which the reference contracts are used: what happens in a block fits to what happened on its
 * own branch below it.
 */
export class ReferenceContent implements ChainContent {
  readonly #histories = new WeakMap<TreeBlock, ChainHistory>();
  readonly #returning = new Set<TreeTransaction>();
  /** As it will stand after the block that comes next. */
  #next: ChainHistory | undefined;
  #made = 0;

  constructor(
    private readonly seed: string,
    private readonly chance: Chance,
    private readonly chain: ChainId,
    private readonly all: readonly ChainId[],
  ) {}

  transactions(parent: TreeBlock): TreeTransaction[] {
    const before = this.#histories.get(parent);
    if (before && this.chance.happens(40)) return [];
    this.#next = before ? before.branch() : new ChainHistory(this.chance, this.chain, this.all);
    const events = before ? this.#next.goOn(1 + this.chance.below(5)) : this.#next.begin();
    return events.flatMap((event) => {
      const log = referenceLog(event);
      if (!log) return [];
      const transaction = { hash: transactionHash(this.seed, this.#made++), logs: [log] };
      if (SAYS_NOTHING_OF_ASSETS.has(event.kind)) this.#returning.add(transaction);
      return [transaction];
    });
  }

  mayReturn(transaction: TreeTransaction): boolean {
    return this.#returning.has(transaction);
  }

  timeAfter({ time_s }: TreeBlock): number {
    if (this.chance.happens(3)) return time_s - 1;
    const toMark_s = INTERVAL_s - (time_s % INTERVAL_s);
    return time_s + this.chance.pick([...STEPS_s, toMark_s, toMark_s + INTERVAL_s]);
  }

  onBlock(block: TreeBlock): void {
    const history = this.#next ?? this.#histories.get(block.parent!);
    this.#next = undefined;
    if (history) this.#histories.set(block, history);
  }
}

/** What holds on any branch, whatever is registered there. */
const SAYS_NOTHING_OF_ASSETS: ReadonlySet<string> = new Set([
  'FeeSet',
  'UsageRecorded',
  'UsageReleased',
  'UsageReversed',
  'Claimed',
]);
