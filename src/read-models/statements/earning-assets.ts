import { idOf, nameOf } from '../../fold/dictionary.js';
import { type Queryable, toNumber } from '../queryable.js';
import type { TokenKey } from '../tokens/queries.js';

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
     FROM (SELECT DISTINCT asset_id FROM ledger.executor_earning WHERE executor = ${idOf('$1')}) e
     UNION ALL
     SELECT DISTINCT asset_id, false FROM ledger.settled_executor_earning WHERE executor = $1`,
    [contributor],
  );
  const wanted = rows.filter((row) => assetId == null || row.asset_id === assetId);
  const of = (isHeld: boolean): string[] => [
    ...new Set(wanted.flatMap((row) => (row.held === isHeld ? [row.asset_id] : []))),
  ];
  return { held: of(true), executed: of(false) };
}

/** In which tokens somebody may have earned, of whatever vault. */
export async function tokensOf(
  db: Queryable,
  contributor: string,
  assetId: string | null | undefined,
): Promise<TokenKey[]> {
  const paid = [
    ['settled_executor_earning', 'executor', 'vault_chain_id'],
    ['upheld_earning', 'beneficiary', 'chain_id'],
    ['settled_upheld_earning', 'beneficiary', 'vault_chain_id'],
    ['direct_earning', 'beneficiary', 'chain_id'],
    ['reward', 'contributor', 'chain_id'],
  ] as const;
  const credited = paid.map(
    ([table, who, chain]) => `SELECT ${chain}, token FROM ledger.${table}
      WHERE ${who} = $1 AND ($2::text IS NULL OR asset_id = $2)`,
  );
  const rows = await db.query<{ chain_id: string; token: string }>(
    `WITH held AS MATERIALIZED (
       SELECT DISTINCT asset_id FROM ledger.share WHERE contributor = $1 AND ($2::text IS NULL OR asset_id = $2))
     SELECT r.chain_id, r.token FROM held JOIN ledger.running_total r USING (asset_id)
     UNION SELECT s.vault_chain_id, s.token FROM held JOIN ledger.settled_total s USING (asset_id)
     UNION SELECT e.chain_id, ${nameOf('e.token')} FROM (
       SELECT DISTINCT chain_id, token FROM ledger.executor_earning
       WHERE executor = ${idOf('$1')} AND ($2::text IS NULL OR asset_id = ${idOf('$2')})) e
     UNION ${credited.join(' UNION ')}`,
    [contributor, assetId ?? null],
  );
  return rows.map(({ chain_id, token }) => ({ chainId: toNumber(chain_id), address: token }));
}
