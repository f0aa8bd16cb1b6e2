import type { NoUsdReason } from '../../domain/ledger/token-rows.js';
import { valueAt } from '../../domain/value/rate.js';
import type { Queryable } from '../queryable.js';
import { type FoundRate, getRates, type RatePiece } from './rates.js';

/** What amounts are worth together. */
export interface Worth {
  /** USD times 10^18; null where nothing of it has a price. */
  readonly usdE18: bigint | null;
  /** Base units that have none: they are not in `usdE18`. */
  readonly missing: bigint;
  /** Why something is missing. */
  readonly reason: NoUsdReason | null;
}

/** What amounts are worth together, each at its rate. Nothing is worth nothing, whatever its rate. */
export function worthOf(parts: readonly { readonly amount: bigint; readonly rate: FoundRate }[]): Worth {
  let usdE18 = 0n;
  let missing = 0n;
  let reason: NoUsdReason | null = null;
  let known = parts.length === 0;
  for (const { amount, rate } of parts) {
    if (amount !== 0n && typeof rate === 'string') {
      missing += amount;
      reason ??= rate;
      continue;
    }
    if (amount !== 0n) usdE18 += valueAt(amount, rate as Exclude<FoundRate, string>);
    known = true;
  }
  return { usdE18: known ? usdE18 : null, missing, reason };
}

/** An amount that was earned in a piece of time. */
export type EarnedPiece = RatePiece & { readonly amount: bigint };

/** The worth of what was earned in pieces of time, once the rates of all of them are loaded. */
export class EarnedWorth {
  private constructor(private readonly rates: ReadonlyMap<string, FoundRate>) {}

  static async load(db: Queryable, pieces: Iterable<RatePiece>): Promise<EarnedWorth> {
    const wanted = new Map<string, RatePiece>();
    for (const piece of pieces) wanted.set(keyOf(piece), piece);
    const rates = await getRates(db, [...wanted.values()]);
    return new EarnedWorth(new Map([...wanted.keys()].map((key, index) => [key, rates[index]!])));
  }

  /** What amounts were worth together, each in its own piece of time. */
  of(...earned: readonly EarnedPiece[]): Worth {
    return worthOf(earned.map((piece) => ({ amount: piece.amount, rate: this.rates.get(keyOf(piece))! })));
  }
}

const keyOf = ({ chainId, token, start_s, end_s }: RatePiece): string => `${chainId}|${token}|${start_s}|${end_s}`;
