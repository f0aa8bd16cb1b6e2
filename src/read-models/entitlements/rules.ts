import { homeChain, type AssetId } from '../../domain/ids.js';
import { NOTHING_BY_ROLE, ROLE_INDEX, type ClosableTotals, type DivisionRules } from '../../domain/ledger/division.js';
import { ROLES, type Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';

/** After every event: later than any time a chain can have. */
export const NOW = Number.MAX_SAFE_INTEGER;

/** Totals, as text, of a current row or as of a mark. */
export interface TotalsRecord {
  total1: string;
  total2: string;
  closed1: string | null;
  closed2: string | null;
  accumulated: string[] | null;
}

export function toTotals(row: TotalsRecord): ClosableTotals {
  return {
    total1: BigInt(row.total1),
    total2: BigInt(row.total2),
    closed1: BigInt(row.closed1 ?? 0),
    closed2: BigInt(row.closed2 ?? 0),
    accumulated: row.accumulated?.map(BigInt) ?? NOTHING_BY_ROLE,
  };
}

export function hasGrown({ total1, total2, closed1, closed2 }: ClosableTotals): boolean {
  return total1 !== closed1 || total2 !== closed2;
}

/** What divides each asset's money now. */
export async function currentRules(db: Queryable, assetIds: readonly string[]): Promise<Map<string, DivisionRules>> {
  const rows = await db.query<{
    chain_id: string;
    asset_id: string;
    split_ppm: string[] | null;
    pool_shares: string[];
  }>(
    `SELECT chain_id, asset_id, split_ppm::text[] AS split_ppm, pool_shares::text[] AS pool_shares
     FROM ledger.asset WHERE asset_id = ANY($1)`,
    [assetIds],
  );
  const rules = new Map<string, DivisionRules>();
  for (const row of rows) {
    // Chains that link to an asset of another one keep a row of its name only.
    if (toNumber(row.chain_id) !== homeChain(row.asset_id as AssetId)) continue;
    rules.set(row.asset_id, {
      splitPpm: row.split_ppm?.map(Number) ?? null,
      poolShares: row.pool_shares.map(BigInt),
    });
  }
  return rules;
}

/** An asset at a mark: after the last event of its chain with a time before it. */
export interface AssetMark {
  readonly assetId: string;
  readonly mark_s: number;
}

export const assetMarkKey = ({ assetId, mark_s }: AssetMark): string => `${assetId}@${mark_s}`;

/** What divided each asset's money at each of its marks, by {@link assetMarkKey}. */
export async function rulesAt(db: Queryable, wanted: readonly AssetMark[]): Promise<Map<string, DivisionRules>> {
  const unique = [...new Map(wanted.map((asked) => [assetMarkKey(asked), asked])).values()];
  if (unique.length === 0) return new Map();
  const parameters = [
    unique.map(({ assetId }) => homeChain(assetId as AssetId)),
    unique.map(({ assetId }) => assetId),
    unique.map(({ mark_s }) => mark_s),
  ];
  const asked = 'unnest($1::bigint[], $2::text[], $3::bigint[]) WITH ORDINALITY AS w(chain_id, asset_id, mark_s, i)';
  const splits = await db.query<{ i: string; split_ppm: string[] }>(
    `SELECT w.i, s.split_ppm::text[] AS split_ppm FROM ${asked} CROSS JOIN LATERAL (
       SELECT split_ppm FROM ledger.split_history h
       WHERE h.chain_id = w.chain_id AND h.asset_id = w.asset_id AND h.time_s < w.mark_s
       ORDER BY h.position DESC LIMIT 1) s`,
    parameters,
  );
  const pools = await db.query<{ i: string; role: Role; total_shares: string }>(
    `SELECT w.i, r.role, p.total_shares::text AS total_shares
     FROM ${asked} CROSS JOIN unnest($4::text[]) AS r(role) CROSS JOIN LATERAL (
       SELECT total_shares FROM ledger.pool_history h
       WHERE h.chain_id = w.chain_id AND h.asset_id = w.asset_id AND h.role = r.role AND h.time_s < w.mark_s
       ORDER BY h.position DESC LIMIT 1) p`,
    [...parameters, ROLES.slice(1)],
  );
  const rules = unique.map(() => ({ splitPpm: null as number[] | null, poolShares: [...NOTHING_BY_ROLE] }));
  for (const { i, split_ppm } of splits) rules[Number(i) - 1]!.splitPpm = split_ppm.map(Number);
  for (const { i, role, total_shares } of pools) {
    rules[Number(i) - 1]!.poolShares[ROLE_INDEX[role]] = BigInt(total_shares);
  }
  return new Map(unique.map((asked, index) => [assetMarkKey(asked), rules[index]!]));
}
