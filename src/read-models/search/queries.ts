import { ASSET_COLUMNS, type AssetRecord, type AssetView, toAssetView } from '../assets/queries.js';
import type { Queryable } from '../queryable.js';

/** Registered assets with the text in their name, those that begin with it first. */
export async function searchAssetNames(db: Queryable, text: string, limit: number): Promise<AssetView[]> {
  const rows = await db.query<AssetRecord>(
    `SELECT ${ASSET_COLUMNS} FROM ledger.asset a
     WHERE a.registered_at IS NOT NULL AND strpos(lower(a.name), lower($1)) > 0
     ORDER BY strpos(lower(a.name), lower($1)) > 1, length(a.name), a.name, a.asset_id LIMIT $2`,
    [text, limit],
  );
  return rows.map(toAssetView);
}

/** Contributors whose address begins with the text. */
export async function searchContributors(db: Queryable, prefix: string, limit: number): Promise<string[]> {
  const rows = await db.query<{ address: string }>(
    `SELECT DISTINCT address FROM ledger.account WHERE address >= $1 AND address < $1 || 'g' ORDER BY address LIMIT $2`,
    [prefix, limit],
  );
  return rows.map((row) => row.address);
}
