import type { Queryable } from './queryable.js';

/** Rows in memory at once. */
const ROWS_AT_ONCE = 20_000;

/**
 * The rows of a question, in pieces. Asked inside a transaction, to its end before another one of the same name.
 *
 * @param name of the cursor
 */
export async function* inPieces<R>(
  db: Queryable,
  name: string,
  sql: string,
  parameters: unknown[],
): AsyncGenerator<R[]> {
  await db.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, parameters);
  for (;;) {
    const rows = await db.query<R>(`FETCH ${ROWS_AT_ONCE} FROM ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await db.query(`CLOSE ${name}`);
}
