import type { RoyaltyPolicy } from '../../domain/vocabulary.js';
import { countUpTo, type PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toNumber } from '../queryable.js';

/** The rows of a history of an asset, oldest first, those by a moment where one is given. */
export async function historyOf<R>(
  db: Queryable,
  table: string,
  columns: string,
  assetId: string,
  moment: PastMoment | undefined,
): Promise<R[]> {
  const where = new Conditions().equal('asset_id', assetId);
  countUpTo(where, moment, { chain: 'chain_id', time: 'time_s' });
  return db.query<R>(`SELECT ${columns} FROM ledger.${table} ${where.where()} ORDER BY position`, where.parameters);
}

export interface VersionView {
  readonly version: number;
  readonly contentHash: string;
  readonly uri: string;
  readonly time_s: number;
  readonly txHash: string;
}

/** Versions of an asset, oldest first. */
export async function getVersions(db: Queryable, assetId: string, moment?: PastMoment): Promise<VersionView[]> {
  type Record = { version: string; content_hash: string; uri: string; time_s: string; tx_hash: string };
  const columns = 'version, content_hash, uri, time_s, tx_hash';
  const rows = await historyOf<Record>(db, 'asset_version', columns, assetId, moment);
  return rows.map((row) => ({
    version: toNumber(row.version),
    contentHash: row.content_hash,
    uri: row.uri,
    time_s: toNumber(row.time_s),
    txHash: row.tx_hash,
  }));
}

export interface TermsView {
  readonly derivativesAllowed: boolean;
  readonly minRoyaltyPpm: number;
  readonly royaltyPolicy: RoyaltyPolicy;
  readonly commercialUse: boolean;
  readonly termsHash: string;
  readonly time_s: number;
}

interface TermsRecord {
  derivatives_allowed: boolean;
  min_royalty_ppm: string;
  royalty_policy: RoyaltyPolicy;
  commercial_use: boolean;
  terms_hash: string;
  time_s: string;
}

/** Terms of an asset and what they were before, oldest first. */
export async function getTermsHistory(db: Queryable, assetId: string, moment?: PastMoment): Promise<TermsView[]> {
  const columns = 'derivatives_allowed, min_royalty_ppm, royalty_policy, commercial_use, terms_hash, time_s';
  const rows = await historyOf<TermsRecord>(db, 'terms_history', columns, assetId, moment);
  return rows.map((row) => ({
    derivativesAllowed: row.derivatives_allowed,
    minRoyaltyPpm: toNumber(row.min_royalty_ppm),
    royaltyPolicy: row.royalty_policy,
    commercialUse: row.commercial_use,
    termsHash: row.terms_hash,
    time_s: toNumber(row.time_s),
  }));
}

export interface SplitView {
  readonly position: string;
  readonly time_s: number;
  /** Parts per million in the order of ROLES. */
  readonly splitPpm: readonly number[];
}

/** Role splits of an asset, oldest first. */
export async function getSplitHistory(db: Queryable, assetId: string, moment?: PastMoment): Promise<SplitView[]> {
  type Record = { position: string; time_s: string; split_ppm: string[] };
  const columns = 'position, time_s, split_ppm::text[] AS split_ppm';
  const rows = await historyOf<Record>(db, 'split_history', columns, assetId, moment);
  return rows.map((row) => ({
    position: row.position,
    time_s: toNumber(row.time_s),
    splitPpm: row.split_ppm.map(Number),
  }));
}
