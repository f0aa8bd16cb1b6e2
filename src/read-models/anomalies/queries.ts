import { Conditions, type Queryable, toBigInt, toNumber } from '../queryable.js';

/**
 * Something that an event, or the settlement of an interval, asked for and that could not be; or a claim that has
 * taken more than what has accrued.
 */
export interface AnomalyView {
  readonly chainId: number;
  /** Position of the event; `settled:<vault>:<mark>` for one that the settlement of an interval found. */
  readonly position: string;
  /**
   * Position of the event that led to it. Of what a settlement found: the event that has linked the asset last, or
   * the one that came late; null where it was found before events were named.
   */
  readonly eventPosition: string | null;
  readonly seq: number;
  readonly time_s: number;
  readonly reason: string;
  readonly detail: string;
  readonly assetId: string | null;
  /** Of the event; empty where none is named. */
  readonly txHash: string;
}

/** Where an anomaly stands in the list: time, position, chain, sequence. */
export type AnomalyKey = readonly [number, string, number, number];

interface AnomalyRecord {
  chain_id: string;
  position: string;
  event_position: string | null;
  seq: number;
  time_s: string;
  reason: string;
  detail: string;
  asset_id: string | null;
  tx_hash: string;
}

/** The transaction of the event at `a.event_position`, by the parts of a position. */
const TX_HASH = `SELECT '0x' || encode(tx_hash, 'hex') FROM log.event WHERE retracted_batch IS NULL
  AND chain_id = left(a.event_position, 16)::bigint AND block_number = substr(a.event_position, 17, 12)::bigint
  AND log_index = substr(a.event_position, 29, 7)::int AND ordinal = substr(a.event_position, 36, 5)::int`;

/** Anomalies newest first, after the one given. */
export async function listAnomalies(
  db: Queryable,
  by: { readonly chainId?: number | null },
  after: AnomalyKey | null,
  limit: number,
): Promise<AnomalyView[]> {
  const where = new Conditions().equal('a.chain_id', by.chainId);
  if (after) where.add('(a.time_s, a.position, a.chain_id, a.seq) < (?::bigint, ?, ?::bigint, ?::int)', ...after);
  const rows = await db.query<AnomalyRecord>(
    `SELECT a.*, coalesce(a.own_tx_hash, (${TX_HASH}), '') AS tx_hash FROM (
       SELECT chain_id, position, position AS event_position, seq, time_s, reason, detail, asset_id, tx_hash AS own_tx_hash
         FROM ledger.anomaly
       UNION ALL
       SELECT vault_chain_id, 'settled:' || vault || ':' || mark_s, event_position, seq, mark_s - 1, reason, detail, asset_id, NULL
         FROM ledger.settled_anomaly
       UNION ALL
       SELECT chain_id, position, position, -1, time_s, 'OVERPAID',
         'Claims of ' || contributor || ' have taken ' || amount || ' base units of ' || token || ' from ' || vault ||
           ' beyond what they had accrued by ' || to_char(to_timestamp(mark_s) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') ||
           ' UTC; later earnings make up for it.', NULL, tx_hash FROM payout.overpaid
     ) a ${where.where()}
     ORDER BY a.time_s DESC, a.position DESC, a.chain_id DESC, a.seq DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    position: row.position,
    eventPosition: row.event_position,
    seq: row.seq,
    time_s: toNumber(row.time_s),
    reason: row.reason,
    detail: row.detail,
    assetId: row.asset_id,
    txHash: row.tx_hash,
  }));
}

/** How many anomalies there are. */
export async function countAnomalies(db: Queryable): Promise<bigint> {
  const rows = await db.query<{ n: string }>(
    `SELECT ((SELECT count(*) FROM ledger.anomaly) + (SELECT count(*) FROM ledger.settled_anomaly)
             + (SELECT count(*) FROM payout.overpaid))::text AS n`,
  );
  return toBigInt(rows[0]!.n);
}
