import type { Relation, RoyaltyPolicy } from '../../domain/vocabulary.js';
import type { PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toNumber } from '../queryable.js';

/** A link as it is, or was at a moment. Times are seconds of the child's chain. */
export interface LinkView {
  readonly child: string;
  readonly parent: string;
  readonly relation: Relation;
  readonly royaltyPpm: number;
  readonly policy: RoyaltyPolicy;
  /** Place among the child's links, oldest first. */
  readonly rank: number;
  readonly time_s: number;
  /** Whether the terms that the parent had when this link was set ask for more or by another policy, or allow no derivatives. */
  readonly belowTerms: boolean;
}

interface LinkRecord {
  child: string;
  parent: string;
  relation: Relation;
  royalty_ppm: string;
  policy: RoyaltyPolicy;
  rank: number;
  time_s: string;
  below_terms: boolean | null;
}

/** Every link as it was last set, by then where a moment is given. */
function edges(where: Conditions, moment: PastMoment | undefined): string {
  if (!moment) return 'ledger.lineage_edge e';
  return `(
    SELECT l.chain_id, l.child, l.parent, h.relation, h.royalty_ppm, h.policy, h.rank, h.position, h.time_s
    FROM ledger.lineage_edge l JOIN ${moment.bind(where)} ON m.chain_id = l.chain_id
    CROSS JOIN LATERAL (
      SELECT * FROM ledger.link_history h
      WHERE h.chain_id = l.chain_id AND h.asset_id = l.child AND h.parent = l.parent AND h.time_s < m.mark_s
      ORDER BY h.position DESC LIMIT 1
    ) h
  ) e`;
}

const links = (where: Conditions, moment: PastMoment | undefined): string => `
  SELECT e.child, e.parent, e.relation, e.royalty_ppm, e.policy, e.rank, e.time_s,
    (NOT t.derivatives_allowed OR e.royalty_ppm < t.min_royalty_ppm
      OR (t.min_royalty_ppm > 0 AND e.policy <> t.royalty_policy)) AS below_terms
  FROM ${edges(where, moment)}
  LEFT JOIN LATERAL (
    SELECT derivatives_allowed, min_royalty_ppm, royalty_policy FROM ledger.terms_history
    WHERE asset_id = e.parent
      AND (time_s < e.time_s OR time_s = e.time_s AND (chain_id <> e.chain_id OR position < e.position))
    ORDER BY position DESC LIMIT 1
  ) t ON true`;

const toLink = (row: LinkRecord): LinkView => ({
  child: row.child,
  parent: row.parent,
  relation: row.relation,
  royaltyPpm: toNumber(row.royalty_ppm),
  policy: row.policy,
  rank: row.rank,
  time_s: toNumber(row.time_s),
  belowTerms: row.below_terms ?? false,
});

/** Links from these assets to their parents, by child and then oldest first. */
export async function getParentLinks(
  db: Queryable,
  children: readonly string[],
  limit: number | null,
  moment?: PastMoment,
): Promise<LinkView[]> {
  const where = new Conditions().add('e.child = ANY(?)', children);
  const rows = await db.query<LinkRecord>(
    `${links(where, moment)} ${where.where()} ORDER BY e.child, e.rank, e.parent LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toLink);
}

/** Links from these assets to their children, by parent and then by child's id. */
export async function getChildLinks(
  db: Queryable,
  parents: readonly string[],
  limit: number | null,
  moment?: PastMoment,
): Promise<LinkView[]> {
  const where = new Conditions().add('e.parent = ANY(?)', parents);
  const rows = await db.query<LinkRecord>(
    `${links(where, moment)} ${where.where()} ORDER BY e.parent, e.child LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toLink);
}

/** Links of one parent by child's id, after the child given. */
export async function listChildLinks(
  db: Queryable,
  parent: string,
  after: string | null,
  limit: number,
  moment?: PastMoment,
): Promise<LinkView[]> {
  const where = new Conditions().equal('e.parent', parent);
  if (after !== null) where.add('e.child > ?', after);
  const rows = await db.query<LinkRecord>(
    `${links(where, moment)} ${where.where()} ORDER BY e.child LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map(toLink);
}
