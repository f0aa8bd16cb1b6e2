import type pg from 'pg';

/**
 * Sees one moment of the database, in which no state that was folded anew takes the place of another: it would take
 * this lock for itself, and so not come between two questions.
 * @param schema of the checkpoints
 * @param locks that have to be taken before
 */
export const oneMoment = (schema: string, ...locks: readonly string[]): string =>
  ['ISOLATION LEVEL REPEATABLE READ', ...locks, `LOCK TABLE ${schema}.checkpoint IN ACCESS SHARE MODE`].join('; ');

/** The live state at {@link oneMoment}. */
export const ONE_MOMENT = oneMoment('fold');

/** Begins to read the live state at {@link oneMoment}. */
export const BEGIN_READING = `BEGIN READ ONLY, ${ONE_MOMENT}`;

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
