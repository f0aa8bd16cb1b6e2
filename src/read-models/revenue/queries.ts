import { nameOf } from '../../fold/dictionary.js';
import type { TimePiece } from '../earnings/pieces.js';
import { countUpTo, type PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toBigInt, toNumber } from '../queryable.js';

export type RevenueCut = 'ASSET' | 'KIND' | 'OPERATION' | 'CHAIN' | 'TOKEN' | 'APPLICATION' | 'SETTLEMENT';

/** Sums of usages over a piece of time: start <= t < end, seconds, UTC. Amounts are base units. */
export interface RevenueCell {
  readonly key: string;
  readonly label: string;
  readonly start_s: number;
  readonly end_s: number;
  readonly chainId: number;
  readonly token: string;
  readonly usages: bigint;
  readonly units: bigint;
  readonly gross: bigint;
  readonly fee: bigint;
  /** The same of those usages whose payer was among the people they paid. */
  readonly circularUsages: bigint;
  readonly circularGross: bigint;
  readonly circularFee: bigint;
  /** What gross, fee and circular gross were worth, USD times 10^18, but for the part that nobody told a price for. */
  readonly usdE18: bigint;
  readonly feeUsdE18: bigint;
  readonly circularUsdE18: bigint;
  readonly unpricedGross: bigint;
  readonly unpricedFee: bigint;
}

export interface RevenueCriteria {
  readonly assetId?: string | null;
  /** Seconds: intervals that start at `from_s` or later, and before `to_s`. */
  readonly from_s?: number | null;
  readonly to_s?: number | null;
  /** Only what counted at a moment of the past. */
  readonly moment?: PastMoment | undefined;
}

interface CellRecord {
  key: string | null;
  label: string | null;
  start_s: string;
  end_s: string;
  chain_id: string;
  token: string;
  usages: string;
  units: string;
  gross: string;
  fee: string;
  circular_usages: string;
  circular_gross: string;
  circular_fee: string;
  usd_e18: string;
  fee_usd_e18: string;
  circular_usd_e18: string;
  unpriced_gross: string;
  unpriced_fee: string;
}

/** A mark ends its interval, so the second before it lies in the interval. */
const START: Record<TimePiece, string> = {
  HOUR: '(r.mark_s - 1) / 3600 * 3600',
  DAY: '(r.mark_s - 1) / 86400 * 86400',
  MONTH: `extract(epoch FROM date_trunc('month', to_timestamp(r.mark_s - 1), 'UTC'))::bigint`,
};

const END: Record<TimePiece, string> = {
  HOUR: 's.start_s + 3600',
  DAY: 's.start_s + 86400',
  MONTH: `extract(epoch FROM (to_timestamp(s.start_s) AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')::bigint`,
};

/** What sums are made by: names as numbers. */
export const BY: Record<RevenueCut, string> = {
  ASSET: 'r.asset_id',
  KIND: `coalesce(a.kind, '')`,
  OPERATION: 'r.operation',
  CHAIN: 'r.chain_id',
  TOKEN: 'r.token',
  APPLICATION: 'r.application',
  SETTLEMENT: 'r.settlement',
};

/** The same as readers know it. */
export const KEY: Record<RevenueCut, string> = {
  ASSET: nameOf('g.by'),
  KIND: 'g.by',
  OPERATION: 'g.by',
  CHAIN: `'eip155:' || g.chain_id`,
  TOKEN: `'eip155:' || g.chain_id || '/erc20:' || ${nameOf('g.token_id')}`,
  APPLICATION: nameOf('g.by'),
  SETTLEMENT: 'g.by',
};

export const LABEL: Record<RevenueCut, string> = {
  ASSET: `coalesce((SELECT name FROM ledger.asset WHERE asset_id = s.key AND registered_at IS NOT NULL LIMIT 1), s.key)`,
  KIND: `CASE s.key WHEN '' THEN 'not registered' ELSE s.key END`,
  OPERATION: 's.key',
  CHAIN: `coalesce((SELECT name FROM log.chain WHERE chain_id = s.chain_id), s.key)`,
  TOKEN: `coalesce((SELECT symbol FROM ledger.token t WHERE t.token = s.token AND t.chain_id = s.chain_id), s.key)`,
  APPLICATION: `CASE s.key WHEN '' THEN 'no application' ELSE s.key END`,
  SETTLEMENT: `CASE s.key WHEN 'VAULT' THEN 'through a vault' WHEN 'DIRECT' THEN 'paid by the protocol' ELSE 'nobody paid' END`,
};

/** Joins what an asset is, where it was registered by then. */
export function kindsAt(where: Conditions, moment: PastMoment | undefined): string {
  const registered = moment
    ? `EXISTS (SELECT FROM ${moment.bind(where)} WHERE m.chain_id = a.chain_id AND a.registered_time_s < m.mark_s)`
    : 'a.registered_at IS NOT NULL';
  return `JOIN fold.name n ON n.id = r.asset_id LEFT JOIN ledger.asset a ON a.asset_id = n.name AND ${registered}`;
}

/** Revenue by cut, piece of time, chain and token, oldest first; `limit` cells at most. */
export async function getRevenue(
  db: Queryable,
  cut: RevenueCut,
  piece: TimePiece,
  interval_s: number,
  by: RevenueCriteria,
  limit: number,
): Promise<RevenueCell[]> {
  const where = new Conditions().named('r.asset_id', by.assetId);
  if (by.from_s != null) where.add('r.mark_s >= ?::bigint', by.from_s + interval_s);
  if (by.to_s != null) where.add('r.mark_s < ?::bigint', by.to_s + interval_s);
  countUpTo(where, by.moment, { chain: 'r.chain_id', mark: 'r.mark_s' });
  const kinds = cut === 'KIND' ? kindsAt(where, by.moment) : '';
  const rows = await db.query<CellRecord>(
    `SELECT s.*, ${END[piece]} AS end_s, ${LABEL[cut]} AS label FROM (
       SELECT g.*, ${KEY[cut]} AS key, ${nameOf('g.token_id')} AS token FROM (
         SELECT ${BY[cut]} AS by, ${START[piece]} AS start_s, r.chain_id, r.token AS token_id,
           sum(r.usages)::text AS usages, sum(r.units)::text AS units, sum(r.gross)::text AS gross,
           sum(r.fee)::text AS fee, sum(r.circular_usages)::text AS circular_usages,
           sum(r.circular_gross)::text AS circular_gross, sum(r.circular_fee)::text AS circular_fee,
           sum(r.usd_e18)::text AS usd_e18, sum(r.fee_usd_e18)::text AS fee_usd_e18,
           sum(r.circular_usd_e18)::text AS circular_usd_e18, sum(r.unpriced_gross)::text AS unpriced_gross,
           sum(r.unpriced_fee)::text AS unpriced_fee
         FROM ledger.revenue r ${kinds} ${where.where()}
         GROUP BY 1, 2, r.chain_id, r.token
       ) g
     ) s ORDER BY s.start_s, s.key, s.chain_id, s.token LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    key: row.key ?? '',
    label: row.label ?? '',
    start_s: toNumber(row.start_s),
    end_s: toNumber(row.end_s),
    chainId: toNumber(row.chain_id),
    token: row.token,
    usages: toBigInt(row.usages),
    units: toBigInt(row.units),
    gross: toBigInt(row.gross),
    fee: toBigInt(row.fee),
    circularUsages: toBigInt(row.circular_usages),
    circularGross: toBigInt(row.circular_gross),
    circularFee: toBigInt(row.circular_fee),
    usdE18: toBigInt(row.usd_e18),
    feeUsdE18: toBigInt(row.fee_usd_e18),
    circularUsdE18: toBigInt(row.circular_usd_e18),
    unpricedGross: toBigInt(row.unpriced_gross),
    unpricedFee: toBigInt(row.unpriced_fee),
  }));
}
