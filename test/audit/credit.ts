import type { Books, Purse } from './books.js';
import type { ChainRules } from './rules.js';
import type { Run } from './waterfall.js';

/** By asset: what of its inflow each executor has a claim in. */
export type Executors = Map<string, Map<string, bigint>>;

const WHOLE_PPM = 1_000_000n;

/** Credits what a run has left with each asset: executors first, the rest to the asset's people. */
export function creditRun(
  books: Books,
  rules: ChainRules,
  waiting: Waiting,
  purse: Purse,
  usageContract: string,
  run: Run,
  executors: Executors,
): void {
  for (const asset of new Set([...run.kept.keys(), ...run.direct.keys()])) {
    const kept = run.kept.get(asset) ?? 0n;
    const inflow = run.inflow.get(asset) ?? 0n;
    const computePpm = rules.asset(asset).ppm?.get('COMPUTE_PROVIDER') ?? 0n;
    let rest = kept + (run.direct.get(asset) ?? 0n);
    let served = 0n;
    for (const [executor, claim] of (computePpm > 0n && executors.get(asset)) || []) {
      const part = inflow === 0n ? 0n : (kept * claim) / inflow;
      const earned = (part * computePpm) / WHOLE_PPM;
      books.addExecutor(purse, executor, asset, earned);
      served += part - earned;
      rest -= part;
    }
    waiting.divideOrHold(books, rules, { purse, usageContract, asset, amount: rest, forCompute: true });
    waiting.divideOrHold(books, rules, { purse, usageContract, asset, amount: served, forCompute: false });
  }
}

interface Held {
  purse: Purse;
  usageContract: string;
  asset: string;
  amount: bigint;
  forCompute: boolean;
}

/** Money of assets that are not registered yet or are disputed: it waits until that is over. */
export class Waiting {
  private held: Held[] = [];

  divideOrHold(books: Books, rules: ChainRules, part: Held): void {
    if (part.amount === 0n) return;
    const { registered, disputed } = rules.asset(part.asset);
    if (registered && !disputed) this.divide(books, rules, part);
    else this.hold(books, part);
  }

  /**
   * Divides what need not wait any longer: its asset is registered, and no dispute is open, or one was
   * over at `from_s` or later, whatever was opened since.
   */
  release(books: Books, rules: ChainRules, from_s = Infinity): void {
    const held = this.held;
    this.held = [];
    for (const part of held) {
      const { registered, disputed, disputeEnded_s } = rules.asset(part.asset);
      books.move('suspense', part.purse, part.asset, -part.amount);
      if (registered && (!disputed || disputeEnded_s >= from_s)) this.divide(books, rules, part);
      else this.hold(books, part);
    }
  }

  private divide(books: Books, rules: ChainRules, part: Held): void {
    books.divide(part.purse, part.asset, rules.asset(part.asset), part.amount, part.forCompute);
  }

  private hold(books: Books, part: Held): void {
    this.held.push(part);
    books.move('suspense', part.purse, part.asset, part.amount);
  }
}
