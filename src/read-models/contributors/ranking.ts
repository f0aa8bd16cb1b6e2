import { type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';
import type { ContributorView } from './queries.js';

/** Up to when the earnings of a chain's rankings count. */
export interface RankingView {
  /** End of the last interval whose own money counts. */
  readonly mark_s: number;
  /** The same of money that crossed chains; null where the chain has no vault. */
  readonly settledTo_s: number | null;
  /** How many have earned the token. */
  readonly earners: number;
}

/** What somebody has earned of a token, and who has earned more. */
export interface EarnerView {
  readonly chainId: number;
  readonly token: string;
  /** Base units: accrued in vaults, paid directly, and rewards. */
  readonly earned: bigint;
  /** The part that other protocols and sponsors of tasks have paid by themselves. */
  readonly paidDirectly: bigint;
  /** 1 and the number of those who have earned more. */
  readonly rank: number;
}

interface EarnerRecord {
  chain_id: string;
  token: string;
  earned: string;
  paid_directly: string;
  rank: number;
}

const toEarner = (row: EarnerRecord): EarnerView => ({
  chainId: toNumber(row.chain_id),
  token: row.token,
  earned: toBigInt(row.earned),
  paidDirectly: toBigInt(row.paid_directly),
  rank: row.rank,
});

/** Null where no ranking of the chain was made yet. */
export async function getRanking(db: Queryable, chainId: number, token: string): Promise<RankingView | null> {
  const [row] = await db.query<{ mark_s: string; settled_to_s: string | null; earners: number }>(
    `SELECT mark_s, settled_to_s,
       (SELECT count(*)::int FROM ranking.earner r WHERE r.chain_id = e.chain_id AND token = $2) AS earners
     FROM ranking.edition e WHERE chain_id = $1`,
    [chainId, token],
  );
  return row
    ? { mark_s: toNumber(row.mark_s), settledTo_s: toNumberOrNull(row.settled_to_s), earners: row.earners }
    : null;
}

/** Those who have earned a token, greatest first and equal ones by address, after the one given. */
export async function listEarners(
  db: Queryable,
  chainId: number,
  token: string,
  after: readonly [earned: string, contributor: string] | null,
  limit: number,
): Promise<(EarnerView & ContributorView)[]> {
  const rows = await db.query<EarnerRecord & { contributor: string; first_seen_time_s: string }>(
    `SELECT r.*, (SELECT min(first_seen_time_s) FROM ledger.account WHERE address = r.contributor) AS first_seen_time_s
     FROM ranking.earner r
     WHERE token = $2 AND chain_id = $1
       AND ($3::numeric IS NULL OR earned < $3 OR (earned = $3 AND contributor > $4))
     ORDER BY earned DESC, contributor LIMIT $5`,
    [chainId, token, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map((row) => ({
    ...toEarner(row),
    address: row.contributor,
    firstSeen_s: toNumber(row.first_seen_time_s),
  }));
}

/** A contributor's place in every ranking it is in, best rank first. */
export async function ranksOf(db: Queryable, contributor: string): Promise<EarnerView[]> {
  const rows = await db.query<EarnerRecord>(
    'SELECT * FROM ranking.earner WHERE contributor = $1 ORDER BY rank, chain_id, token',
    [contributor],
  );
  return rows.map(toEarner);
}
