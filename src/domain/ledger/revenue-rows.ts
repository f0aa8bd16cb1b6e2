import type { Address, AssetId } from '../ids.js';
import type { Operation, Settlement } from '../vocabulary.js';

/**
 * Sums of usages by everything that revenue can be cut by, in the interval in which they were divided: held
 * ones where they are released, reversed ones never. `gross - fee` went to the people of the assets.
 */
export interface RevenueRow {
  assetId: AssetId;
  operation: Operation;
  application: Address | null;
  usageContract: Address;
  settlement: Settlement;
  vault: Address;
  token: Address;
  mark_s: number;
  usages: bigint;
  units: bigint;
  /** What consumers paid. */
  gross: bigint;
  /** The protocol's part of gross: all of it where nobody is paid (settlement NONE). */
  fee: bigint;
  /** The same of those usages whose payer is among the people they pay. */
  circularUsages: bigint;
  circularGross: bigint;
  circularFee: bigint;
  /** What gross, fee and circular gross were worth where they were divided, USD times 10^18, floored per usage. */
  usdE18: bigint;
  feeUsdE18: bigint;
  circularUsdE18: bigint;
  /** The part of gross that nobody has told a price or decimals for, and its fee: not in the values. */
  unpricedGross: bigint;
  unpricedFee: bigint;
}

/** What is added up in {@link RevenueRow}. */
export const REVENUE_SUMS = [
  'usages',
  'units',
  'gross',
  'fee',
  'circularUsages',
  'circularGross',
  'circularFee',
  'usdE18',
  'feeUsdE18',
  'circularUsdE18',
  'unpricedGross',
  'unpricedFee',
] as const satisfies readonly (keyof RevenueRow)[];

/** What usages of a token were worth in an interval: what its earnings are valued by. */
export interface TokenValueRow {
  token: Address;
  mark_s: number;
  /** Base units that had a price, and their worth: USD times 10^18. */
  pricedGross: bigint;
  usdE18: bigint;
  /** Base units that had none: not in `usdE18`. */
  unpricedGross: bigint;
}
