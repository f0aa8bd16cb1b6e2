import pg from 'pg';
import { chainId } from '../../src/domain/ids.js';
import { digestTables } from '../../src/fold/digest.js';
import { LEDGER_TABLES } from '../../src/read-models/ledger-tables.js';
import { digestSettlement } from '../../src/settlement/digest.js';
import type { Deployment } from '../support/system.js';

/**
 * Digests of all that a deployment holds, by what it is of: both digests of every chain's log, every table
 * of every chain, every table of the settlement. Two that are equal hold the same, byte for byte.
 */
export async function stateDigest(deployment: Deployment): Promise<Record<string, string>> {
  const db = new pg.Client(deployment.databaseUrl);
  await db.connect();
  const digests: Record<string, string> = {};
  try {
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const { id } of deployment.chains) {
      const { rows } = await db.query<{ raw: string; canonical: string }>(
        `SELECT encode(raw_digest, 'hex') AS raw, encode(canonical_digest, 'hex') AS canonical
         FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
        [id],
      );
      digests[`log of ${id}`] = `${rows[0]?.raw} ${rows[0]?.canonical}`;
      const { tables } = await digestTables(db, LEDGER_TABLES, { schema: 'ledger', chain: chainId(id) });
      for (const [name, digest] of Object.entries(tables)) digests[`${name} of ${id}`] = digest;
    }
    return { ...digests, ...(await digestSettlement(db, 'ledger')).tables };
  } finally {
    await db.end();
  }
}
