import { nameOf, idOf } from '../../fold/dictionary.js';
import type { Queryable } from '../queryable.js';

/** With which assets somebody may have earned by usages. */
export interface EarningAssets {
  /** By shares. */
  readonly held: readonly string[];
  /** By running usages. */
  readonly executed: readonly string[];
}

/** @param assetId where only one asset is asked about */
export async function assetsOf(
  db: Queryable,
  contributor: string,
  assetId: string | null | undefined,
): Promise<EarningAssets> {
  const rows = await db.query<{ asset_id: string; held: boolean }>(
    `SELECT DISTINCT asset_id, true AS held FROM ledger.share WHERE contributor = $1
     UNION ALL
     SELECT ${nameOf('e.asset_id')}, false
     FROM (SELECT DISTINCT asset_id FROM ledger.executor_earning WHERE executor = ${idOf('$1')}) e`,
    [contributor],
  );
  const wanted = rows.filter((row) => assetId == null || row.asset_id === assetId);
  const of = (isHeld: boolean): string[] => wanted.flatMap((row) => (row.held === isHeld ? [row.asset_id] : []));
  return { held: of(true), executed: of(false) };
}
