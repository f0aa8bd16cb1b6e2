import type { NoUsdReason } from '../../domain/ledger/token-rows.js';
import type { Operation, Settlement } from '../../domain/vocabulary.js';
import { positionText, readable } from '../../fold/dictionary.js';
import { countUpTo, type PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import { USAGE } from './tables.js';

/** One usage. Amounts are base units of the token, times seconds of chain time. */
export interface UsageView {
  readonly chainId: number;
  readonly position: string;
  readonly time_s: number;
  readonly txHash: string;
  readonly usageContract: string;
  readonly vault: string;
  readonly assetId: string;
  readonly consumer: string;
  readonly application: string | null;
  readonly operation: Operation;
  readonly units: bigint;
  readonly token: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly executor: string | null;
  readonly receiptId: string;
  readonly parentReceiptId: string | null;
  readonly settlement: Settlement;
  /** HELD until it is decided, REVERSED where it was given back, else SETTLED. */
  readonly status: 'SETTLED' | 'HELD' | 'REVERSED';
  /** Whether the consumer was among those whom it paid. */
  readonly circular: boolean;
  /** What `amount` was worth where its money was divided, USD times 10^18; null where unknown and until then. */
  readonly usdE18: bigint | null;
  readonly noUsd: NoUsdReason | null;
  /** What became of one that was held; null for others. */
  readonly hold: HoldView | null;
}

/** A held usage's fate: decided at a position and a time of its chain, both null while it waits. */
export interface HoldView {
  readonly state: 'HELD' | 'RELEASED' | 'REVERSED';
  readonly decidedAt: string | null;
  readonly decidedTime_s: number | null;
  readonly reason: string | null;
}

interface UsageRecord {
  chain_id: string;
  position: string;
  time_s: string;
  tx_hash: string;
  usage_contract: string;
  vault: string;
  asset_id: string;
  consumer: string;
  application: string | null;
  operation: Operation;
  units: string;
  token: string;
  amount: string;
  fee: string;
  executor: string | null;
  receipt_id: string;
  parent_receipt_id: string | null;
  settlement: Settlement;
  circular: boolean;
  usd_e18: string | null;
  no_usd: NoUsdReason | null;
  state: HoldView['state'] | null;
  decided_at: string | null;
  decided_time_s: string | null;
  reason: string | null;
}

/** Columns that say, of a held usage, what became of it. */
const DECIDED_LATER = ['fee', 'circular', 'status', 'usd_e18', 'no_usd'];
/** Columns that say what they said when the usage was recorded, held or not. */
const RECORDED = USAGE.columns.filter(({ name }) => !DECIDED_LATER.includes(name));

const COLUMNS = `u.chain_id, ${RECORDED.map((column) => `${readable(column, 'u.')} AS ${column.name}`).join(', ')},
  coalesce(h.fee, u.fee) AS fee, coalesce(h.circular, u.circular) AS circular,
  coalesce(h.usd_e18, u.usd_e18) AS usd_e18, coalesce(h.no_usd, u.no_usd) AS no_usd, h.state, h.decided_at, h.decided_time_s,
  h.reason`;

const FROM = `ledger.usage u LEFT JOIN ledger.held_usage h
  ON u.status = 'HELD' AND h.chain_id = u.chain_id AND h.recorded_at = ${positionText('u.position')}`;

/** The same at a moment: what was decided later was still held. */
const fromAt = (where: Conditions, moment: PastMoment): string => `ledger.usage u LEFT JOIN LATERAL (
  SELECT CASE WHEN d.decided THEN h.state ELSE 'HELD' END AS state, CASE WHEN d.decided THEN h.fee ELSE 0 END AS fee,
    d.decided AND h.circular AS circular, CASE WHEN d.decided THEN h.decided_at END AS decided_at,
    CASE WHEN d.decided THEN h.decided_time_s END AS decided_time_s, CASE WHEN d.decided THEN h.reason END AS reason,
    CASE WHEN d.decided THEN h.usd_e18 END AS usd_e18, CASE WHEN d.decided THEN h.no_usd END AS no_usd
  FROM ledger.held_usage h
  JOIN ${moment.bind(where)} ON m.chain_id = h.chain_id
  CROSS JOIN LATERAL (SELECT coalesce(h.decided_time_s < m.mark_s, false) AS decided) d
  WHERE u.status = 'HELD' AND h.chain_id = u.chain_id AND h.recorded_at = ${positionText('u.position')}) h ON true`;

const toUsage = (row: UsageRecord): UsageView => ({
  chainId: toNumber(row.chain_id),
  position: row.position,
  time_s: toNumber(row.time_s),
  txHash: row.tx_hash,
  usageContract: row.usage_contract,
  vault: row.vault,
  assetId: row.asset_id,
  consumer: row.consumer,
  application: row.application,
  operation: row.operation,
  units: toBigInt(row.units),
  token: row.token,
  amount: toBigInt(row.amount),
  fee: toBigInt(row.fee),
  executor: row.executor,
  receiptId: row.receipt_id,
  parentReceiptId: row.parent_receipt_id,
  settlement: row.settlement,
  status: row.state === null || row.state === 'RELEASED' ? 'SETTLED' : row.state,
  circular: row.circular,
  usdE18: row.usd_e18 === null ? null : toBigInt(row.usd_e18),
  noUsd: row.no_usd,
  hold: row.state && {
    state: row.state,
    decidedAt: row.decided_at,
    decidedTime_s: toNumberOrNull(row.decided_time_s),
    reason: row.reason,
  },
});

export interface UsageCriteria {
  readonly chainId?: number | null;
  readonly assetId?: string | null;
  readonly consumer?: string | null;
  readonly application?: string | null;
  readonly operation?: string | null;
  readonly token?: string | null;
  /** Seconds: from <= time < to. */
  readonly from_s?: number | null;
  readonly to_s?: number | null;
  /** Only those recorded by then, and what had become of held ones by then. */
  readonly moment?: PastMoment | undefined;
}

/** Usages newest first, after the one with this time and position. */
export async function listUsages(
  db: Queryable,
  by: UsageCriteria,
  after: readonly [time_s: number, position: string] | null,
  limit: number,
): Promise<UsageView[]> {
  const where = new Conditions();
  where.equal('u.chain_id', by.chainId).equal('u.operation', by.operation);
  where.named('u.asset_id', by.assetId).named('u.consumer', by.consumer);
  where.named('u.application', by.application).named('u.token', by.token);
  if (by.from_s != null) where.add('u.time_s >= ?', by.from_s);
  if (by.to_s != null) where.add('u.time_s < ?', by.to_s);
  if (after) where.add('(u.time_s, u.position) < (?::bigint, ?::numeric)', ...after);
  countUpTo(where, by.moment, { chain: 'u.chain_id', time: 'u.time_s' });
  const from = by.moment ? fromAt(where, by.moment) : FROM;
  const rows = await db.query<UsageRecord>(
    `SELECT ${COLUMNS} FROM ${from} ${where.where()}
     ORDER BY u.time_s DESC, u.position DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toUsage);
}

/** The usages at these positions that are there, in any order. */
export async function getUsages(db: Queryable, positions: readonly string[]): Promise<UsageView[]> {
  const rows = await db.query<UsageRecord>(`SELECT ${COLUMNS} FROM ${FROM} WHERE u.position = ANY($1::numeric[])`, [
    positions,
  ]);
  return rows.map(toUsage);
}

/** Usages with this receipt id (0x and pairs of digits), on any chain. */
export async function getUsagesByReceipt(db: Queryable, receiptId: string, limit: number): Promise<UsageView[]> {
  const rows = await db.query<UsageRecord>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE u.receipt_id = $1 ORDER BY u.position LIMIT $2`,
    [Buffer.from(receiptId.slice(2), 'hex'), limit],
  );
  return rows.map(toUsage);
}

/** Usages of one chain after a position, oldest first: what a subscriber has not seen yet. */
export async function getUsagesAfter(
  db: Queryable,
  chainId: number,
  assetId: string | null,
  position: string,
  limit: number,
): Promise<UsageView[]> {
  const where = new Conditions().equal('u.chain_id', chainId).named('u.asset_id', assetId);
  where.add('u.position > ?::numeric', position);
  const rows = await db.query<UsageRecord>(
    `SELECT ${COLUMNS} FROM ${FROM} ${where.where()} ORDER BY u.position LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toUsage);
}
