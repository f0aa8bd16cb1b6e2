import type pg from 'pg';

/** Sees one moment of the database, in which no state that was folded anew takes the place of another. */
export const ONE_MOMENT = 'ISOLATION LEVEL REPEATABLE READ; LOCK TABLE fold.checkpoint IN ACCESS SHARE MODE';

/** Runs `work` in a transaction of its own: what it wrote is there when it returns, and nothing of it when it throws. */
export async function inTransaction<T>(db: pg.ClientBase, work: () => Promise<T>, mode = ''): Promise<T> {
  await db.query(`BEGIN ${mode}`);
  try {
    const result = await work();
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
