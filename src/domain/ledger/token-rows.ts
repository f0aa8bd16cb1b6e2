import type { Address } from '../ids.js';
import type { Position } from '../position.js';

/** What the chain has said of a token so far: each null until it does. */
export interface TokenRow {
  token: Address;
  symbol: string | null;
  decimals: number | null;
  /** USD for one whole token, times 10^36: the last price posted. */
  priceUsdE36: bigint | null;
  /** Who posted it. */
  priceSource: string | null;
  /** Where it was posted. */
  pricedAt: Position | null;
  pricedTime_s: number | null;
}

/** What was known of a token from a position on, until the next row of the same. */
export interface TokenHistoryRow extends TokenRow {
  position: Position;
  time_s: number;
}

/** Why something has no value in USD. */
export const NO_USD_REASONS = ['NO_PRICE', 'NO_DECIMALS'] as const;
export type NoUsdReason = (typeof NO_USD_REASONS)[number];

/** A value in USD times 10^18, or why there is none: one of the two is null. */
export type UsdValue =
  { readonly usdE18: bigint; readonly noUsd: null } | { readonly usdE18: null; readonly noUsd: NoUsdReason };
