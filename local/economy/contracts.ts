import type { Account, TokenSymbol } from './actions.js';
import { FEED_DECIMALS } from './prices.js';

/** The reference contracts of one of the economy's chains. */
export interface EconomyContracts {
  readonly chainId: number;
  readonly registry: Account;
  readonly meter: Account;
  readonly vault: Account;
  readonly tasks: Account;
  readonly treasury: Account;
  /** Who may change the meter's fee. */
  readonly owner: Account;
  /** Who decides disputes and returns held usages. */
  readonly arbiter: Account;
  /** Who publishes payout roots. */
  readonly operator: Account;
  readonly tokens: Readonly<Record<TokenSymbol, Account>>;
  /** Tells the price of WETH. */
  readonly feed: Account;
}

export interface PriceFeed {
  readonly address: Account;
  /** What it prices. */
  readonly token: Account;
  /** Of its answers. */
  readonly decimals: number;
}

/** Both chains' contracts, by side. */
export type BothSides = readonly [EconomyContracts, EconomyContracts];

/** The price feeds of a chain, as a configuration names them. */
export function priceFeeds({ feed, tokens }: EconomyContracts): readonly PriceFeed[] {
  return [{ address: feed, token: tokens.WETH, decimals: FEED_DECIMALS }];
}

/** Every contract of a chain that emits events of the economy. */
export function watchedContracts({ registry, meter, vault, tasks }: EconomyContracts): readonly Account[] {
  return [registry, meter, vault, tasks];
}

/** What `eth_sendTransaction` takes. */
export interface UnsignedTransaction {
  readonly from: Account;
  readonly to: Account;
  readonly data: Account;
  readonly gas: `0x${string}`;
}

/** Enough for a registration with a hundred shareholders; said outright, so that nothing is estimated. */
export const GAS = '0x3d0900';
export const NOBODY: Account = `0x${'0'.repeat(40)}`;
export const NONE: Account = `0x${'0'.repeat(64)}`;
