import type { Queryable } from '../../src/read-models/queryable.js';

/** Every account that a ledger knows. */
export async function everybody(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ address: string }>('SELECT DISTINCT address FROM ledger.account ORDER BY 1');
  return rows.map(({ address }) => address);
}
