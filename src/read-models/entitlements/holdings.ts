import { ROLE_INDEX } from '../../domain/ledger/division.js';
import type { Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';
import { grouped } from '../grouped.js';

/** What a contributor holds of one asset and role, from a moment on. */
export interface HeldShares {
  readonly assetId: string;
  readonly role: Role;
  readonly shares: bigint;
  /** Scaled, by `vault|token`. */
  readonly offsets: Readonly<Record<string, string>>;
  /** Position of the change. */
  readonly since: string;
  readonly since_s: number;
}

interface HeldRecord {
  asset_id: string;
  role: Role;
  shares: string;
  offsets: Record<string, string>;
  since: string;
  since_time_s: string;
}

const toHeld = (row: HeldRecord): HeldShares => ({
  assetId: row.asset_id,
  role: row.role,
  shares: BigInt(row.shares),
  offsets: row.offsets,
  since: row.since,
  since_s: toNumber(row.since_time_s),
});

const COLUMNS = 'asset_id, role, shares::text AS shares, offsets, since, since_time_s';

/** What a contributor holds now, pools left behind included, of one asset or of all. */
export async function currentHoldings(db: Queryable, contributor: string, assetId?: string): Promise<HeldShares[]> {
  const rows = await db.query<HeldRecord>(
    `SELECT ${COLUMNS} FROM ledger.share WHERE contributor = $1 AND ($2::text IS NULL OR asset_id = $2)`,
    [contributor, assetId ?? null],
  );
  return rows.map(toHeld);
}

/** Everything that a contributor ever held of some assets, to be asked for at marks. */
export class HoldingTimeline {
  private readonly byAsset: Map<string, HeldShares[][]>;

  /** @param rows oldest first */
  constructor(rows: readonly HeldShares[]) {
    const pools = grouped(rows, ({ assetId, role }) => `${assetId}|${role}`);
    this.byAsset = grouped(pools.values(), ([first]) => first!.assetId);
  }

  /** What the contributor held of each role of an asset after the last event before `mark_s`. */
  at(assetId: string, mark_s: number): HeldShares[] {
    const held: HeldShares[] = [];
    for (const pool of this.byAsset.get(assetId) ?? []) {
      const row = pool.findLast(({ since_s }) => since_s < mark_s);
      if (row) held.push(row);
    }
    return held;
  }

  /** Every change of the contributor's shares of an asset: one list for each role, oldest first. */
  poolsOf(assetId: string): readonly (readonly HeldShares[])[] {
    return this.byAsset.get(assetId) ?? [];
  }

  /** The roles in which the contributor ever held shares of an asset, by index. */
  rolesOf(assetId: string): ReadonlySet<number> {
    return new Set(this.poolsOf(assetId).map(([first]) => ROLE_INDEX[first!.role]));
  }
}

/** The history of a contributor's shares of the given assets. */
export async function holdingTimeline(
  db: Queryable,
  contributor: string,
  assetIds: readonly string[],
): Promise<HoldingTimeline> {
  if (assetIds.length === 0) return new HoldingTimeline([]);
  const rows = await db.query<HeldRecord>(
    `SELECT ${COLUMNS} FROM ledger.share_history WHERE contributor = $1 AND asset_id = ANY($2) ORDER BY since`,
    [contributor, assetIds],
  );
  return new HoldingTimeline(rows.map(toHeld));
}
