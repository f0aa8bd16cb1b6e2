import type { Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';
import { grouped } from '../grouped.js';
import { purseKey, type Dues, type EntitlementBook } from './book.js';
import type { Grid } from './grid.js';
import type { HoldingTimeline } from './holdings.js';
import { duesOver } from './local.js';
import { settledMarks, type SettledMarks } from './settled-marks.js';
import {
  accumulatedOver,
  totalsOver,
  type Closing,
  type Growth,
  type Step,
  type TotalsSeries,
} from './totals-series.js';
import type { Purse } from './types.js';

/** A settled total of an asset. */
export interface SettledKey extends Purse {
  readonly assetId: string;
}

interface SettledRecord {
  asset_id: string;
  vault_chain_id: string;
  vault: string;
  token: string;
}

const toKey = (row: SettledRecord): SettledKey => ({
  assetId: row.asset_id,
  vaultChainId: toNumber(row.vault_chain_id),
  vault: row.vault,
  token: row.token,
});

const keyText = (key: SettledKey): string => `${purseKey(key)}|${key.assetId}`;

/** Settled totals there are of some assets, in any vault. */
export async function settledKeys(db: Queryable, assetIds: readonly string[]): Promise<SettledKey[]> {
  if (assetIds.length === 0) return [];
  const rows = await db.query<SettledRecord>(
    `SELECT asset_id, vault_chain_id, vault, token FROM ledger.settled_total WHERE asset_id = ANY($1)`,
    [assetIds],
  );
  return rows.map(toKey);
}

/**
 * What was due at marks of a grid from money that crossed chains. A mark past the settled one stands for that: what
 * came later is not known.
 */
export async function settledDues(
  db: Queryable,
  contributor: string,
  keys: readonly SettledKey[],
  timeline: HoldingTimeline,
  grid: Grid,
): Promise<Dues[]> {
  if (keys.length === 0) return [];
  const series = await settledSeries(db, keys, grid, await settledMarks(db));
  const accumulated = await accumulatedOver(db, series, grid, (assetId) => timeline.rolesOf(assetId));
  const offsets = await settledOffsets(db, contributor, keys);
  return series.map((totals, i) => {
    const { assetId, limit_s, grownAt } = totals;
    const setIn = (book: EntitlementBook, marks: readonly number[]): void => {
      const values = accumulated[i]!(marks);
      const known = marks.map((mark_s) => Math.min(mark_s, limit_s));
      for (const pool of timeline.poolsOf(assetId)) {
        const role = pool[0]!.role;
        const offset = (_: unknown, mark_s: number): bigint => offsets(totals, role, mark_s);
        book.set({ role, ...totals }, 'settled', duesOver(pool, known, values, role, offset));
      }
    };
    return { assetId, grownAt, setIn };
  });
}

/** Settled totals at marks of a grid, or at the settled one where a mark lies past it. */
export async function settledSeries(
  db: Queryable,
  keys: readonly SettledKey[],
  grid: Grid,
  settledTo: SettledMarks,
): Promise<TotalsSeries[]> {
  const limits = keys.map((key) => settledTo.ofAsset(key, key.assetId));
  const found = grid.every ? everyGrowth(db, keys, limits, grid) : settledGrowth(db, keys, limits, grid.marks);
  const growth = grouped(await found, keyText);
  const closings = grouped(await settledClosings(db, keys, grid), keyText);
  return keys.map((key, i) => {
    const steps = growth.get(keyText(key)) ?? [];
    const grownAt = steps.map(({ mark_s }) => mark_s);
    const at = (marks: readonly number[]) => totalsOver(marks, steps, closings.get(keyText(key)) ?? []);
    return { limit_s: limits[i]!, grownAt, at, ...key };
  });
}

/** The last growth in every bucket of a grid. */
async function everyGrowth(
  db: Queryable,
  keys: readonly SettledKey[],
  limits: readonly number[],
  grid: Grid,
): Promise<(SettledKey & Step<Growth>)[]> {
  const rows = await db.query<GrowthRecord>(
    `SELECT h.asset_id, h.vault_chain_id, h.vault, h.token, ${grid.bucketOf('h.mark_s - 1', 7)} AS b,
            max(total1)::text AS total1, max(total2)::text AS total2
     FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
       AS k(asset_id, vault_chain_id, vault, token, limit_s)
     JOIN ledger.settled_total_at h USING (asset_id, vault_chain_id, vault, token)
     WHERE h.mark_s <= k.limit_s AND h.mark_s <= $6
     GROUP BY 1, 2, 3, 4, 5 ORDER BY b`,
    [...columnsOf(keys), limits, grid.last_s, ...grid.parameters],
  );
  return rows.map((row) => toGrowth(row, grid.markOf(row.b)));
}

type GrowthRecord = SettledRecord & { b: number; total1: string; total2: string };

function toGrowth(row: GrowthRecord, mark_s: number): SettledKey & Step<Growth> {
  return { mark_s, value: { total1: BigInt(row.total1), total2: BigInt(row.total2) }, ...toKey(row) };
}

/** As for local totals: from each growth found, the next is looked for behind the mark that follows it. */
async function settledGrowth(
  db: Queryable,
  keys: readonly SettledKey[],
  limits: readonly number[],
  marks: readonly number[],
): Promise<(SettledKey & Step<Growth>)[]> {
  const rows = await db.query<GrowthRecord>(
    `WITH RECURSIVE walk(asset_id, vault_chain_id, vault, token, limit_s, b, passed_s, total1, total2) AS (
       SELECT asset_id COLLATE "C", vault_chain_id, vault COLLATE "C", token COLLATE "C", limit_s, -1, -1::bigint,
              0::numeric, 0::numeric
       FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
         AS k(asset_id, vault_chain_id, vault, token, limit_s)
       UNION ALL
       SELECT w.asset_id, w.vault_chain_id, w.vault, w.token, w.limit_s, n.b, ($6::bigint[])[n.b + 1], l.total1, l.total2
       FROM walk w
       CROSS JOIN LATERAL (
         SELECT width_bucket(mark_s - 1, $6::bigint[]) AS b FROM ledger.settled_total_at h
         WHERE h.asset_id = w.asset_id AND h.vault_chain_id = w.vault_chain_id AND h.vault = w.vault
           AND h.token = w.token AND h.mark_s > w.passed_s AND h.mark_s <= w.limit_s
         ORDER BY h.mark_s LIMIT 1) n
       CROSS JOIN LATERAL (
         SELECT total1, total2 FROM ledger.settled_total_at h
         WHERE h.asset_id = w.asset_id AND h.vault_chain_id = w.vault_chain_id AND h.vault = w.vault
           AND h.token = w.token AND h.mark_s <= least(($6::bigint[])[n.b + 1], w.limit_s)
         ORDER BY h.mark_s DESC LIMIT 1) l
       WHERE n.b < cardinality($6::bigint[]))
     SELECT asset_id, vault_chain_id, vault, token, b, total1::text AS total1, total2::text AS total2
     FROM walk WHERE b >= 0 ORDER BY b`,
    [...columnsOf(keys), limits, marks],
  );
  return rows.map((row) => toGrowth(row, marks[row.b]!));
}

/** The last closing at or before each mark. One through a mark is as good as dividing at it. */
async function settledClosings(
  db: Queryable,
  keys: readonly SettledKey[],
  grid: Grid,
): Promise<(SettledKey & Step<Closing>)[]> {
  const rows = await db.query<SettledRecord & { b: number; closed1: string; closed2: string; accumulated: string[] }>(
    `SELECT DISTINCT ON (b, asset_id, vault_chain_id, vault, token) asset_id, vault_chain_id, vault, token, b,
            closed1::text AS closed1, closed2::text AS closed2, accumulated::text[] AS accumulated
     FROM (
       SELECT h.*, ${grid.bucketOf('h.mark_s - 1', 6)} AS b
       FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) AS k(asset_id, vault_chain_id, vault, token)
       JOIN ledger.settled_accumulated_history h USING (asset_id, vault_chain_id, vault, token)
       WHERE h.mark_s <= $5) h
     ORDER BY b, asset_id, vault_chain_id, vault, token, mark_s DESC`,
    [...columnsOf(keys), grid.last_s, ...grid.parameters],
  );
  return rows.map((row) => ({
    mark_s: grid.markOf(row.b),
    value: {
      closed1: BigInt(row.closed1),
      closed2: BigInt(row.closed2),
      accumulated: row.accumulated.map(BigInt),
    },
    ...toKey(row),
  }));
}

function columnsOf(keys: readonly SettledKey[]): unknown[][] {
  return [
    keys.map(({ assetId }) => assetId),
    keys.map(({ vaultChainId }) => vaultChainId),
    keys.map(({ vault }) => vault),
    keys.map(({ token }) => token),
  ];
}

type OffsetLookup = (key: SettledKey, role: Role, mark_s: number) => bigint;

/** A contributor's settled offsets: the latest row at or before a mark, 0 where there is none. */
async function settledOffsets(db: Queryable, contributor: string, keys: readonly SettledKey[]): Promise<OffsetLookup> {
  const rows = await db.query<SettledRecord & { role: Role; mark_s: string; offset_scaled: string }>(
    `SELECT asset_id, role, vault_chain_id, vault, token, mark_s, offset_scaled::text AS offset_scaled
     FROM ledger.settled_share_offset WHERE contributor = $1 AND asset_id = ANY($2) ORDER BY mark_s`,
    [contributor, [...new Set(keys.map(({ assetId }) => assetId))]],
  );
  const byHolding = grouped(rows, (row) => `${keyText(toKey(row))}|${row.role}`);
  return (key, role, mark_s) => {
    const row = byHolding.get(`${keyText(key)}|${role}`)?.findLast((candidate) => toNumber(candidate.mark_s) <= mark_s);
    return row ? BigInt(row.offset_scaled) : 0n;
  };
}
