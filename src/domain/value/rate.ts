import { PRICE_DECIMALS, VALUE_DECIMALS } from './usd.js';

/** What so many base units of a token were worth together: USD times 10^18. */
export interface UsdRate {
  readonly usdE18: bigint;
  readonly amount: bigint;
}

/** A price as the rate of an amount. */
export function rateOfPrice(priceUsdE36: bigint, decimals: number): UsdRate {
  return { usdE18: priceUsdE36, amount: 10n ** BigInt(decimals + PRICE_DECIMALS - VALUE_DECIMALS) };
}

/** What base units are worth at a rate, cut to 10^-18 USD. The rate is of some amount. */
export function valueAt(amount: bigint, rate: UsdRate): bigint {
  return (amount * rate.usdE18) / rate.amount;
}
