import type { Address } from '../ids.js';
import { formatPrice, parsePrice } from './usd.js';

/** What prices of the configuration name as their source. */
export const LIST_SOURCE = 'configuration';

/** A price that the configuration fixes, in force from a chain time on until a later one of its token. */
export interface ListedPrice {
  readonly token: Address;
  readonly priceUsdE36: bigint;
  /** What the token is described as where the chain says nothing; null where this says nothing either. */
  readonly decimals: number | null;
  readonly symbol: string | null;
  /** Chain time, in seconds; 0 for always. */
  readonly from_s: number;
}

/** A listed price as it is recorded beside the state that was folded with it. */
export interface RecordedPrice {
  readonly token: string;
  /** Decimal text. */
  readonly usd: string;
  readonly decimals: number | null;
  readonly symbol: string | null;
  readonly from_s: number;
}

/** One chain's list of fixed prices: what a fold depends on beside the log. */
export class PriceList {
  /** By token, the latest first. */
  private readonly byToken = new Map<Address, ListedPrice[]>();

  constructor(prices: readonly ListedPrice[] = []) {
    for (const price of prices) {
      const listed = this.byToken.get(price.token) ?? [];
      this.byToken.set(price.token, listed);
      listed.push(price);
      listed.sort((a, b) => b.from_s - a.from_s);
    }
  }

  /** The price in force at a chain time. */
  find(token: Address, time_s: number): ListedPrice | undefined {
    return this.byToken.get(token)?.find(({ from_s }) => from_s <= time_s);
  }

  /** The list in a fixed order, to be recorded and compared: equal lists give equal JSON. */
  record(): RecordedPrice[] {
    return [...this.byToken.values()]
      .flat()
      .map(({ token, priceUsdE36, decimals, symbol, from_s }) => ({
        token,
        usd: formatPrice(priceUsdE36),
        decimals,
        symbol,
        from_s,
      }))
      .sort((a, b) => (a.token === b.token ? a.from_s - b.from_s : a.token < b.token ? -1 : 1));
  }

  /** The list that {@link record} was made of. */
  static of(recorded: readonly RecordedPrice[]): PriceList {
    return new PriceList(
      recorded.map(({ token, usd, decimals, symbol, from_s }) => ({
        token: token as Address,
        priceUsdE36: parsePrice(usd)!,
        decimals,
        symbol,
        from_s,
      })),
    );
  }
}
