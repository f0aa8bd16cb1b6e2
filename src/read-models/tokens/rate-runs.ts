import type { NoUsdReason } from '../../domain/ledger/token-rows.js';
import { marksInOrder } from '../../domain/time.js';
import { noRate, rateOfPrice, rateOfUsages, type UsdRate } from '../../domain/value/rate.js';

/** What usages of a token were worth in the interval that a mark ends. */
export interface UsageWorth {
  readonly mark_s: number;
  readonly pricedGross: bigint;
  readonly usdE18: bigint;
  readonly unpricedGross: bigint;
}

/** What is told of a token from the interval on that a mark ends; null where nothing is. */
export interface Told {
  readonly mark_s: number;
  readonly priceUsdE36: bigint | null;
  readonly decimals: number | null;
}

/** Everything about one token's rates: each list in the order of time. */
export interface TokenRecords {
  readonly usages: readonly UsageWorth[];
  /** By the chain's events, which go before the configuration. */
  readonly posted: readonly Told[];
  readonly listed: readonly Told[];
}

/** Consecutive intervals with one rate. */
export interface RateRun {
  /** The mark that ends the last of them. */
  end_s: number;
  readonly rate: UsdRate;
}

/**
 * What a token's amounts are valued by in every interval after a mark: what its usages of the interval were worth; in
 * one without usages the price in force at its end.
 */
export function rateRuns({ usages, posted, listed }: TokenRecords, from_s: number, interval_s: number): RateRun[] {
  const runs: RateRun[] = [];
  const prices = new PricesInForce(posted, listed);
  const byMark = new Map(usages.map((usage) => [usage.mark_s, usage]));
  const changes = [...posted, ...listed].map(({ mark_s }) => mark_s);
  const marks = marksInOrder([...byMark.keys(), ...changes].filter((mark_s) => mark_s > from_s));
  let done_s = from_s;
  for (const mark_s of marks) {
    const before_s = mark_s - interval_s;
    if (before_s > done_s) addRun(runs, before_s, prices.at(before_s));
    done_s = Math.max(done_s, before_s);
    const usage = byMark.get(mark_s);
    if (!usage) continue;
    addRun(runs, mark_s, rateOfUsages({ ...usage, reason: prices.at(before_s).reason ?? 'NO_PRICE' }));
    done_s = mark_s;
  }
  addRun(runs, Infinity, prices.at(Infinity));
  return runs;
}

function addRun(runs: RateRun[], end_s: number, rate: UsdRate): void {
  const last = runs.at(-1);
  if (last && isSame(last.rate, rate)) last.end_s = end_s;
  else runs.push({ end_s, rate });
}

function isSame(a: UsdRate, b: UsdRate): boolean {
  return a.usdScaled === b.usdScaled && a.missingScaled === b.missingScaled && a.reason === b.reason;
}

/** The price in force at marks that never go back. */
class PricesInForce {
  private post = 0;
  private list = 0;

  constructor(
    private readonly posted: readonly Told[],
    private readonly listed: readonly Told[],
  ) {}

  at(mark_s: number): UsdRate {
    while (this.post < this.posted.length && this.posted[this.post]!.mark_s <= mark_s) this.post++;
    while (this.list < this.listed.length && this.listed[this.list]!.mark_s <= mark_s) this.list++;
    const [posted, listed] = [this.posted[this.post - 1], this.listed[this.list - 1]];
    const price = posted?.priceUsdE36 ?? listed?.priceUsdE36 ?? null;
    const decimals = posted?.decimals ?? listed?.decimals ?? null;
    const lacks: NoUsdReason | null = price === null ? 'NO_PRICE' : decimals === null ? 'NO_DECIMALS' : null;
    return lacks ? noRate(lacks) : rateOfPrice(price!, decimals!);
  }
}

/** Asks runs for the rates at marks that never go back. */
export function rateCursor(runs: readonly RateRun[]): (mark_s: number) => UsdRate {
  let next = 0;
  return (mark_s) => {
    while (runs[next]!.end_s < mark_s) next++;
    return runs[next]!.rate;
  };
}
