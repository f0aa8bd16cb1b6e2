import { ROLES } from '../../domain/vocabulary.js';
import type { PastMoment } from '../chains/past-moment.js';
import type { Conditions } from '../queryable.js';

/** The last row of a history before the mark of the asset's chain. */
const last = (columns: string, table: string): string =>
  `SELECT ${columns} FROM ledger.${table} h
   WHERE h.chain_id = c.chain_id AND h.asset_id = c.asset_id AND h.time_s < m.mark_s`;

/**
 * `ledger.asset`, or what it was at a moment: the assets registered by then, with owner, status, version, split and
 * pools as their histories have them. Kind, name and registration never change.
 */
export function assetsAt(where: Conditions, moment: PastMoment | undefined): string {
  if (!moment) return 'ledger.asset';
  return `(
    SELECT c.chain_id, c.asset_id, c.registered_at, c.registered_time_s, c.kind, c.name, c.tx_hash,
      o.owner, coalesce(s.status, 'ACTIVE') AS status, p.split_ppm, v.content_hash, v.uri AS metadata_uri,
      CASE WHEN v.position = c.registered_at
        THEN greatest(1, (${last('h.version', 'asset_version')} AND h.position < v.position
                          ORDER BY h.position DESC LIMIT 1))
        ELSE v.version END AS version,
      ARRAY(
        SELECT coalesce((${last('h.total_shares', 'pool_history')} AND h.role = r.role
                         ORDER BY h.position DESC LIMIT 1), 0)
        FROM unnest(${where.bind(ROLES)}::text[]) WITH ORDINALITY AS r(role, n) ORDER BY r.n
      ) AS pool_shares
    FROM ledger.asset c
    JOIN ${moment.bind(where)} ON m.chain_id = c.chain_id AND c.registered_time_s < m.mark_s
    LEFT JOIN LATERAL (${last('h.owner', 'owner_history')} ORDER BY h.position DESC LIMIT 1) o ON true
    LEFT JOIN LATERAL (${last('h.status', 'status_history')} ORDER BY h.position DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (${last('h.split_ppm', 'split_history')} ORDER BY h.position DESC LIMIT 1) p ON true
    LEFT JOIN LATERAL (
      ${last('h.position, h.version, h.content_hash, h.uri', 'asset_version')} ORDER BY h.position DESC LIMIT 1) v ON true
  )`;
}
