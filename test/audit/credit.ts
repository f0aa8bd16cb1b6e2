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
  /** Whether the asset was registered when this was last looked at: then it waits for a dispute. */
  forDispute?: boolean;
}

/** Money of assets that are not registered yet or are disputed: it waits until that is over. */
export class Waiting {
  private held: Held[] = [];

  divideOrHold(books: Books, rules: ChainRules, part: Held): void {
    if (part.amount === 0n) return;
    const { registered, disputes } = rules.asset(part.asset);
    if (registered && disputes.size === 0) this.divide(books, rules, part);
    else this.hold(books, { ...part, forDispute: registered });
  }

  /** Divides what need not wait any longer: its asset is registered, and no dispute is open. */
  release(books: Books, rules: ChainRules): void {
    this.takeOut(books, (part) => {
      const { registered, disputes } = rules.asset(part.asset);
      if (!registered || disputes.size > 0) return false;
      this.divide(books, rules, part);
      return true;
    });
  }

  /** Gives everything that waits of a registered asset to somebody else than its people. */
  giveAway(books: Books, rules: ChainRules, asset: string, beneficiary: string | null): void {
    this.takeOut(books, (part) => {
      if (part.asset !== asset || !rules.asset(asset).registered) return false;
      const receiver = beneficiary ?? rules.feeOf(part.usageContract).treasury;
      books.addUpheld(part.purse, receiver, asset, part.amount);
      return true;
    });
  }

  /**
   * What {@link release} and {@link giveAway} do, for an interval that begins at `from_s`, by the rules at its
   * end: its first decision counts, whatever was opened since.
   */
  decideInterval(books: Books, rules: ChainRules, from_s: number, treasuryOf: (usageContract: string) => string): void {
    this.takeOut(books, (part) => {
      const { registered, disputes, decisions } = rules.asset(part.asset);
      const decision = decisions.find(({ time_s }) => time_s >= from_s);
      if (!registered || (disputes.size > 0 && !decision)) {
        part.forDispute = registered;
        return false;
      }
      if (part.forDispute && decision?.upheld) {
        const receiver = decision.upheld.beneficiary ?? treasuryOf(part.usageContract);
        books.addUpheld(part.purse, receiver, part.asset, part.amount);
      } else {
        this.divide(books, rules, part);
      }
      return true;
    });
  }

  private takeOut(books: Books, wants: (part: Held) => boolean): void {
    this.held = this.held.filter((part) => {
      if (!wants(part)) return true;
      books.move('suspense', part.purse, part.asset, -part.amount);
      return false;
    });
  }

  private divide(books: Books, rules: ChainRules, part: Held): void {
    books.divide(part.purse, part.asset, rules.asset(part.asset), part.amount, part.forCompute);
  }

  private hold(books: Books, part: Held): void {
    this.held.push(part);
    books.move('suspense', part.purse, part.asset, part.amount);
  }
}
