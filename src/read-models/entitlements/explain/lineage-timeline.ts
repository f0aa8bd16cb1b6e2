import type { AssetId, ChainId } from '../../../domain/ids.js';
import type { Link } from '../../../domain/ledger/state.js';
import type { Position } from '../../../domain/position.js';
import type { Relation, RoyaltyPolicy } from '../../../domain/vocabulary.js';
import type { LinksOf } from '../../../domain/waterfall/plan.js';
import { type Queryable, toNumber } from '../../queryable.js';
import { inForceAt } from './people-rules.js';

interface LinkRecord {
  asset_id: AssetId;
  position: string;
  time_s: string;
  rank: number;
  parent: AssetId;
  relation: Relation;
  royalty_ppm: string;
  policy: RoyaltyPolicy;
  parent_named_at: Position;
}

interface Version {
  readonly position: string;
  readonly time_s: number;
  readonly links: readonly Link[];
}

const NO_LINKS: readonly Link[] = [];

/** The links of some assets as they were at any position. */
export class LineageTimeline {
  private readonly byAsset = new Map<AssetId, Version[]>();

  /** @param rows of link_history, oldest first */
  constructor(rows: readonly LinkRecord[]) {
    for (const row of rows) {
      const versions = this.byAsset.get(row.asset_id) ?? [];
      const links = [...(versions.at(-1)?.links ?? NO_LINKS)];
      links[row.rank] = {
        parent: row.parent,
        relation: row.relation,
        royaltyPpm: toNumber(row.royalty_ppm),
        policy: row.policy,
        parentNamedAt: row.parent_named_at,
      };
      versions.push({ position: row.position, time_s: toNumber(row.time_s), links });
      this.byAsset.set(row.asset_id, versions);
    }
  }

  /** Links in force for an event at `position`. The same list as long as nothing changes. */
  at(position: string): LinksOf {
    return (asset) => inForceAt(this.byAsset.get(asset) ?? [], position)?.links ?? NO_LINKS;
  }

  /** When any of the links changed. */
  get changes_s(): number[] {
    return [...this.byAsset.values()].flatMap((versions) => versions.map(({ time_s }) => time_s));
  }

  /** Links at a mark: after the last event before it. The same list as long as nothing changes. */
  before(mark_s: number): LinksOf {
    return (asset) => this.byAsset.get(asset)?.findLast(({ time_s }) => time_s < mark_s)?.links ?? NO_LINKS;
  }
}

/** Links, as they ever were before a mark, of assets and everything above them on their chain. */
export async function lineageAbove(
  db: Queryable,
  chain: ChainId,
  assetIds: readonly string[],
  to_s: number,
): Promise<LineageTimeline> {
  return new LineageTimeline(
    await db.query<LinkRecord>(
      `WITH RECURSIVE up(asset_id) AS (
         SELECT unnest($2::text[]) COLLATE "C" UNION
         SELECT e.parent FROM up JOIN ledger.lineage_edge e ON e.chain_id = $1 AND e.child = up.asset_id)
       SELECT h.asset_id, h.position, h.time_s, h.rank, h.parent, h.relation, h.royalty_ppm, h.policy, h.parent_named_at
       FROM up JOIN ledger.link_history h ON h.chain_id = $1 AND h.asset_id = up.asset_id
       WHERE h.time_s < $3 ORDER BY h.position`,
      [chain, assetIds, to_s],
    ),
  );
}
