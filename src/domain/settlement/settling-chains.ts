import { type ChainId, chainId } from '../ids.js';
import { intervalEnd, type Seconds } from '../time.js';

/** Marks between which a chain settles: intervals that end after `from_s`, and not after `until_s`. */
export interface SettlingWindow {
  /** From the first interval on where undefined. */
  readonly from_s?: Seconds | undefined;
  /** For good where undefined. */
  readonly until_s?: Seconds | undefined;
}

/** A chain that is followed. */
export interface SettlingChain {
  readonly id: ChainId;
  readonly settles?: SettlingWindow | undefined;
}

/** What of the configuration says where money that crosses chains is settled. */
export function settlingChains(
  chains: readonly { readonly id: number; readonly settles?: SettlingWindow | undefined }[],
): SettlingChain[] {
  return chains.map(({ id, settles }) => ({ id: chainId(id), settles }));
}

/**
 * When money that crosses to a chain is settled there (design section 6, "Across chains"): in the interval in which it
 * was sent; in the first interval in which the chain settles where it was sent before; never where it was sent after
 * the last one, or to a chain that is not followed.
 */
export class SettlingSchedule {
  private readonly windows: ReadonlyMap<ChainId, SettlingWindow>;

  constructor(
    chains: readonly SettlingChain[],
    readonly interval_s: Seconds,
  ) {
    this.windows = new Map(chains.map(({ id, settles = {} }) => [id, settles]));
  }

  /** Every chain that is followed. */
  get chains(): ChainId[] {
    return [...this.windows.keys()];
  }

  follows(chain: ChainId): boolean {
    return this.windows.has(chain);
  }

  /** The mark of the interval in which what was sent in the one that ends at `mark_s` arrives; undefined where it never does. */
  arrival(chain: ChainId, mark_s: Seconds): Seconds | undefined {
    const window = this.windows.get(chain);
    if (!window) return undefined;
    const arrival_s = Math.max(mark_s, this.firstMark(window));
    return arrival_s <= (window.until_s ?? Infinity) ? arrival_s : undefined;
  }

  /** Whether money that crosses to the chain in the interval that ends at `mark_s` is settled in it. */
  settles(chain: ChainId, mark_s: Seconds): boolean {
    return this.arrival(chain, mark_s) === mark_s;
  }

  /** How often a chain had begun or ended before the interval that ends at `mark_s`: while it is the same, all that is sent arrives alike. */
  turnsBefore(mark_s: Seconds): number {
    let turns = 0;
    for (const window of this.windows.values()) {
      if (this.firstMark(window) <= mark_s) turns++;
      if (window.until_s !== undefined && window.until_s < mark_s) turns++;
    }
    return turns;
  }

  /**
   * Whether what was settled by this schedule, through `settledTo_s` at most, is what another one would have settled.
   * @param closedTo_s through which mark a chain is closed: nobody can have settled anything with it past that
   */
  holdsFor(other: SettlingSchedule, settledTo_s: Seconds, closedTo_s: (chain: ChainId) => Seconds): boolean {
    if (other.interval_s !== this.interval_s || this.chains.some((chain) => !other.follows(chain))) return false;
    return other.chains.every((chain) => {
      const [before, after] = [this, other].map((schedule) => schedule.settledWithin(chain, settledTo_s));
      if (!before || !after) return before === after;
      const isCut = after.to_s < before.to_s && after.to_s >= closedTo_s(chain);
      return after.from_s === before.from_s && (after.to_s === before.to_s || isCut);
    });
  }

  /** Chains that settle what waited before, with the interval that begins at `from_s`. */
  beginAt(from_s: Seconds): ChainId[] {
    return this.chains.filter((chain) => this.start(chain) === from_s);
  }

  /** The first time after `after_s` at which a chain begins to settle; infinite where none does. */
  nextBeginning(after_s: Seconds): Seconds {
    return Math.min(...this.chains.map((chain) => this.start(chain)).filter((from_s) => from_s > after_s));
  }

  /** Of the intervals that end by `mark_s`, those that the chain settles; undefined where there are none. */
  private settledWithin(chain: ChainId, mark_s: Seconds): { from_s: Seconds; to_s: Seconds } | undefined {
    const window = this.windows.get(chain);
    if (!window) return undefined;
    const to_s = Math.min(window.until_s ?? Infinity, mark_s);
    return this.firstMark(window) <= to_s ? { from_s: this.start(chain), to_s } : undefined;
  }

  private start(chain: ChainId): Seconds {
    return this.firstMark(this.windows.get(chain)!) - this.interval_s;
  }

  private firstMark({ from_s = 0 }: SettlingWindow): Seconds {
    return intervalEnd(from_s, this.interval_s);
  }
}
