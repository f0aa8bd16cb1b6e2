import { homeChain, type AssetId } from '../../domain/ids.js';
import { NOTHING_BY_ROLE, ROLE_INDEX, type ClosableTotals, type DivisionRules } from '../../domain/ledger/division.js';
import { ROLES, type Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';
import { grouped } from '../grouped.js';

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
  const rules = new Map<string, { splitPpm: number[] | null; poolShares: bigint[] }>();
  const unique = new Map(wanted.map((asked) => [assetMarkKey(asked), asked]));
  for (const key of unique.keys()) rules.set(key, { splitPpm: null, poolShares: [...NOTHING_BY_ROLE] });
  if (unique.size === 0) return rules;
  const marks = [...unique.values()];
  await inForce(db, marks, SPLIT, (asked, value) => {
    rules.get(assetMarkKey(asked))!.splitPpm = (value as string[]).map(Number);
  });
  await inForce(db, marks, POOLS, (asked, value, role) => {
    rules.get(assetMarkKey(asked))!.poolShares[ROLE_INDEX[role as Role]] = BigInt(value as string);
  });
  return rules;
}

/** A table of history: what it says, and of which parts of an asset. */
interface RuleSource {
  readonly table: string;
  readonly value: string;
  /** Further column of its key with everything that it can be; `''` alone where there is none. */
  readonly parts: readonly string[];
  readonly partMatches: string;
}

const SPLIT: RuleSource = {
  table: 'ledger.split_history',
  value: 'split_ppm::text[]',
  parts: [''],
  partMatches: 'true',
};
const POOLS: RuleSource = {
  table: 'ledger.pool_history',
  value: 'total_shares::text',
  parts: ROLES.slice(1),
  partMatches: 'h.role = w.part',
};

interface PartMark extends AssetMark {
  readonly part: string;
}

/**
 * Tells what a history said at each mark. Most rules have not changed since the first mark asked for: the
 * latest row tells, and only the others are looked up mark by mark.
 */
async function inForce(
  db: Queryable,
  wanted: readonly AssetMark[],
  source: RuleSource,
  tell: (asked: AssetMark, value: unknown, part: string) => void,
): Promise<void> {
  const byAsset = grouped(wanted, ({ assetId }) => assetId);
  const changing: PartMark[] = [];
  const everywhere = [...byAsset.keys()].flatMap((assetId) =>
    source.parts.map((part) => ({ assetId, part, mark_s: NOW })),
  );
  for (const { asked, value, time_s } of await lookUp(db, everywhere, source)) {
    for (const { assetId, mark_s } of byAsset.get(asked.assetId)!) {
      if (time_s < mark_s) tell({ assetId, mark_s }, value, asked.part);
      else changing.push({ assetId, mark_s, part: asked.part });
    }
  }
  for (const { asked, value } of await lookUp(db, changing, source)) tell(asked, value, asked.part);
}

async function lookUp(
  db: Queryable,
  wanted: readonly PartMark[],
  { table, value, partMatches }: RuleSource,
): Promise<{ asked: PartMark; value: unknown; time_s: number }[]> {
  if (wanted.length === 0) return [];
  const rows = await db.query<{ i: string; value: unknown; time_s: string }>(
    `SELECT w.i, s.value, s.time_s
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY
       AS w(chain_id, asset_id, part, mark_s, i)
     CROSS JOIN LATERAL (
       SELECT ${value} AS value, time_s FROM ${table} h
       WHERE h.chain_id = w.chain_id AND h.asset_id = w.asset_id AND ${partMatches} AND h.time_s < w.mark_s
       ORDER BY h.position DESC LIMIT 1) s`,
    [
      wanted.map(({ assetId }) => homeChain(assetId as AssetId)),
      wanted.map(({ assetId }) => assetId),
      wanted.map(({ part }) => part),
      wanted.map(({ mark_s }) => mark_s),
    ],
  );
  return rows.map(({ i, value: found, time_s }) => ({
    asked: wanted[Number(i) - 1]!,
    value: found,
    time_s: toNumber(time_s),
  }));
}
