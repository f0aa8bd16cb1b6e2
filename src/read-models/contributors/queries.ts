import type { Role } from '../../domain/vocabulary.js';
import { Conditions, type Queryable, toBigInt, toNumber } from '../queryable.js';

/** An address that was ever named as owner, holder of shares or executor. */
export interface ContributorView {
  readonly address: string;
  /** Seconds, on the chain that saw it first. */
  readonly firstSeen_s: number;
}

interface ContributorRecord {
  address: string;
  first_seen_time_s: string;
}

const toContributor = (row: ContributorRecord): ContributorView => ({
  address: row.address,
  firstSeen_s: toNumber(row.first_seen_time_s),
});

/** Those of the addresses that are contributors, in any order. */
export async function getContributors(db: Queryable, addresses: readonly string[]): Promise<ContributorView[]> {
  const rows = await db.query<ContributorRecord>(
    `SELECT address, min(first_seen_time_s) AS first_seen_time_s FROM ledger.account
     WHERE address = ANY($1) GROUP BY address`,
    [addresses],
  );
  return rows.map(toContributor);
}

/** How many contributors there are, over all chains. */
export async function countContributors(db: Queryable): Promise<bigint> {
  const rows = await db.query<{ n: string }>('SELECT count(DISTINCT address)::text AS n FROM ledger.account');
  return toBigInt(rows[0]!.n);
}

/** Pools in which each address holds shares now. Addresses without any are left out. */
export async function getHoldingCounts(db: Queryable, addresses: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ contributor: string; n: number }>(
    `SELECT contributor, count(*)::int AS n FROM ledger.share
     WHERE contributor = ANY($1) AND shares > 0 GROUP BY contributor`,
    [addresses],
  );
  return new Map(rows.map((row) => [row.contributor, row.n]));
}

/** Shares of a contributor, or of an asset's people. */
export interface ShareView {
  readonly chainId: number;
  readonly assetId: string;
  readonly role: Role;
  readonly contributor: string;
  readonly shares: bigint;
  /** All shares of the role's pool. */
  readonly totalShares: bigint;
  readonly since_s: number;
}

interface ShareRecord {
  chain_id: string;
  asset_id: string;
  role: Role;
  contributor: string;
  shares: string;
  total_shares: string | null;
  since_time_s: string;
}

const SHARES = `
  SELECT s.chain_id, s.asset_id, s.role, s.contributor, s.shares, s.since_time_s, p.total_shares
  FROM ledger.share s
  LEFT JOIN LATERAL (
    SELECT total_shares FROM ledger.pool_history
    WHERE asset_id = s.asset_id AND role = s.role AND chain_id = s.chain_id ORDER BY position DESC LIMIT 1
  ) p ON s.role <> 'OWNER'`;

const toShare = (row: ShareRecord): ShareView => ({
  chainId: toNumber(row.chain_id),
  assetId: row.asset_id,
  role: row.role,
  contributor: row.contributor,
  shares: toBigInt(row.shares),
  totalShares: row.role === 'OWNER' ? 1n : toBigInt(row.total_shares),
  since_s: toNumber(row.since_time_s),
});

/** Shares a contributor holds, by asset and role, after the one given. */
export async function listHoldings(
  db: Queryable,
  contributor: string,
  after: readonly [assetId: string, role: string] | null,
  limit: number,
): Promise<ShareView[]> {
  const where = new Conditions().equal('s.contributor', contributor).add('s.shares > 0');
  if (after) where.add('(s.asset_id, s.role) > (?, ?)', ...after);
  const rows = await db.query<ShareRecord>(
    `${SHARES} ${where.where()} ORDER BY s.asset_id, s.role LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toShare);
}

/** Shares in an asset, by role and contributor, after the one given. */
export async function listShares(
  db: Queryable,
  assetId: string,
  role: Role | null,
  after: readonly [role: string, contributor: string] | null,
  limit: number,
): Promise<ShareView[]> {
  const where = new Conditions().equal('s.asset_id', assetId).equal('s.role', role).add('s.shares > 0');
  if (after) where.add('(s.role, s.contributor) > (?, ?)', ...after);
  const rows = await db.query<ShareRecord>(
    `${SHARES} ${where.where()} ORDER BY s.role, s.contributor LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toShare);
}

/** Holders of shares per role of an asset. Roles without any are left out. */
export async function countHolders(db: Queryable, assetId: string): Promise<Map<Role, number>> {
  const rows = await db.query<{ role: Role; n: number }>(
    `SELECT role, count(*)::int AS n FROM ledger.share WHERE asset_id = $1 AND shares > 0 GROUP BY role`,
    [assetId],
  );
  return new Map(rows.map((row) => [row.role, row.n]));
}
