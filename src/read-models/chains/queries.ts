import { type Queryable, toNumber, toNumberOrNull } from '../queryable.js';

/** A chain as the log, the fold and the settlement know it. Hashes and digests are hex; times are seconds. */
export interface ChainView {
  readonly chainId: number;
  readonly name: string;
  readonly halted: boolean;
  /** Why it is halted or, where it is not, why its endpoints stand still. */
  readonly reason: string | null;
  readonly headBlock: number | null;
  readonly headTime_s: number | null;
  readonly finalizedBlock: number | null;
  readonly finalizedTime_s: number | null;
  /** Seconds since the log's last batch, by the database's clock. */
  readonly quiet_s: number | null;
  readonly batches: bigint;
  readonly foldedBatch: bigint;
  readonly foldedBlock: number | null;
  readonly foldedHash: string | null;
  /** Timestamp of the folded block. */
  readonly foldedTime_s: number | null;
  readonly position: string | null;
  readonly time_s: number | null;
  readonly foldStatus: 'CATCHING_UP' | 'FOLLOWING' | null;
  /** How long the oldest batch that is not folded waits; null where none does. */
  readonly unfolded_s: number | null;
  /** The mark to which every vault of the chain is settled; null where nothing has been. */
  readonly settledTo_s: number | null;
  readonly rawDigest: string | null;
  readonly canonicalDigest: string | null;
}

interface Row {
  chain_id: string;
  name: string;
  status: string;
  reason: string | null;
  head_block: string | null;
  head_time_s: string | null;
  finalized_block: string | null;
  finalized_time_s: string | null;
  quiet_s: number | null;
  number: string | null;
  last_batch: string | null;
  block: string | null;
  block_hash: string | null;
  block_time_s: string | null;
  position: string | null;
  time_s: string | null;
  fold_status: 'CATCHING_UP' | 'FOLLOWING' | null;
  unfolded_s: number | null;
  settled_to_s: string | null;
  raw_digest: string | null;
  canonical_digest: string | null;
}

/** Every chain of the log, in the order of chain ids. */
export async function getChains(db: Queryable): Promise<ChainView[]> {
  const rows = await db.query<Row>(`
    SELECT c.chain_id, c.name, c.status, c.reason,
      b.head_block, b.head_time_s, b.finalized_block, b.finalized_time_s, b.number,
      extract(epoch FROM clock_timestamp() - b.appended_at)::float8 AS quiet_s,
      '0x' || encode(b.raw_digest, 'hex') AS raw_digest,
      '0x' || encode(b.canonical_digest, 'hex') AS canonical_digest,
      f.last_batch, f.block, f.block_hash, f.block_time_s, f.position, f.time_s, f.status AS fold_status,
      (
        SELECT extract(epoch FROM clock_timestamp() - n.appended_at)::float8
        FROM log.batch n WHERE n.chain_id = c.chain_id AND n.number = f.last_batch + 1
      ) AS unfolded_s,
      s.settled_to_s
    FROM log.chain c
    LEFT JOIN LATERAL (
      SELECT * FROM log.batch WHERE chain_id = c.chain_id ORDER BY number DESC LIMIT 1
    ) b ON true
    LEFT JOIN fold.checkpoint f ON f.chain_id = c.chain_id
    LEFT JOIN LATERAL (
      SELECT min(settled_to_s) AS settled_to_s FROM ledger.settlement WHERE vault_chain_id = c.chain_id
    ) s ON true
    ORDER BY c.chain_id`);
  return rows.map(toView);
}

function toView(row: Row): ChainView {
  const settledTo_s = toNumberOrNull(row.settled_to_s);
  return {
    chainId: toNumber(row.chain_id),
    name: row.name,
    halted: row.status === 'HALTED',
    reason: row.reason,
    headBlock: toNumberOrNull(row.head_block),
    headTime_s: toNumberOrNull(row.head_time_s),
    finalizedBlock: toNumberOrNull(row.finalized_block),
    finalizedTime_s: toNumberOrNull(row.finalized_time_s),
    quiet_s: row.quiet_s,
    batches: BigInt(row.number ?? 0),
    foldedBatch: BigInt(row.last_batch ?? 0),
    foldedBlock: toNumberOrNull(row.block),
    foldedHash: row.block_hash,
    foldedTime_s: row.block === null ? null : toNumberOrNull(row.block_time_s),
    position: row.position,
    time_s: row.position === null ? null : toNumberOrNull(row.time_s),
    foldStatus: row.fold_status,
    unfolded_s: row.unfolded_s,
    settledTo_s: settledTo_s === null || settledTo_s <= 0 ? null : settledTo_s,
    rawDigest: row.raw_digest,
    canonicalDigest: row.canonical_digest,
  };
}

/** What the log holds of each chain: canonical events, and batches that took something back. */
export interface LogSize {
  readonly chainId: number;
  readonly events: bigint;
  readonly retractions: number;
}

export async function getLogSizes(db: Queryable): Promise<LogSize[]> {
  const rows = await db.query<{ chain_id: string; events: string; retractions: number }>(`
    SELECT chain_id,
      sum(CASE kind WHEN 'append' THEN event_count ELSE -event_count END)::text AS events,
      (count(*) FILTER (WHERE kind = 'retract'))::int AS retractions
    FROM log.batch GROUP BY chain_id`);
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    events: BigInt(row.events),
    retractions: row.retractions,
  }));
}

/** Nothing new for this long, and the chain is taken to stand still. */
export const STALLED_AFTER_S = 60;
/** A head this much older than now, with new batches coming in, is history being read. */
const BACKFILL_LAG_S = 300;

export interface ChainCondition {
  readonly status: 'FOLLOWING' | 'CATCHING_UP' | 'STALLED' | 'HALTED';
  readonly reason: string | null;
}

/** How a chain is being followed, from what is stored about it and the time `now_s`. */
export function conditionOf(chain: ChainView, now_s: number): ChainCondition {
  if (chain.halted) return { status: 'HALTED', reason: chain.reason };
  if (chain.reason !== null) return { status: 'STALLED', reason: chain.reason };
  if (chain.quiet_s === null) return { status: 'CATCHING_UP', reason: null };
  if (chain.foldedBatch < chain.batches && chain.foldStatus !== 'FOLLOWING') {
    return { status: 'CATCHING_UP', reason: null };
  }
  if (chain.unfolded_s !== null && chain.unfolded_s > STALLED_AFTER_S) {
    const waits_s = Math.floor(chain.unfolded_s);
    return { status: 'STALLED', reason: `The log is ${waits_s} s ahead of the ledger; the service's log says why.` };
  }
  if (chain.quiet_s > STALLED_AFTER_S) {
    return { status: 'STALLED', reason: `No new block for ${Math.floor(chain.quiet_s)} s.` };
  }
  const behind_s = now_s - (chain.headTime_s ?? 0);
  return { status: behind_s > BACKFILL_LAG_S ? 'CATCHING_UP' : 'FOLLOWING', reason: null };
}
