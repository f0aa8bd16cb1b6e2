import { nameOf } from '../../fold/dictionary.js';
import type { TokenSum } from '../assets/sums.js';
import { Conditions, type Queryable, toBigInt } from '../queryable.js';
import { BY, KEY, kindsAt, LABEL, type RevenueCriteria, type RevenueCut } from './queries.js';

/** What a group of usages brought over all tokens, in USD times 10^18 by the price at each usage. */
export interface RankedGroup {
  readonly key: string;
  readonly label: string;
  readonly usages: bigint;
  readonly usdE18: bigint;
  readonly feeUsdE18: bigint;
  readonly circularUsdE18: bigint;
  /** What nobody told a price for, by token: not in the values. */
  readonly unpriced: readonly TokenSum[];
}

/** The period of a ranking. */
export type RankingCriteria = Pick<RevenueCriteria, 'from_s' | 'to_s'>;

interface RankRecord {
  key: string | null;
  label: string | null;
  usages: string;
  usd_e18: string;
  fee_usd_e18: string;
  circular_usd_e18: string;
  unpriced: { chain: number; token: string; amount: string }[];
}

/** Groups by the worth of what consumers paid, greatest first, equal ones by key. */
export async function rankRevenue(
  db: Queryable,
  cut: RevenueCut,
  interval_s: number,
  by: RankingCriteria,
  limit: number,
): Promise<RankedGroup[]> {
  const where = new Conditions();
  if (by.from_s != null) where.add('r.mark_s >= ?::bigint', by.from_s + interval_s);
  if (by.to_s != null) where.add('r.mark_s < ?::bigint', by.to_s + interval_s);
  const kinds = cut === 'KIND' ? kindsAt(where, undefined) : '';
  const rows = await db.query<RankRecord>(
    `WITH cells AS (
       SELECT g.*, ${KEY[cut]} AS key, ${nameOf('g.token_id')} AS token FROM (
         SELECT ${BY[cut]} AS by, r.chain_id, r.token AS token_id, sum(r.usages) AS usages, sum(r.usd_e18) AS usd_e18,
           sum(r.fee_usd_e18) AS fee_usd_e18, sum(r.circular_usd_e18) AS circular_usd_e18,
           sum(r.unpriced_gross) AS unpriced
         FROM ledger.revenue r ${kinds} ${where.where()} GROUP BY 1, 2, 3
       ) g
     ), top AS (
       SELECT key, min(chain_id) AS chain_id, min(token) AS token, sum(usages)::text AS usages, sum(usd_e18)::text AS usd_e18,
         sum(fee_usd_e18)::text AS fee_usd_e18, sum(circular_usd_e18)::text AS circular_usd_e18, sum(usd_e18) AS worth,
         coalesce(jsonb_agg(jsonb_build_object('chain', chain_id, 'token', token, 'amount', unpriced::text)
           ORDER BY chain_id, token) FILTER (WHERE unpriced <> 0), '[]') AS unpriced
       FROM cells GROUP BY key ORDER BY worth DESC, key LIMIT ${where.bind(limit)}
     )
     SELECT s.*, ${LABEL[cut]} AS label FROM top s ORDER BY s.worth DESC, s.key`,
    where.parameters,
  );
  return rows.map((row) => ({
    key: row.key ?? '',
    label: row.label ?? '',
    usages: toBigInt(row.usages),
    usdE18: toBigInt(row.usd_e18),
    feeUsdE18: toBigInt(row.fee_usd_e18),
    circularUsdE18: toBigInt(row.circular_usd_e18),
    unpriced: row.unpriced.map(({ chain, token, amount }) => ({ chainId: chain, token, amount: toBigInt(amount) })),
  }));
}
