import type pg from 'pg';
import type { ChainId, Hex } from '../domain/ids.js';

/** How far the log of a chain reached with a batch. */
export interface LogBatch {
  readonly number: number;
  readonly headBlock: number;
  readonly headHash: Hex;
  readonly headTime_s: number;
  readonly finalizedBlock: number;
  readonly finalizedTime_s: number;
}

/** The newest batch of a chain's log, or the one of a given number; undefined where there is none. */
export async function findBatch(db: pg.ClientBase, chain: ChainId, number?: number): Promise<LogBatch | undefined> {
  const { rows } = await db.query<Record<string, string>>({
    name: 'log batch',
    text: `SELECT number, head_block, '0x' || encode(head_hash, 'hex') AS head_hash, head_time_s, finalized_block,
             finalized_time_s
           FROM log.batch WHERE chain_id = $1 AND number <= $2 ORDER BY number DESC LIMIT 1`,
    values: [chain, number ?? Number.MAX_SAFE_INTEGER],
  });
  const row = rows[0];
  return (
    row && {
      number: Number(row['number']),
      headBlock: Number(row['head_block']),
      headHash: row['head_hash'] as Hex,
      headTime_s: Number(row['head_time_s']),
      finalizedBlock: Number(row['finalized_block']),
      finalizedTime_s: Number(row['finalized_time_s']),
    }
  );
}

/**
 * The first block that was taken back by a retraction after batch `after` and not after `asOf`: who has
 * read the log as of `after` goes back to just before it. Undefined where nothing was taken back.
 */
export async function retractedFrom(
  db: pg.ClientBase,
  chain: ChainId,
  after: number,
  asOf: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ block: string | null }>({
    name: 'log retracted',
    text: `SELECT min(from_block) AS block FROM log.batch
           WHERE chain_id = $1 AND number > $2 AND number <= $3 AND kind = 'retract'`,
    values: [chain, after, asOf],
  });
  return rows[0]?.block == null ? undefined : Number(rows[0].block);
}

/** Whether blocks up to `block` were taken back by a retraction after batch `after`. */
export async function isRetracted(
  db: { query<R>(sql: string, values?: unknown[]): Promise<R[]> },
  chain: ChainId,
  after: number,
  block: number,
): Promise<boolean> {
  const rows = await db.query(
    `SELECT 1 FROM log.batch WHERE chain_id = $1 AND number > $2 AND kind = 'retract' AND from_block <= $3 LIMIT 1`,
    [chain, after, block],
  );
  return rows.length > 0;
}

/** Events of a chain that are not retracted. */
export async function countEvents(db: pg.ClientBase, chain: ChainId): Promise<number> {
  const { rows } = await db.query<{ n: string }>(
    'SELECT count(*) AS n FROM log.event WHERE chain_id = $1 AND retracted_batch IS NULL',
    [chain],
  );
  return Number(rows[0]!.n);
}

/** Events that were ever appended to a chain's log: quicker to know than {@link countEvents}, and never less. */
export async function appendedEvents(db: pg.ClientBase, chain: ChainId): Promise<number> {
  const { rows } = await db.query<{ n: string }>(
    `SELECT COALESCE(sum(event_count), 0) AS n FROM log.batch WHERE chain_id = $1 AND kind = 'append'`,
    [chain],
  );
  return Number(rows[0]!.n);
}
