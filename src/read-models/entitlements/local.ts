import { homeChain, type Address, type AssetId } from '../../domain/ids.js';
import { ROLE_INDEX } from '../../domain/ledger/division.js';
import { scaledDue } from '../../domain/ledger/entitlement.js';
import { offsetKey } from '../../domain/ledger/shares.js';
import { idOf } from '../../fold/dictionary.js';
import type { Queryable } from '../queryable.js';
import { grouped } from '../grouped.js';
import { type Dues, type EntitlementBook } from './book.js';
import type { EveryInterval, Grid } from './grid.js';
import type { HeldShares, HoldingTimeline } from './holdings.js';
import { currentRules, toTotals, type TotalsRecord } from './rules.js';
import {
  accumulatedOver,
  totalsOver,
  type Closing,
  type Growth,
  type Step,
  type TotalsSeries,
} from './totals-series.js';

interface PursedRecord {
  asset_id: string;
  vault: string;
  token: string;
}

const NO_RULES = { splitPpm: null, poolShares: [] };

const offsetOf = (held: HeldShares, vault: string, token: string): bigint =>
  BigInt(held.offsets[offsetKey(vault as Address, token as Address)] ?? 0);

/** The same of rows that come one after the other, read once for each. */
function offsetsOf(vault: string, token: string): (held: HeldShares) => bigint {
  let last: HeldShares | undefined;
  let offset = 0n;
  return (held) => {
    if (held !== last) offset = offsetOf((last = held), vault, token);
    return offset;
  };
}

/** Sets what is due now from money that stayed on its chain, in a book of one moment. */
export async function setLocalNow(db: Queryable, held: readonly HeldShares[], book: EntitlementBook): Promise<void> {
  const assetIds = [...new Set(held.map(({ assetId }) => assetId))];
  if (assetIds.length === 0) return;
  const rows = await db.query<PursedRecord & TotalsRecord>(
    `SELECT asset_id, vault, token, total1::text AS total1, total2::text AS total2, closed1::text AS closed1,
            closed2::text AS closed2, accumulated::text[] AS accumulated
     FROM ledger.running_total WHERE asset_id = ANY($1)`,
    [assetIds],
  );
  const rules = await currentRules(db, assetIds);
  const byAsset = grouped(rows, ({ asset_id }) => asset_id);
  for (const holding of held) {
    const { assetId, role, shares } = holding;
    const vaultChainId = homeChain(assetId as AssetId);
    for (const row of byAsset.get(assetId) ?? []) {
      const { vault, token } = row;
      const offset = offsetOf(holding, vault, token);
      const due = scaledDue({ role, shares, offset }, toTotals(row), rules.get(assetId) ?? NO_RULES);
      book.set({ vaultChainId, vault, token, assetId, role }, 'local', [due]);
    }
  }
}

/** What was due at marks of a grid from money that stayed on its chain. */
export async function localDues(
  db: Queryable,
  timeline: HoldingTimeline,
  assetIds: readonly string[],
  grid: Grid,
): Promise<Dues[]> {
  const series = await localSeries(db, assetIds, grid);
  const accumulated = await accumulatedOver(db, series, grid, (assetId) => timeline.rolesOf(assetId));
  return series.map((totals, i) => {
    const { assetId, vaultChainId, vault, token, grownAt } = totals;
    const setIn = (book: EntitlementBook, marks: readonly number[]): void => {
      const values = accumulated[i]!(marks);
      for (const pool of timeline.poolsOf(assetId)) {
        const role = pool[0]!.role;
        const dues = duesOver(pool, marks, values, role, offsetsOf(vault, token));
        book.set({ vaultChainId, vault, token, assetId, role }, 'local', dues);
      }
    };
    return { assetId, grownAt, setIn };
  });
}

/**
 * What was due at each mark to a holder of a role: a pool's rows are oldest first. `offset` is asked for
 * whenever what it can depend on may have changed.
 */
export function duesOver(
  pool: readonly HeldShares[],
  marks: readonly number[],
  accumulated: readonly (readonly bigint[])[],
  role: HeldShares['role'],
  offset: (held: HeldShares, mark_s: number) => bigint,
): bigint[] {
  const dues: bigint[] = [];
  let row = -1;
  for (let j = 0; j < marks.length; j++) {
    const before = row;
    while (row + 1 < pool.length && pool[row + 1]!.since_s < marks[j]!) row++;
    const isSame = j > 0 && row === before && accumulated[j] === accumulated[j - 1];
    if (isSame) dues.push(dues[j - 1]!);
    else if (row < 0) dues.push(0n);
    else dues.push(offset(pool[row]!, marks[j]!) + pool[row]!.shares * (accumulated[j]![ROLE_INDEX[role]] ?? 0n));
  }
  return dues;
}

/** Totals of assets, in every vault and token, at marks of a grid. */
export async function localSeries(db: Queryable, assetIds: readonly string[], grid: Grid): Promise<TotalsSeries[]> {
  const keyOf = ({ asset_id, vault, token }: PursedRecord): string => `${asset_id}|${vault}|${token}`;
  const growth = await (grid.every
    ? everyGrowth(db, assetIds, grid.every, grid.last_s)
    : localGrowth(db, assetIds, grid));
  const closings = new Map((await localClosings(db, assetIds, grid)).map((row) => [keyOf(row), row.steps]));
  return growth.map(({ steps, grownAt, ...purse }) => {
    const { asset_id: assetId, vault, token } = purse;
    const at = (marks: readonly number[]) => totalsOver(marks, steps(), closings.get(keyOf(purse)) ?? []);
    const vaultChainId = homeChain(assetId as AssetId);
    return { assetId, vaultChainId, vault, token, limit_s: Infinity, grownAt, at };
  });
}

/** Rows for each mark at most that are read through; where there are more, each mark is looked up. */
const ROWS_PER_MARK = 8;

/**
 * No limit, which Postgres finds out too late to plan with: it reads rows as their index gives them. A bitmap of them,
 * which it takes for cheaper, is half again as slow where each row is on a page of its own.
 */
const ALL_IN_ORDER = '(SELECT NULL::bigint)';

interface StepsRecord extends PursedRecord {
  /** Buckets of the grid, ascending, and what is true from the mark of each on: lists of the same length. */
  b: number[];
}

/**
 * Running totals at the marks before which they had grown. Where they grew often between marks, the last
 * growth before each mark is looked up, from the last mark back; elsewhere all growth is read through: totals only
 * grow, so the greatest are the last.
 */
async function localGrowth(db: Queryable, assetIds: readonly string[], grid: Grid): Promise<GrownPurse[]> {
  const rows = await db.query<GrowthRecord & StepsRecord>(
    `WITH RECURSIVE named AS MATERIALIZED (
       SELECT chain_id, asset_id, vault, token, ${idOf('asset_id')} AS a, ${idOf('vault')} AS v, ${idOf('token')} AS t
       FROM ledger.running_total WHERE asset_id = ANY($1)),
     purse AS MATERIALIZED (
       SELECT *, EXISTS (
         SELECT FROM ledger.running_total_at h
         WHERE h.chain_id = r.chain_id AND h.asset_id = r.a AND h.vault = r.v AND h.token = r.t
         OFFSET $3) AS busy
       FROM named r),
     walk(chain_id, a, v, t, before_s, b, total1, total2) AS (
       SELECT chain_id, a, v, t, ($2::bigint[])[cardinality($2::bigint[])], -1, 0::numeric, 0::numeric
       FROM purse WHERE busy
       UNION ALL
       SELECT w.chain_id, w.a, w.v, w.t, ($2::bigint[])[l.b], l.b, l.total1, l.total2
       FROM walk w CROSS JOIN LATERAL (
         SELECT width_bucket(mark_s - 1, $2::bigint[]) AS b, total1, total2 FROM ledger.running_total_at h
         WHERE h.chain_id = w.chain_id AND h.asset_id = w.a AND h.vault = w.v AND h.token = w.t
           AND h.mark_s <= w.before_s
         ORDER BY h.mark_s DESC LIMIT 1) l),
     walked AS (
       SELECT chain_id, a, v, t, array_agg(b ORDER BY b) AS b, string_agg(total1::text, ' ' ORDER BY b) AS total1,
              string_agg(total2::text, ' ' ORDER BY b) AS total2
       FROM walk WHERE b >= 0 GROUP BY chain_id, a, v, t)
     SELECT asset_id, vault, token, b, total1, total2 FROM walked JOIN purse USING (chain_id, a, v, t)
     UNION ALL
     SELECT p.asset_id, p.vault, p.token, s.b, s.total1, s.total2
     FROM purse p CROSS JOIN LATERAL (
       SELECT array_agg(b ORDER BY b) AS b, string_agg(total1::text, ' ' ORDER BY b) AS total1,
              string_agg(total2::text, ' ' ORDER BY b) AS total2
       FROM (
         SELECT width_bucket(mark_s - 1, $2::bigint[]) AS b, max(total1) AS total1, max(total2) AS total2
         FROM (
           SELECT h.mark_s, h.total1, h.total2 FROM ledger.running_total_at h
           WHERE h.chain_id = p.chain_id AND h.asset_id = p.a AND h.vault = p.v AND h.token = p.t
             AND h.mark_s <= ($2::bigint[])[cardinality($2::bigint[])]
           ORDER BY h.mark_s LIMIT ${ALL_IN_ORDER}) h
         GROUP BY 1) grown) s
     WHERE NOT p.busy AND s.b IS NOT NULL`,
    [assetIds, grid.marks, ROWS_PER_MARK * grid.marks.length],
  );
  return rows.map(({ b, ...row }) =>
    grownPurse(
      row,
      b.map((bucket) => grid.markOf(bucket)),
    ),
  );
}

/** Running totals at every mark at which they grew; growth up to a first one is all its own. */
async function everyGrowth(
  db: Queryable,
  assetIds: readonly string[],
  { from_s }: EveryInterval,
  last_s: number,
): Promise<GrownPurse[]> {
  const rows = await db.query<GrowthRecord & { marks: string }>(
    `SELECT p.asset_id, p.vault, p.token, s.marks, s.total1, s.total2
     FROM (
       SELECT chain_id, asset_id, vault, token, ${idOf('asset_id')} AS a, ${idOf('vault')} AS v, ${idOf('token')} AS t
       FROM ledger.running_total WHERE asset_id = ANY($1) OFFSET 0) p
     CROSS JOIN LATERAL (
       SELECT string_agg(mark_s::text, ' ') AS marks, string_agg(total1::text, ' ') AS total1,
              string_agg(total2::text, ' ') AS total2
       FROM (
         (SELECT $2::bigint AS mark_s, total1, total2 FROM ledger.running_total_at h
          WHERE h.chain_id = p.chain_id AND h.asset_id = p.a AND h.vault = p.v AND h.token = p.t AND h.mark_s <= $2
          ORDER BY h.mark_s DESC LIMIT 1)
         UNION ALL
         (SELECT mark_s, total1, total2 FROM ledger.running_total_at h
          WHERE h.chain_id = p.chain_id AND h.asset_id = p.a AND h.vault = p.v AND h.token = p.t
            AND h.mark_s > $2 AND h.mark_s <= $3
          ORDER BY h.mark_s LIMIT ${ALL_IN_ORDER})
         ORDER BY mark_s) h) s
     WHERE s.marks IS NOT NULL`,
    [assetIds, from_s, last_s],
  );
  return rows.map(({ marks, ...row }) => grownPurse(row, marks.split(' ').map(Number)));
}

/** What {@link localSeries} knows of a total before it is laid over marks. */
type GrownPurse = PursedRecord & Pick<TotalsSeries, 'grownAt'> & { readonly steps: () => Step<Growth>[] };

function grownPurse({ total1, total2, ...purse }: GrowthRecord, grownAt: number[]): GrownPurse {
  const steps = (): Step<Growth>[] => {
    const totals1 = total1.split(' ');
    const totals2 = total2.split(' ');
    return grownAt.map((mark_s, i) => {
      return { mark_s, value: { total1: BigInt(totals1[i]!), total2: BigInt(totals2[i]!) } };
    });
  };
  return { grownAt, steps, ...purse };
}

/** What totals had grown to, one amount for each mark. */
type GrowthRecord = PursedRecord & { total1: string; total2: string };

/** The last closing before each mark that any came before. */
async function localClosings(
  db: Queryable,
  assetIds: readonly string[],
  grid: Grid,
): Promise<(PursedRecord & { steps: Step<Closing>[] })[]> {
  const rows = await db.query<StepsRecord & { closed1: string; closed2: string; accumulated: string }>(
    `SELECT asset_id, vault, token, array_agg(b ORDER BY b) AS b, string_agg(closed1::text, ' ' ORDER BY b) AS closed1,
            string_agg(closed2::text, ' ' ORDER BY b) AS closed2,
            string_agg(array_to_string(accumulated, ','), ' ' ORDER BY b) AS accumulated
     FROM (
       SELECT DISTINCT ON (asset_id, vault, token, b) *
       FROM (
         SELECT h.*, ${grid.bucketOf('time_s', 3)} AS b FROM ledger.accumulated_history h
         WHERE asset_id = ANY($1) AND time_s < $2) h
       ORDER BY asset_id, vault, token, b, position DESC) last
     GROUP BY asset_id, vault, token`,
    [assetIds, grid.last_s, ...grid.parameters],
  );
  return rows.map(({ b, closed1, closed2, accumulated, ...purse }) => {
    const closings1 = closed1.split(' ');
    const closings2 = closed2.split(' ');
    const values = accumulated.split(' ');
    const steps = b.map((bucket, i) => {
      const accumulated = values[i]!.split(',').map(BigInt);
      const value = { closed1: BigInt(closings1[i]!), closed2: BigInt(closings2[i]!), accumulated };
      return { mark_s: grid.markOf(bucket), value };
    });
    return { steps, ...purse };
  });
}
