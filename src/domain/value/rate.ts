import type { NoUsdReason } from '../ledger/token-rows.js';
import { PRICE_DECIMALS, VALUE_DECIMALS } from './usd.js';

/**
 * What a base unit is worth is a fraction: it is kept multiplied by 2^576, rounded up, and cut only where a sum is
 * shown. Whatever is summed of amounts times their rates is then the same in any order and any cut; and an amount at one
 * rate is worth the fraction's product, cut, since thousands of millions of the greatest amounts on either side of it
 * stay below 2^288.
 */
const RATE_BITS = 576n;

/** What a base unit is worth, and how much of it is not known. */
export interface UsdRate {
  /** USD times 10^18, of the known part; times 2^576. */
  readonly usdScaled: bigint;
  /** The unknown part of a unit, times 2^576. */
  readonly missingScaled: bigint;
  /** Why something is unknown. */
  readonly reason: NoUsdReason | null;
}

/** What some amounts of known and unknown worth make of one unit of them. */
export interface PricedAmounts {
  /** Base units that had a price, and what they were worth: USD times 10^18. */
  readonly pricedGross: bigint;
  readonly usdE18: bigint;
  /** Base units that had none, and why. */
  readonly unpricedGross: bigint;
  readonly reason: NoUsdReason;
}

/** The rate of some usages; they are of some amount. */
export function rateOfUsages({ pricedGross, usdE18, unpricedGross, reason }: PricedAmounts): UsdRate {
  const gross = pricedGross + unpricedGross;
  return {
    usdScaled: dividedUp(usdE18 << RATE_BITS, gross),
    missingScaled: (unpricedGross << RATE_BITS) / gross,
    reason: unpricedGross === 0n ? null : reason,
  };
}

/** A price as the rate of a unit. */
export function rateOfPrice(priceUsdE36: bigint, decimals: number): UsdRate {
  const units = 10n ** BigInt(decimals + PRICE_DECIMALS - VALUE_DECIMALS);
  return { usdScaled: dividedUp(priceUsdE36 << RATE_BITS, units), missingScaled: 0n, reason: null };
}

/** The rate where nobody has told enough to value anything. */
export function noRate(reason: NoUsdReason): UsdRate {
  return { usdScaled: 0n, missingScaled: 1n << RATE_BITS, reason };
}

const dividedUp = (amount: bigint, by: bigint): bigint => (amount + by - 1n) / by;

/** What amounts are worth together. */
export interface Worth {
  /** USD times 10^18, cut; null where nothing of it has a price. */
  readonly usdE18: bigint | null;
  /** Base units that have none, rounded up: they are not in `usdE18`. */
  readonly missing: bigint;
  /** Why something is missing. */
  readonly reason: NoUsdReason | null;
}

/** Amounts times their rates, not yet cut. */
export interface ScaledWorth {
  readonly usdScaled: bigint;
  readonly missingScaled: bigint;
  /** The part of `missingScaled` that lacks decimals alone. */
  readonly undescribedScaled: bigint;
}

export const WORTHLESS: ScaledWorth = { usdScaled: 0n, missingScaled: 0n, undescribedScaled: 0n };

/** An amount at a rate. */
export function worthAt(amount: bigint, { usdScaled, missingScaled, reason }: UsdRate): ScaledWorth {
  const missing = amount * missingScaled;
  return {
    usdScaled: amount * usdScaled,
    missingScaled: missing,
    undescribedScaled: reason === 'NO_DECIMALS' ? missing : 0n,
  };
}

export function addWorth(a: ScaledWorth, b: ScaledWorth): ScaledWorth {
  return {
    usdScaled: a.usdScaled + b.usdScaled,
    missingScaled: a.missingScaled + b.missingScaled,
    undescribedScaled: a.undescribedScaled + b.undescribedScaled,
  };
}

export function lessWorth(a: ScaledWorth, b: ScaledWorth): ScaledWorth {
  return {
    usdScaled: a.usdScaled - b.usdScaled,
    missingScaled: a.missingScaled - b.missingScaled,
    undescribedScaled: a.undescribedScaled - b.undescribedScaled,
  };
}

/** A sum as it is shown: here it is cut, and nowhere before. @param amount all base units in it */
export function shownWorth(amount: bigint, { usdScaled, missingScaled, undescribedScaled }: ScaledWorth): Worth {
  const isUnknown = amount !== 0n && missingScaled === amount << RATE_BITS;
  const missing = (missingScaled + (1n << RATE_BITS) - 1n) >> RATE_BITS;
  const why: NoUsdReason = missingScaled === undescribedScaled ? 'NO_DECIMALS' : 'NO_PRICE';
  return { usdE18: isUnknown ? null : usdScaled >> RATE_BITS, missing, reason: missing === 0n ? null : why };
}
