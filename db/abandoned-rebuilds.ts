import type { QueryRunner } from 'typeorm';
import { rebuildLockName } from '../src/fold/beside.js';

/**
 * Removes the schemas of rebuilds that were killed. Views in them stand on the live tables, which could not be
 * changed as long as they are there.
 * @throws Error where a rebuild is under way: it would put tables of the old form in the place of new ones
 */
export async function removeAbandonedRebuilds(db: QueryRunner): Promise<void> {
  const schemas = (await db.query(
    `SELECT nspname AS name, substring(nspname FROM '^rebuild_([0-9]+)') AS chain FROM pg_namespace
     WHERE nspname ~ '^rebuild_[0-9]+(_fold|_fold_all|_replaced)?$'`,
  )) as { name: string; chain: string }[];
  for (const { name, chain } of schemas) {
    const lock = [rebuildLockName(Number(chain))];
    const [row] = await db.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', lock);
    if (!row.held) {
      throw new Error(
        `The tables cannot be changed while eip155:${chain} is rebuilt; start again when that has ended.`,
      );
    }
    try {
      await db.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    } finally {
      await db.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', lock);
    }
  }
}
