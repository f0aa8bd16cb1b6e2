import type { Role } from '../domain/vocabulary.js';
import { inPieces } from '../read-models/pieces.js';
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

/** Everybody who ever had shares of the assets before `mark_s`, with what they had then, in pieces. */
export function holdersAt(db: Queryable, assetIds: readonly string[], mark_s: number): AsyncGenerator<Holder[]> {
  return inPieces<Holder>(
    db,
    'payout_holders',
    `SELECT DISTINCT ON (asset_id, role, contributor) asset_id, role, contributor, shares::text AS shares,
            nullif(offsets, '{}') AS offsets
     FROM ledger.share_history WHERE asset_id = ANY($1) AND since_time_s < $2
     ORDER BY asset_id, role, contributor, since DESC`,
    [assetIds, mark_s],
  );
}
