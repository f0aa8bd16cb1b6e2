import type { Role } from '../../domain/vocabulary.js';
import type { PastMoment } from '../chains/past-moment.js';
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

/** What was held at a moment, of those rows of the history that `only` tells. */
function sharesAt(where: Conditions, only: string, moment: PastMoment): string {
  return `(
    SELECT DISTINCT ON (h.asset_id, h.role, h.contributor) h.*
    FROM ledger.share_history h JOIN ${moment.bind(where)} ON m.chain_id = h.chain_id AND h.since_time_s < m.mark_s
    WHERE ${only} ORDER BY h.asset_id, h.role, h.contributor, h.since DESC)`;
}

const shares = (shareTable: string): string => `
  SELECT s.chain_id, s.asset_id, s.role, s.contributor, s.shares, s.since_time_s, p.total_shares
  FROM ${shareTable} s`;

/** The total of each share's pool. */
function pools(where: Conditions, moment: PastMoment | undefined): string {
  const by = moment ? `AND time_s < (SELECT m.mark_s FROM ${moment.bind(where)} WHERE m.chain_id = s.chain_id)` : '';
  return `LEFT JOIN LATERAL (
    SELECT total_shares FROM ledger.pool_history
    WHERE asset_id = s.asset_id AND role = s.role AND chain_id = s.chain_id ${by} ORDER BY position DESC LIMIT 1
  ) p ON s.role <> 'OWNER'`;
}

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
  moment?: PastMoment,
): Promise<ShareView[]> {
  const where = new Conditions().equal('s.contributor', contributor).add('s.shares > 0');
  if (after) where.add('(s.asset_id, s.role) > (?, ?)', ...after);
  const held = moment ? sharesAt(where, `h.contributor = ${where.bind(contributor)}`, moment) : 'ledger.share';
  const rows = await db.query<ShareRecord>(
    `${shares(held)} ${pools(where, moment)} ${where.where()}
     ORDER BY s.asset_id, s.role LIMIT ${where.bind(limit)}`,
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
  moment?: PastMoment,
): Promise<ShareView[]> {
  const where = new Conditions().equal('s.asset_id', assetId).equal('s.role', role).add('s.shares > 0');
  if (after) where.add('(s.role, s.contributor) > (?, ?)', ...after);
  const held = moment ? sharesAt(where, `h.asset_id = ${where.bind(assetId)}`, moment) : 'ledger.share';
  const rows = await db.query<ShareRecord>(
    `${shares(held)} ${pools(where, moment)} ${where.where()}
     ORDER BY s.role, s.contributor LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toShare);
}

/** Holders of shares per role of an asset. Roles without any are left out. */
export async function countHolders(db: Queryable, assetId: string, moment?: PastMoment): Promise<Map<Role, number>> {
  const where = new Conditions().equal('s.asset_id', assetId).add('s.shares > 0');
  const held = moment ? sharesAt(where, `h.asset_id = ${where.bind(assetId)}`, moment) : 'ledger.share';
  const rows = await db.query<{ role: Role; n: number }>(
    `SELECT s.role, count(*)::int AS n FROM ${held} s ${where.where()} GROUP BY s.role`,
    where.parameters,
  );
  return new Map(rows.map((row) => [row.role, row.n]));
}

/** How many pools a contributor holds shares in at a moment. */
export async function countHoldings(db: Queryable, contributor: string, moment: PastMoment): Promise<number> {
  const where = new Conditions().add('s.shares > 0');
  const held = sharesAt(where, `h.contributor = ${where.bind(contributor)}`, moment);
  const rows = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${held} s ${where.where()}`,
    where.parameters,
  );
  return rows[0]!.n;
}
