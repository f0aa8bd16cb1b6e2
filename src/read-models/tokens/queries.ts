import { LIST_SOURCE } from '../../domain/value/price-list.js';
import { type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import { listedPrice } from './listed.js';

export interface TokenKey {
  readonly chainId: number;
  readonly address: string;
}

/** A price in force: by an event at a position, or by the configuration. */
export interface TokenPriceView {
  /** USD for one whole token, times 10^36. */
  readonly priceUsdE36: bigint;
  readonly source: string;
  /** Of the event that posted it; null for a price of the configuration. */
  readonly position: string | null;
  /** Since when, in chain time: seconds; null for a price that always was. */
  readonly since_s: number | null;
}

/** A token as its chain's events, or where they are silent the configuration, describe it. */
export interface TokenView extends TokenKey {
  readonly symbol: string | null;
  readonly decimals: number | null;
  readonly price: TokenPriceView | null;
}

interface TokenRecord {
  chain_id: string;
  token: string;
  symbol: string | null;
  decimals: string | null;
  price_usd_e36: string | null;
  price_source: string | null;
  priced_at: string | null;
  priced_time_s: string | null;
  listed: string | null;
  from_s: string | null;
}

/** The tokens asked for, in any order. */
export async function getTokens(db: Queryable, keys: readonly TokenKey[]): Promise<TokenView[]> {
  const rows = await db.query<TokenRecord>(
    `SELECT k.chain_id, k.token, coalesce(t.symbol, l.symbol) AS symbol, coalesce(t.decimals, l.decimals)::text AS decimals,
       t.price_usd_e36::text, t.price_source, t.priced_at, t.priced_time_s::text, l.price::text AS listed, l.from_s::text
     FROM unnest($1::bigint[], $2::text[]) AS k(chain_id, token)
     LEFT JOIN ledger.token t ON t.token = k.token AND t.chain_id = k.chain_id
     LEFT JOIN fold.checkpoint at ON at.chain_id = k.chain_id
     LEFT JOIN LATERAL (${listedPrice('k.chain_id', 'k.token', 'at.time_s')}) l ON true`,
    [keys.map((key) => key.chainId), keys.map((key) => key.address)],
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    address: row.token,
    symbol: row.symbol,
    decimals: toNumberOrNull(row.decimals),
    price: priceOf(row),
  }));
}

function priceOf(row: TokenRecord): TokenPriceView | null {
  if (row.price_usd_e36 !== null) {
    return {
      priceUsdE36: toBigInt(row.price_usd_e36),
      source: row.price_source!,
      position: row.priced_at,
      since_s: toNumberOrNull(row.priced_time_s),
    };
  }
  if (row.listed === null) return null;
  const since_s = toNumber(row.from_s!) || null;
  return { priceUsdE36: toBigInt(row.listed), source: LIST_SOURCE, position: null, since_s };
}
