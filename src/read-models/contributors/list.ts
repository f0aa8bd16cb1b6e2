import { Conditions, type Queryable, toNumber } from '../queryable.js';
import type { ContributorView } from './queries.js';

/** Positions up to which events count, by chain: what makes an order by something that moves stand still. */
export type Moment = Readonly<Record<string, string>>;

export interface ListedContributor extends ContributorView {
  readonly holdings: number;
}

interface ListedRecord {
  address: string;
  first_seen_time_s: string;
  holdings: number;
}

const toListed = (row: ListedRecord): ListedContributor => ({
  address: row.address,
  firstSeen_s: toNumber(row.first_seen_time_s),
  holdings: row.holdings,
});

/** Binds a moment as a relation `m(chain_id, position)`. */
function momentTable(where: Conditions, moment: Moment): string {
  const chains = where.bind(Object.keys(moment));
  const positions = where.bind(Object.values(moment));
  return `unnest(${chains}::bigint[], ${positions}::text[]) AS m(chain_id, position)`;
}

/** Contributors by address, after the one given. */
export async function listContributorsByAddress(
  db: Queryable,
  after: string | null,
  limit: number,
): Promise<ListedContributor[]> {
  const where = new Conditions();
  if (after !== null) where.add('address > ?', after);
  const rows = await db.query<ListedRecord>(
    `SELECT address, min(first_seen_time_s) AS first_seen_time_s, 0 AS holdings FROM ledger.account
     ${where.where()} GROUP BY address ORDER BY address LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toListed);
}

/** Contributors by first appearance up to the moment, latest first, after the one given. */
export async function listContributorsByAge(
  db: Queryable,
  moment: Moment,
  after: readonly [time_s: number, address: string] | null,
  limit: number,
): Promise<ListedContributor[]> {
  const where = new Conditions();
  const m = momentTable(where, moment);
  if (after) where.add('(c.first_seen_time_s, c.address) < (?::bigint, ?)', ...after);
  const rows = await db.query<ListedRecord>(
    `SELECT * FROM (
       SELECT a.address, min(a.first_seen_time_s) AS first_seen_time_s, 0 AS holdings
       FROM ledger.account a JOIN ${m} ON m.chain_id = a.chain_id AND a.first_seen <= m.position COLLATE "C"
       GROUP BY a.address
     ) c ${where.where()} ORDER BY c.first_seen_time_s DESC, c.address DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toListed);
}

/**
 * Contributors by number of holdings at the moment, most first, after the one given. Whoever's shares have
 * changed since is counted from the history of shares, all others from the present.
 */
export async function listContributorsByHoldings(
  db: Queryable,
  moment: Moment,
  after: readonly [holdings: number, address: string] | null,
  limit: number,
): Promise<ListedContributor[]> {
  const where = new Conditions();
  const m = momentTable(where, moment);
  if (after) where.add('(c.holdings, c.address) < (?::int, ?)', ...after);
  const rows = await db.query<ListedRecord>(
    `WITH m AS MATERIALIZED (SELECT * FROM ${m}),
     changed AS MATERIALIZED (
       SELECT DISTINCT h.contributor FROM ledger.share_history h
       JOIN m ON m.chain_id = h.chain_id AND h.since > m.position COLLATE "C"
     ),
     held AS (
       SELECT contributor, count(*)::int AS n FROM ledger.share
       WHERE shares > 0 AND contributor NOT IN (SELECT contributor FROM changed) GROUP BY contributor
       UNION ALL
       SELECT contributor, count(*)::int FROM (
         SELECT DISTINCT ON (h.contributor, h.asset_id, h.role, h.chain_id) h.contributor, h.shares
         FROM changed JOIN ledger.share_history h USING (contributor)
         JOIN m ON m.chain_id = h.chain_id AND h.since <= m.position COLLATE "C"
         ORDER BY h.contributor, h.asset_id, h.role, h.chain_id, h.since DESC
       ) latest WHERE shares > 0 GROUP BY contributor
     )
     SELECT * FROM (
       SELECT a.address, min(a.first_seen_time_s) AS first_seen_time_s, coalesce(max(held.n), 0) AS holdings
       FROM ledger.account a
       JOIN m ON m.chain_id = a.chain_id AND a.first_seen <= m.position COLLATE "C"
       LEFT JOIN held ON held.contributor = a.address
       GROUP BY a.address
     ) c ${where.where()} ORDER BY c.holdings DESC, c.address DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toListed);
}
