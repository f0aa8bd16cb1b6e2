import type { NoUsdReason } from '../../domain/ledger/token-rows.js';
import { rateOfPrice, type UsdRate } from '../../domain/value/rate.js';
import { type Queryable, toBigInt, toNumber } from '../queryable.js';
import { listedPrice } from './listed.js';

/** A token of a chain in a piece of time: start <= t < end, seconds of chain time, both marks. */
export interface RatePiece {
  readonly chainId: number;
  readonly token: string;
  readonly start_s: number;
  readonly end_s: number;
}

/** What a token's amounts are valued by, or why they are not. */
export type FoundRate = UsdRate | NoUsdReason;

interface RateRecord {
  n: string;
  usd_e18: string | null;
  priced_gross: string | null;
  price_usd_e36: string | null;
  decimals: string | null;
}

/**
 * What amounts earned in pieces of time are valued by: the worth of the usages of their token in them, as it
 * was fixed for each; where there was none, the price in force at the piece's end.
 */
export async function getRates(db: Queryable, pieces: readonly RatePiece[]): Promise<FoundRate[]> {
  if (pieces.length === 0) return [];
  const rows = await db.query<RateRecord>(
    `SELECT k.n, v.usd_e18::text, v.priced_gross::text, coalesce(t.price_usd_e36, l.price)::text AS price_usd_e36,
       coalesce(t.decimals, l.decimals)::text AS decimals
     FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS k (chain_id, token, start_s, end_s, n)
     LEFT JOIN LATERAL (
       SELECT sum(usd_e18) AS usd_e18, sum(priced_gross) AS priced_gross FROM ledger.token_value v
       WHERE v.token = k.token AND v.chain_id = k.chain_id AND v.mark_s > k.start_s AND v.mark_s <= k.end_s
     ) v ON true
     LEFT JOIN LATERAL (
       SELECT h.price_usd_e36, h.decimals FROM ledger.token_history h
       WHERE h.token = k.token AND h.chain_id = k.chain_id AND h.time_s < k.end_s ORDER BY h.position DESC LIMIT 1
     ) t ON true
     LEFT JOIN LATERAL (${listedPrice('k.chain_id', 'k.token', 'k.end_s - 1')}) l ON true
     ORDER BY k.n`,
    [
      pieces.map(({ chainId }) => chainId),
      pieces.map(({ token }) => token),
      pieces.map(({ start_s }) => start_s),
      pieces.map(({ end_s }) => end_s),
    ],
  );
  return rows.map(toRate);
}

function toRate({ usd_e18, priced_gross, price_usd_e36, decimals }: RateRecord): FoundRate {
  if (usd_e18 !== null && priced_gross !== null && priced_gross !== '0') {
    return { usdE18: toBigInt(usd_e18), amount: toBigInt(priced_gross) };
  }
  if (price_usd_e36 === null) return 'NO_PRICE';
  if (decimals === null) return 'NO_DECIMALS';
  return rateOfPrice(toBigInt(price_usd_e36), toNumber(decimals));
}
