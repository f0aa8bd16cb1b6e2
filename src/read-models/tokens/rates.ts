import { intervalEnd, marksInOrder } from '../../domain/time.js';
import { groupedAs } from '../grouped.js';
import { type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import type { TokenKey } from './queries.js';
import { rateCursor, rateRuns, type RateRun, type Told, type TokenRecords, type UsageWorth } from './rate-runs.js';
import type { UsdRate } from '../../domain/value/rate.js';

/** Intervals between two marks, seconds of chain time. */
export interface RatePeriod {
  readonly from_s: number;
  readonly to_s: number;
  readonly interval_s: number;
}

/** What one token's amounts are valued by. */
export interface TokenRates {
  /** Where one rate was in force all the time. */
  readonly only: UsdRate | undefined;
  /** The rate of the interval that a mark of the period ends; marks never go back. */
  readonly at: (mark_s: number) => UsdRate;
}

/** What amounts of some tokens are valued by, interval by interval. */
export class Rates {
  private constructor(
    private readonly byToken: ReadonlyMap<string, readonly RateRun[]>,
    private readonly period: RatePeriod,
  ) {}

  /** Reads a period's rates of tokens at once: as much as the intervals in which they were used or priced anew. */
  static async load(db: Queryable, tokens: readonly TokenKey[], period: RatePeriod): Promise<Rates> {
    const runs = new Map<string, readonly RateRun[]>();
    if (tokens.length > 0) {
      const usages = await usageWorths(db, tokens, period);
      const posted = await postedPrices(db, tokens, period);
      const listed = await listedPrices(db, tokens, period);
      for (const token of tokens) {
        const key = keyOf(token);
        const of = <T>(found: ReadonlyMap<string, T[]>): T[] => found.get(key) ?? [];
        const records: TokenRecords = { usages: of(usages), posted: of(posted), listed: of(listed) };
        runs.set(key, rateRuns(records, period.from_s, period.interval_s));
      }
    }
    return new Rates(runs, period);
  }

  /** The marks within the period after which some token has another rate. */
  borders(): number[] {
    const { from_s, to_s } = this.period;
    const all = [...this.byToken.values()].flatMap((runs) => runs.map(({ end_s }) => end_s));
    return marksInOrder(all.filter((mark_s) => mark_s > from_s && mark_s < to_s));
  }

  /** The rates of a token that was loaded. */
  of(token: TokenKey): TokenRates {
    const runs = this.byToken.get(keyOf(token))!;
    return { only: runs.length === 1 ? runs[0]!.rate : undefined, at: rateCursor(runs) };
  }
}

const keyOf = ({ chainId, address }: TokenKey): string => `${chainId}|${address}`;

interface TokenRecord {
  chain_id: string;
  token: string;
}

const keyOfRecord = ({ chain_id, token }: TokenRecord): string =>
  keyOf({ chainId: toNumber(chain_id), address: token });

const TOKENS = 'unnest($1::bigint[], $2::text[]) AS k (chain_id, token)';
const columnsOf = (tokens: readonly TokenKey[]): unknown[][] => [
  tokens.map(({ chainId }) => chainId),
  tokens.map(({ address }) => address),
];

async function usageWorths(
  db: Queryable,
  tokens: readonly TokenKey[],
  { from_s, to_s }: RatePeriod,
): Promise<Map<string, UsageWorth[]>> {
  const rows = await db.query<
    TokenRecord & { mark_s: string; priced_gross: string; usd_e18: string; unpriced_gross: string }
  >(
    `SELECT k.chain_id, k.token, v.mark_s, v.priced_gross::text, v.usd_e18::text, v.unpriced_gross::text
     FROM ${TOKENS} JOIN ledger.token_value v ON v.token = k.token AND v.chain_id = k.chain_id
     WHERE v.mark_s > $3 AND v.mark_s <= $4 AND v.priced_gross + v.unpriced_gross > 0 ORDER BY v.mark_s`,
    [...columnsOf(tokens), from_s, to_s],
  );
  return groupedAs(rows, keyOfRecord, ({ mark_s, priced_gross, usd_e18, unpriced_gross }) => ({
    mark_s: toNumber(mark_s),
    pricedGross: toBigInt(priced_gross),
    usdE18: toBigInt(usd_e18),
    unpricedGross: toBigInt(unpriced_gross),
  }));
}

type PriceRecord = TokenRecord & { time_s: string; price: string | null; decimals: string | null };

/** The last of each interval, and of all before the period. */
async function postedPrices(
  db: Queryable,
  tokens: readonly TokenKey[],
  { from_s, to_s, interval_s }: RatePeriod,
): Promise<Map<string, Told[]>> {
  const rows = await db.query<PriceRecord>(
    `SELECT DISTINCT ON (b, k.chain_id, k.token) k.chain_id, k.token, h.time_s, h.price_usd_e36::text AS price,
       h.decimals::text AS decimals, greatest(h.time_s, $3::bigint - 1) / $5::bigint AS b
     FROM ${TOKENS} JOIN ledger.token_history h ON h.token = k.token AND h.chain_id = k.chain_id
     WHERE h.time_s < $4 ORDER BY b, k.chain_id, k.token, h.position DESC`,
    [...columnsOf(tokens), from_s, to_s, interval_s],
  );
  return groupedAs(rows, keyOfRecord, (row) => toldOf(row, interval_s));
}

/** Prices of the configuration that the chains' states were folded with. */
async function listedPrices(
  db: Queryable,
  tokens: readonly TokenKey[],
  { to_s, interval_s }: RatePeriod,
): Promise<Map<string, Told[]>> {
  const rows = await db.query<PriceRecord>(
    `SELECT k.chain_id, k.token, l.from_s AS time_s, trunc(l.usd * 1e36)::text AS price, l.decimals::text AS decimals
     FROM ${TOKENS} JOIN fold.checkpoint c USING (chain_id),
       jsonb_to_recordset(c.inputs) AS l (token text, usd numeric, decimals bigint, from_s bigint)
     WHERE l.token = k.token AND l.from_s < $3 ORDER BY l.from_s`,
    [...columnsOf(tokens), to_s],
  );
  return groupedAs(rows, keyOfRecord, (row) => toldOf(row, interval_s));
}

function toldOf({ time_s, price, decimals }: PriceRecord, interval_s: number): Told {
  return {
    mark_s: intervalEnd(toNumber(time_s), interval_s),
    priceUsdE36: price === null ? null : toBigInt(price),
    decimals: toNumberOrNull(decimals),
  };
}
