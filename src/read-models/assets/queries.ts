import type { AssetKind, AssetStatus } from '../../domain/vocabulary.js';
import { countUpTo, type PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import { assetsAt } from './assets-at.js';

/** An asset as its home chain has it, now or at a moment. Times are seconds of chain time. */
export interface AssetView {
  readonly assetId: string;
  readonly chainId: number;
  readonly registered: boolean;
  readonly registeredTime_s: number | null;
  readonly kind: AssetKind | null;
  readonly name: string | null;
  readonly owner: string | null;
  readonly contentHash: string | null;
  readonly metadataUri: string | null;
  readonly version: number;
  readonly status: AssetStatus;
  /** Parts per million in the order of ROLES, null where none was set. */
  readonly splitPpm: readonly number[] | null;
  /** Shares per role's pool in the order of ROLES. */
  readonly poolShares: readonly bigint[];
  readonly txHash: string | null;
}

export interface AssetRecord {
  chain_id: string;
  asset_id: string;
  registered_at: string | null;
  registered_time_s: string | null;
  kind: AssetKind | null;
  name: string | null;
  owner: string | null;
  content_hash: string | null;
  metadata_uri: string | null;
  version: string;
  status: AssetStatus;
  split_ppm: string[] | null;
  pool_shares: string[];
  tx_hash: string | null;
}

/** The columns of {@link AssetRecord}, for a table called `a`. */
export const ASSET_COLUMNS = `a.chain_id, a.asset_id, a.registered_at, a.registered_time_s, a.kind, a.name, a.owner,
  a.content_hash, a.metadata_uri, a.version, a.status, a.split_ppm::text[] AS split_ppm,
  a.pool_shares::text[] AS pool_shares, a.tx_hash`;

export function toAssetView(row: AssetRecord): AssetView {
  return {
    assetId: row.asset_id,
    chainId: toNumber(row.chain_id),
    registered: row.registered_at !== null,
    registeredTime_s: toNumberOrNull(row.registered_time_s),
    kind: row.kind,
    name: row.name,
    owner: row.owner,
    contentHash: row.content_hash,
    metadataUri: row.metadata_uri,
    version: toNumber(row.version),
    status: row.status,
    splitPpm: row.split_ppm?.map(Number) ?? null,
    poolShares: row.pool_shares.map(toBigInt),
    txHash: row.tx_hash,
  };
}

/**
 * The assets that a chain knows, registered or only named, in any order; at a moment, those registered by then. A row
 * that another chain keeps of an asset it merely names is not the asset.
 */
export async function getAssets(db: Queryable, assetIds: readonly string[], moment?: PastMoment): Promise<AssetView[]> {
  const where = new Conditions();
  const assets = assetsAt(where, moment);
  where.add('a.asset_id = ANY(?)', assetIds);
  where.add(`split_part(split_part(a.asset_id, '/', 1), ':', 2) = a.chain_id::text`);
  const rows = await db.query<AssetRecord>(
    `SELECT ${ASSET_COLUMNS} FROM ${assets} a ${where.where()}`,
    where.parameters,
  );
  return rows.map(toAssetView);
}

/** Which of the ids occur anywhere: in a link, a usage or a sum. */
export async function getNamedAssets(db: Queryable, assetIds: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ asset_id: string }>(
    `SELECT id AS asset_id FROM unnest($1::text[]) AS id
     WHERE EXISTS (SELECT 1 FROM ledger.asset WHERE asset_id = id)
        OR EXISTS (SELECT 1 FROM ledger.lineage_edge WHERE parent = id)
        OR EXISTS (SELECT 1 FROM ledger.asset_activity WHERE asset_id = id)`,
    [assetIds],
  );
  return rows.map((row) => row.asset_id);
}

/** Usages of each asset on all chains, up to a moment where one is given. Assets never used are left out. */
export async function getUsageCounts(
  db: Queryable,
  assetIds: readonly string[],
  moment?: PastMoment,
): Promise<Map<string, bigint>> {
  const where = new Conditions().add(`${moment ? 'n.name' : 'u.asset_id'} = ANY(?)`, assetIds);
  countUpTo(where, moment, { chain: 'u.chain_id', mark: 'u.mark_s' });
  const used = moment ? 'ledger.revenue u JOIN fold.name n ON n.id = u.asset_id' : 'ledger.asset_activity u';
  const rows = await db.query<{ asset_id: string; usages: string }>(
    `SELECT ${moment ? 'n.name' : 'u.asset_id'} AS asset_id, sum(usages)::text AS usages FROM ${used}
     ${where.where()} GROUP BY 1`,
    where.parameters,
  );
  return new Map(rows.map((row) => [row.asset_id, toBigInt(row.usages)]));
}
