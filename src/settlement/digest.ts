import type pg from 'pg';
import { digestTables, hasMark, type Digest } from '../fold/digest.js';
import { SETTLED_TABLES } from '../read-models/ledger-tables.js';

/** Tables that follow from the logs alone: anomalies also tell what came late. */
const REPRODUCIBLE = SETTLED_TABLES.filter(({ name }) => name !== 'settled_anomaly');

/**
 * A digest of settled transit. With a mark: of all rows that belong to marks up to it, so that two
 * deployments of which one has settled further can be compared; without: of every row.
 */
export async function digestSettlement(db: pg.ClientBase, schema: string, upToMark_s?: number): Promise<Digest> {
  const tables = upToMark_s === undefined ? REPRODUCIBLE : REPRODUCIBLE.filter(hasMark);
  return digestTables(db, tables, { schema, upToMark_s });
}
