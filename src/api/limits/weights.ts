/**
 * What a field costs beside the objects it returns, in the same unit: a question of its own to the database,
 * asked for every parent, is about as much work as loading ten assets together.
 */
const QUESTION = 10;
/** Questions that look at many rows whatever they return. */
const WIDE = 100;

const WEIGHTS: Readonly<Record<string, number>> = {
  'Query.totals': WIDE,
  'Query.assets': WIDE,
  'Query.contributors': WIDE,
  'Query.revenue': WIDE,
  'Query.revenueRanking': 2 * WIDE,
  'Query.earnerRanking': 3 * QUESTION,
  'Query.explain': 5 * WIDE,
  'Query.search': WIDE,
  'Query.chains': QUESTION,
  'Query.usages': QUESTION,
  'Query.tasks': QUESTION,
  'Query.contributions': QUESTION,
  'Query.licenses': QUESTION,
  'Query.disputes': QUESTION,
  'Query.payoutEpochs': QUESTION,
  'Query.payoutProofs': 3 * QUESTION,
  'Query.postings': WIDE,
  'Query.anomalies': QUESTION,
  'Query.lineage': WIDE,
  'Asset.versions': QUESTION,
  'Asset.terms': QUESTION,
  'Asset.termsHistory': QUESTION,
  'Asset.split': QUESTION,
  'Asset.splitHistory': QUESTION,
  'Asset.splitAnnouncements': QUESTION,
  'Asset.parents': 2,
  'Asset.children': QUESTION,
  'Asset.shares': 2 * QUESTION,
  'Asset.usages': QUESTION,
  'Asset.revenue': 3 * QUESTION,
  'Asset.earnings': QUESTION,
  'Asset.inTransit': QUESTION,
  'Asset.suspense': QUESTION,
  'Contributor.balances': WIDE,
  'Contributor.holdings': QUESTION,
  'Contributor.earnings': 3 * WIDE,
  'Contributor.earningsByAsset': WIDE,
  'Contributor.statement': 3 * WIDE,
  'Contributor.ranks': QUESTION,
};

/** The weight of a field of a type. */
export function weightOf(type: string, field: string): number {
  return WEIGHTS[`${type}.${field}`] ?? 0;
}
