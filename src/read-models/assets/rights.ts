import type { PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import type { EventKey } from '../tasks/queries.js';
import { historyOf } from './rules.js';

/** A licence as it was granted. Times are seconds of chain time; the fee is base units. */
export interface LicenseView {
  readonly chainId: number;
  readonly position: string;
  readonly time_s: number;
  readonly assetId: string;
  readonly licensee: string;
  readonly termsHash: string;
  readonly fee: bigint;
  readonly token: string;
  readonly expiry_s: number;
  readonly txHash: string;
}

/** Licences, newest first, after the one given. */
export async function listLicenses(
  db: Queryable,
  by: { readonly assetId?: string | null; readonly licensee?: string | null },
  after: EventKey | null,
  limit: number,
): Promise<LicenseView[]> {
  const where = new Conditions().equal('l.asset_id', by.assetId).equal('l.licensee', by.licensee);
  if (after) where.add('(l.time_s, l.position) < (?::bigint, ?)', ...after);
  const rows = await db.query<Record<string, string>>(
    `SELECT l.* FROM ledger.license l ${where.where()} ORDER BY l.time_s DESC, l.position DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    chainId: toNumber(row['chain_id']!),
    position: row['position']!,
    time_s: toNumber(row['time_s']!),
    assetId: row['asset_id']!,
    licensee: row['licensee']!,
    termsHash: row['terms_hash']!,
    fee: toBigInt(row['fee']!),
    token: row['token']!,
    expiry_s: toNumber(row['expiry_s']!),
    txHash: row['tx_hash']!,
  }));
}

/** A dispute about an asset: open until it is decided. */
export interface DisputeView {
  readonly assetId: string;
  readonly disputeId: string;
  readonly openedAt: string;
  readonly opened_s: number;
  readonly decided_s: number | null;
  readonly outcome: 'DISMISSED' | 'UPHELD' | null;
  readonly beneficiary: string | null;
}

interface DisputeRecord {
  asset_id: string;
  dispute_id: string;
  opened_at: string;
  opened_time_s: string;
  decided_time_s: string | null;
  outcome: DisputeView['outcome'];
  beneficiary: string | null;
}

/** Disputes, newest first, after the one given. */
export async function listDisputes(
  db: Queryable,
  by: { readonly assetId?: string | null; readonly open?: boolean | null },
  after: EventKey | null,
  limit: number,
): Promise<DisputeView[]> {
  const where = new Conditions().equal('d.asset_id', by.assetId);
  if (by.open != null) where.add(`d.decided_time_s IS ${by.open ? '' : 'NOT '}NULL`);
  if (after) where.add('(d.opened_time_s, d.opened_at) < (?::bigint, ?)', ...after);
  const rows = await db.query<DisputeRecord>(
    `SELECT d.* FROM ledger.dispute d ${where.where()}
     ORDER BY d.opened_time_s DESC, d.opened_at DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    assetId: row.asset_id,
    disputeId: row.dispute_id,
    openedAt: row.opened_at,
    opened_s: toNumber(row.opened_time_s),
    decided_s: toNumberOrNull(row.decided_time_s),
    outcome: row.outcome,
    beneficiary: row.beneficiary,
  }));
}

export interface AnnouncementView {
  readonly position: string;
  readonly time_s: number;
  readonly effectiveAt_s: number;
  /** Parts per million in the order of ROLES. */
  readonly splitPpm: readonly number[];
}

/** Splits that were announced for an asset, oldest first. */
export async function getAnnouncements(
  db: Queryable,
  assetId: string,
  moment?: PastMoment,
): Promise<AnnouncementView[]> {
  type Record = { position: string; time_s: string; effective_at_s: string; split_ppm: string[] };
  const columns = 'position, time_s, effective_at_s, split_ppm::text[] AS split_ppm';
  const rows = await historyOf<Record>(db, 'split_announcement', columns, assetId, moment);
  return rows.map((row) => ({
    position: row.position,
    time_s: toNumber(row.time_s),
    effectiveAt_s: toNumber(row.effective_at_s),
    splitPpm: row.split_ppm.map(Number),
  }));
}
