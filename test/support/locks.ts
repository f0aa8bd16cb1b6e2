import type pg from 'pg';

/** A lock as Postgres names it: whether somebody has it or waits for it, and in which mode, any where absent. */
export interface Lock {
  readonly granted: boolean;
  readonly mode?: 'AccessExclusiveLock' | 'AccessShareLock';
}

/** Whether there is such a lock on a table of the client's database: other databases of the server have the same numbers. */
export async function isLocked(client: pg.ClientBase, table: string, { granted, mode }: Lock): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE datname = current_database() AND relation = $1::regclass AND granted = $2 AND mode = coalesce($3, mode)`,
    [table, granted, mode],
  );
  return rows.length > 0;
}
