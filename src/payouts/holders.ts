import type { Role } from '../domain/vocabulary.js';
import type { Queryable } from '../read-models/queryable.js';

/** Somebody's shares of an asset at a mark. */
export interface Holder {
  readonly asset_id: string;
  readonly role: Role;
  readonly contributor: string;
  readonly shares: string;
  /** Scaled, by `vault|token`; null where there are none. */
  readonly offsets: Readonly<Record<string, string>> | null;
}

/** Rows in memory at once. */
const ROWS_AT_ONCE = 20_000;

/**
 * Everybody who ever had shares of the assets before `mark_s`, with what they had then, in pieces. Goes on
 * inside the caller's transaction, one reading at a time.
 */
export async function* holdersAt(db: Queryable, assetIds: readonly string[], mark_s: number): AsyncGenerator<Holder[]> {
  await db.query(
    `DECLARE payout_holders NO SCROLL CURSOR FOR
     SELECT DISTINCT ON (asset_id, role, contributor) asset_id, role, contributor, shares::text AS shares,
            nullif(offsets, '{}') AS offsets
     FROM ledger.share_history WHERE asset_id = ANY($1) AND since_time_s < $2
     ORDER BY asset_id, role, contributor, since DESC`,
    [assetIds, mark_s],
  );
  for (;;) {
    const rows = await db.query<Holder>(`FETCH ${ROWS_AT_ONCE} FROM payout_holders`);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await db.query('CLOSE payout_holders');
}
