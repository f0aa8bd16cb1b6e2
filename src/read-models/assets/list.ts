import { nameOf } from '../../fold/dictionary.js';
import type { PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toBigInt } from '../queryable.js';
import { assetsAt } from './assets-at.js';
import { ASSET_COLUMNS, type AssetRecord, type AssetView, toAssetView } from './queries.js';

export interface AssetCriteria {
  readonly chainId?: number | null;
  readonly kind?: string | null;
  readonly status?: string | null;
  readonly owner?: string | null;
  /** Part of the name, in any letter case. */
  readonly search?: string | null;
  /** Those registered by then, by what they were then; the present where it is left out. */
  readonly moment?: PastMoment | undefined;
}

/** Marks up to which usages count, by chain: what makes an order by use stand still under the reader. */
export type Marks = Readonly<Record<string, number>>;

/** One row of a list of assets, with what the list is ordered by. */
export interface ListedAsset {
  readonly asset: AssetView;
  readonly usages: bigint;
}

function criteria(where: Conditions, by: AssetCriteria): Conditions {
  where.add('a.registered_at IS NOT NULL');
  where.equal('a.chain_id', by.chainId).equal('a.kind', by.kind).equal('a.status', by.status);
  where.equal('a.owner', by.owner);
  if (by.search) where.add('strpos(lower(a.name), lower(?)) > 0', by.search);
  return where;
}

/** How many registered assets meet the criteria. */
export async function countAssets(db: Queryable, by: AssetCriteria): Promise<number> {
  const where = criteria(new Conditions(), by);
  const rows = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${assetsAt(where, by.moment)} a ${where.where()}`,
    where.parameters,
  );
  return rows[0]!.n;
}

/** Registered assets by time of registration, after the one with this time and id. */
export async function listAssetsByTime(
  db: Queryable,
  by: AssetCriteria,
  order: 'NEWEST' | 'OLDEST',
  after: readonly [time_s: number, assetId: string] | null,
  limit: number,
): Promise<AssetView[]> {
  const where = criteria(new Conditions(), by);
  const [direction, compare] = order === 'NEWEST' ? ['DESC', '<'] : ['ASC', '>'];
  if (after) where.add(`(a.registered_time_s, a.asset_id) ${compare} (?::bigint, ?)`, ...after);
  const rows = await db.query<AssetRecord>(
    `SELECT ${ASSET_COLUMNS} FROM ${assetsAt(where, by.moment)} a ${where.where()}
     ORDER BY a.registered_time_s ${direction}, a.asset_id ${direction} LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toAssetView);
}

const NAME_KEY = `lower(left(coalesce(a.name, ''), 200))`;

/** What a list by name is ordered by. */
export function nameKey(name: string | null): string {
  return [...(name ?? '')].slice(0, 200).join('');
}

/** Registered assets by name, letter case aside, after the one with this name and id. */
export async function listAssetsByName(
  db: Queryable,
  by: AssetCriteria,
  after: readonly [name: string, assetId: string] | null,
  limit: number,
): Promise<AssetView[]> {
  const where = criteria(new Conditions(), by);
  if (after) where.add(`(${NAME_KEY}, a.asset_id) > (lower(?) COLLATE "C", ?)`, ...after);
  const rows = await db.query<AssetRecord>(
    `SELECT ${ASSET_COLUMNS} FROM ${assetsAt(where, by.moment)} a ${where.where()}
     ORDER BY ${NAME_KEY}, a.asset_id LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toAssetView);
}

/**
 * Registered assets by number of usages up to the given marks: present counts less what came after them,
 * which reads little however much is stored.
 */
export async function listAssetsByUse(
  db: Queryable,
  by: AssetCriteria,
  marks: Marks,
  after: readonly [usages: string, assetId: string] | null,
  limit: number,
): Promise<ListedAsset[]> {
  const where = new Conditions();
  const chains = where.bind(Object.keys(marks));
  const until = where.bind(Object.values(marks));
  criteria(where, by);
  if (after) where.add('(coalesce(u.usages, 0), a.asset_id) < (?::numeric, ?)', ...after);
  const rows = await db.query<AssetRecord & { usages: string }>(
    `WITH used AS (
       SELECT asset_id, sum(usages) AS usages FROM (
         SELECT asset_id, usages FROM ledger.asset_activity
         UNION ALL
         SELECT ${nameOf('r.asset_id')}, -sum(r.usages) FROM ledger.revenue r
         LEFT JOIN unnest(${chains}::bigint[], ${until}::bigint[]) AS m(chain_id, mark_s) USING (chain_id)
         WHERE r.mark_s > coalesce(m.mark_s, 0)
           AND r.mark_s > (SELECT coalesce(min(mark_s), 0) FROM unnest(${until}::bigint[]) AS mark_s)
         GROUP BY r.asset_id
       ) counted GROUP BY asset_id
     )
     SELECT ${ASSET_COLUMNS}, coalesce(u.usages, 0)::text AS usages
     FROM ${assetsAt(where, by.moment)} a LEFT JOIN used u ON u.asset_id = a.asset_id ${where.where()}
     ORDER BY coalesce(u.usages, 0) DESC, a.asset_id DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({ asset: toAssetView(row), usages: toBigInt(row.usages) }));
}
