import type pg from 'pg';
import { type CheckResult, Findings } from './report.js';

/** What must not be there, and how it is told. `$1` is the chain. */
const RULES: readonly { sql: string; tell: (row: Record<string, string>) => string }[] = [
  {
    sql: `SELECT * FROM (
            SELECT number, row_number() OVER (ORDER BY number) AS expected FROM log.batch WHERE chain_id = $1
          ) AS numbered WHERE number <> expected ORDER BY number`,
    tell: ({ number, expected }) => `batch ${number} stands where ${expected} should: numbers have no gap`,
  },
  {
    sql: counted('append', 'batch'),
    tell: ({ number, expected, found }) => `append batch ${number} counts ${expected} events, ${found} are there`,
  },
  {
    sql: counted('retract', 'retracted_batch'),
    tell: ({ number, expected, found }) => `retract batch ${number} counts ${expected} events, ${found} are marked`,
  },
  {
    sql: `SELECT block_number, log_index, ordinal, batch FROM log.event WHERE chain_id = $1 AND NOT EXISTS (
            SELECT 1 FROM log.batch AS b WHERE b.chain_id = $1 AND b.number = event.batch AND b.kind = 'append'
              AND event.block_number BETWEEN b.from_block AND b.to_block)
          ORDER BY 1, 2, 3`,
    tell: (row) => `${placeOf(row)}: batch ${row['batch']}, which it names, appended no event of its block`,
  },
  {
    sql: `SELECT block_number, log_index, ordinal, retracted_batch FROM log.event
          WHERE chain_id = $1 AND retracted_batch IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM log.batch AS b WHERE b.chain_id = $1 AND b.number = event.retracted_batch AND b.kind = 'retract'
              AND b.number > event.batch AND event.block_number BETWEEN b.from_block AND b.to_block)
          ORDER BY 1, 2, 3`,
    tell: (row) =>
      `${placeOf(row)}: it is marked as retracted by batch ${row['retracted_batch']}, which took back no such block`,
  },
  {
    sql: `SELECT block_number, log_index, ordinal, batch, number FROM log.event JOIN (
            SELECT number, from_block, to_block FROM log.batch WHERE chain_id = $1 AND kind = 'retract'
          ) AS retraction ON number > batch AND block_number BETWEEN from_block AND to_block
          WHERE chain_id = $1 AND (retracted_batch IS NULL OR retracted_batch > number)
          ORDER BY 1, 2, 3`,
    tell: (row) => `${placeOf(row)}: batch ${row['number']} took its block back, and it is not marked so`,
  },
];

/** Batches whose count is not that of the events which name them in `column`, or did until they were pruned. */
function counted(kind: 'append' | 'retract', column: string): string {
  return `SELECT number, event_count - pruned_count AS expected, coalesce(found, 0) AS found
          FROM log.batch LEFT JOIN (
            SELECT ${column} AS number, count(*) AS found FROM log.event WHERE chain_id = $1 GROUP BY 1
          ) AS naming USING (number)
          WHERE chain_id = $1 AND kind = '${kind}' AND event_count - pruned_count <> coalesce(found, 0) ORDER BY number`;
}

/** Holds a chain's batches and retraction marks against each other. */
export async function checkLogIntegrity(db: pg.ClientBase, chain: number): Promise<CheckResult> {
  const findings = new Findings();
  await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    for (const { sql, tell } of RULES) {
      const { rows } = await db.query<Record<string, string>>(sql, [chain]);
      for (const row of rows) findings.add(`chain ${chain}, ${tell(row)}`);
    }
    const { rows } = await db.query<{ batches: string; retractions: string; events: string }>(
      `SELECT count(*) AS batches, count(*) FILTER (WHERE kind = 'retract') AS retractions,
         (SELECT count(*) FROM log.event WHERE chain_id = $1) AS events
       FROM log.batch WHERE chain_id = $1`,
      [chain],
    );
    const { batches, retractions, events } = rows[0]!;
    const scope = `${batches} batches, ${retractions} of them retractions, and ${events} events`;
    return findings.result(`batches and marks of chain ${chain}`, scope);
  } finally {
    await db.query('ROLLBACK');
  }
}

function placeOf(row: Record<string, string>): string {
  return `block ${row['block_number']}, log index ${row['log_index']}, event ${row['ordinal']}`;
}
