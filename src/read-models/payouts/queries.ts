import { Conditions, type Queryable, toNumber, toNumberOrNull } from '../queryable.js';
import type { EventKey } from '../tasks/queries.js';

/** A payout root as it was published. Times are seconds of the vault's chain. */
export interface PayoutRootView {
  readonly chainId: number;
  readonly vault: string;
  readonly epoch: number;
  readonly publishedAt: string;
  readonly published_s: number;
  readonly root: string;
  readonly mark_s: number;
  readonly remoteMark_s: number;
  readonly configurationDigest: string;
  readonly activeFrom_s: number;
  readonly replaced_s: number | null;
  /** Whether claims are made against it now: the newest of the vault's that is active at its latest block. */
  readonly active: boolean;
  /** Whether the root is what the ledger says; null where that was not looked at (yet). */
  readonly agrees: boolean | null;
  /** What was found when it was looked at. */
  readonly finding: string | null;
  readonly txHash: string;
}

interface PayoutRootRecord {
  chain_id: string;
  vault: string;
  epoch: string;
  published_at: string;
  published_time_s: string;
  root: string;
  mark_s: string;
  remote_mark_s: string;
  configuration_digest: string;
  active_from_s: string;
  replaced_time_s: string | null;
  active: boolean | null;
  agrees: boolean | null;
  detail: string | null;
  tx_hash: string;
}

/** What computing a root `r` again has come to. */
export const CHECKED = `
  LEFT JOIN payout.checked_root k
    ON k.chain_id = r.chain_id AND k.vault = r.vault AND k.root = r.root AND k.mark_s = r.mark_s
      AND k.remote_mark_s = r.remote_mark_s AND k.configuration_digest = r.configuration_digest`;

/** Newer, active and not replaced: a root with one of these is active no more. */
export const FOLLOWED = `
  SELECT 1 FROM ledger.payout_root n
  WHERE n.chain_id = r.chain_id AND n.vault = r.vault AND n.published_at > r.published_at
    AND n.replaced_time_s IS NULL AND n.active_from_s <= c.block_time_s`;

/** Payout roots, newest first, after the one given. */
export async function listPayoutRoots(
  db: Queryable,
  by: { readonly chainId?: number | null; readonly vault?: string | null },
  after: EventKey | null,
  limit: number,
): Promise<PayoutRootView[]> {
  const where = new Conditions().equal('r.chain_id', by.chainId).equal('r.vault', by.vault);
  if (after) where.add('(r.published_time_s, r.published_at) < (?::bigint, ?)', ...after);
  const rows = await db.query<PayoutRootRecord>(
    `SELECT r.chain_id, r.vault, r.epoch, r.published_at, r.published_time_s, r.root, r.mark_s, r.remote_mark_s,
            r.configuration_digest, r.active_from_s, r.replaced_time_s, r.tx_hash,
            r.replaced_time_s IS NULL AND r.active_from_s <= c.block_time_s AND NOT EXISTS (${FOLLOWED}) AS active,
            k.agrees, k.detail
     FROM ledger.payout_root r LEFT JOIN fold.checkpoint c ON c.chain_id = r.chain_id
     ${CHECKED} ${where.where()}
     ORDER BY r.published_time_s DESC, r.published_at DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    vault: row.vault,
    epoch: toNumber(row.epoch),
    publishedAt: row.published_at,
    published_s: toNumber(row.published_time_s),
    root: row.root,
    mark_s: toNumber(row.mark_s),
    remoteMark_s: toNumber(row.remote_mark_s),
    configurationDigest: row.configuration_digest,
    activeFrom_s: toNumber(row.active_from_s),
    replaced_s: toNumberOrNull(row.replaced_time_s),
    active: row.active ?? false,
    agrees: row.agrees,
    finding: row.detail,
    txHash: row.tx_hash,
  }));
}
