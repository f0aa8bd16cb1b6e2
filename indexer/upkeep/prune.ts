import type pg from 'pg';
import type { ChainId } from '../../src/domain/ids.js';

/** Retractions that are old enough to be forgotten: those before a batch, or before a moment. */
export type PruneLimit = { readonly batch: number } | { readonly time_s: number };

/** What pruning is going to drop. */
export interface PrunePlan {
  readonly chain: ChainId;
  /** Events that this batch or an earlier one retracted are dropped. */
  readonly upToBatch: number;
  readonly events: number;
  /** A fold that has not read all of the retractions before the limit: those after its last batch stay. */
  readonly heldBackBy: string | undefined;
}

/**
 * Finds which retracted events can be dropped. A fold that stands at a batch still reads what later batches
 * retracted, so the fold that is furthest behind, live or made beside it, says where pruning ends.
 */
export async function planPrune(client: pg.ClientBase, chain: ChainId, limit: PruneLimit): Promise<PrunePlan> {
  const [which, value] =
    'batch' in limit ? ['number < $2', limit.batch] : ['appended_at < to_timestamp($2)', limit.time_s];
  const { rows } = await client.query<{ last: string | null }>(
    `SELECT max(number) AS last FROM log.batch WHERE chain_id = $1 AND kind = 'retract' AND ${which}`,
    [chain, value],
  );
  const wanted = Number(rows[0]!.last ?? 0);
  const fold = await slowestFold(client, chain);
  const upToBatch = Math.min(wanted, fold?.lastBatch ?? wanted);
  const counted = await client.query<{ events: string }>(
    'SELECT count(*) AS events FROM log.event WHERE chain_id = $1 AND retracted_batch <= $2',
    [chain, upToBatch],
  );
  const heldBackBy = upToBatch < wanted ? fold!.name : undefined;
  return { chain, upToBatch, events: Number(counted.rows[0]!.events), heldBackBy };
}

/**
 * Drops what was planned, a retraction at a time, each in a transaction that also notes how many events of
 * which batches are gone. Runs beside the indexer.
 * @param progress called with the events dropped so far
 */
export async function applyPrune(
  client: pg.ClientBase,
  { chain, upToBatch }: PrunePlan,
  progress: (dropped: number) => void = () => undefined,
): Promise<number> {
  const { rows } = await client.query<{ number: string }>(
    `SELECT number FROM log.batch WHERE chain_id = $1 AND kind = 'retract' AND number <= $2
       AND event_count > pruned_count ORDER BY number`,
    [chain, upToBatch],
  );
  let dropped = 0;
  for (const { number } of rows) {
    const gone = await client.query<{ count: string }>(
      `WITH gone AS (
         DELETE FROM log.event WHERE chain_id = $1 AND retracted_batch = $2 RETURNING batch
       ), forgotten AS (
         DELETE FROM log.announced_contract WHERE chain_id = $1 AND retracted_batch = $2
       ), counted AS (
         SELECT batch AS number, count(*)::integer AS events FROM gone GROUP BY batch
         UNION ALL SELECT $2::bigint, count(*)::integer FROM gone
       ), noted AS (
         UPDATE log.batch SET pruned_count = pruned_count + events FROM counted
         WHERE batch.chain_id = $1 AND batch.number = counted.number
       )
       SELECT count(*) AS count FROM gone`,
      [chain, number],
    );
    dropped += Number(gone.rows[0]!.count);
    progress(dropped);
  }
  return dropped;
}

/** The fold of a chain that has read least, of all schemas that hold folds. */
async function slowestFold(
  client: pg.ClientBase,
  chain: ChainId,
): Promise<{ name: string; lastBatch: number } | undefined> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.columns
     WHERE table_name = 'checkpoint' AND column_name = 'last_batch'`,
  );
  let slowest: { name: string; lastBatch: number } | undefined;
  for (const { name } of tables) {
    const { rows } = await client.query<{ last_batch: string }>(`SELECT last_batch FROM ${name} WHERE chain_id = $1`, [
      chain,
    ]);
    for (const { last_batch } of rows) {
      if (!slowest || Number(last_batch) < slowest.lastBatch) slowest = { name, lastBatch: Number(last_batch) };
    }
  }
  return slowest;
}
