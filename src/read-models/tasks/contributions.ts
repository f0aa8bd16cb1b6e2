import { Conditions, type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import type { EventKey } from './queries.js';

/** Work that was handed in, and its latest review; what is of the review is null before the first. */
export interface ContributionView {
  readonly chainId: number;
  readonly taskContract: string;
  readonly task: string;
  readonly assetId: string;
  readonly contributor: string;
  readonly contentHash: string;
  readonly units: bigint;
  readonly source: 'HUMAN' | 'MACHINE';
  readonly tags: readonly string[];
  readonly submittedAt: string;
  readonly submitted_s: number;
  readonly reviews: number;
  readonly reviewed_s: number | null;
  readonly reviewer: string | null;
  readonly acceptedUnits: bigint | null;
  readonly scorePpm: number | null;
  readonly txHash: string;
}

interface ContributionRecord {
  chain_id: string;
  task_contract: string;
  task: string;
  asset_id: string;
  contributor: string;
  content_hash: string;
  units: string;
  source: 'HUMAN' | 'MACHINE';
  tags: string[];
  submitted_at: string;
  submitted_time_s: string;
  reviews: number;
  reviewed_time_s: string | null;
  reviewer: string | null;
  accepted_units: string | null;
  score_ppm: string | null;
  tx_hash: string;
}

export interface ContributionCriteria {
  readonly contributor?: string | null;
  readonly assetId?: string | null;
  readonly chainId?: number | null;
  readonly taskContract?: string | null;
  readonly task?: string | null;
}

/** Contributions, newest first, after the one given. */
export async function listContributions(
  db: Queryable,
  by: ContributionCriteria,
  after: EventKey | null,
  limit: number,
): Promise<ContributionView[]> {
  const where = new Conditions().equal('c.contributor', by.contributor).equal('c.asset_id', by.assetId);
  where.equal('c.chain_id', by.chainId).equal('c.task_contract', by.taskContract).equal('c.task', by.task);
  if (after) where.add('(c.submitted_time_s, c.submitted_at) < (?::bigint, ?)', ...after);
  const rows = await db.query<ContributionRecord>(
    `SELECT c.* FROM ledger.contribution c ${where.where()}
     ORDER BY c.submitted_time_s DESC, c.submitted_at DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    taskContract: row.task_contract,
    task: row.task,
    assetId: row.asset_id,
    contributor: row.contributor,
    contentHash: row.content_hash,
    units: toBigInt(row.units),
    source: row.source,
    tags: row.tags,
    submittedAt: row.submitted_at,
    submitted_s: toNumber(row.submitted_time_s),
    reviews: row.reviews,
    reviewed_s: toNumberOrNull(row.reviewed_time_s),
    reviewer: row.reviewer,
    acceptedUnits: row.accepted_units === null ? null : BigInt(row.accepted_units),
    scorePpm: toNumberOrNull(row.score_ppm),
    txHash: row.tx_hash,
  }));
}
