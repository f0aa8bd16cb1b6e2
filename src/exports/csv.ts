import { stringify, type Stringifier } from 'csv-stringify';
import type { AssetView } from '../read-models/assets/queries.js';
import type { LineageLevel } from '../read-models/lineage/levels.js';

const COLUMNS = [
  'child',
  'child_name',
  'parent',
  'parent_name',
  'relation',
  'royalty_ppm',
  'policy',
  'since',
  'crosses_chains',
  'below_terms',
] as const;
type EdgeRow = Readonly<Record<(typeof COLUMNS)[number], string | number>>;

/** The links of a lineage as rows, in the order of the walk. */
export async function* lineageRows(
  levels: AsyncIterable<LineageLevel>,
  assetsOf: (assetIds: readonly string[]) => Promise<ReadonlyMap<string, AssetView>>,
): AsyncGenerator<EdgeRow, void> {
  for await (const { links } of levels) {
    const assets = await assetsOf([...new Set(links.flatMap(({ child, parent }) => [child, parent]))]);
    for (const link of links) {
      yield {
        child: link.child,
        child_name: assets.get(link.child)?.name ?? '',
        parent: link.parent,
        parent_name: assets.get(link.parent)?.name ?? '',
        relation: link.relation,
        royalty_ppm: link.royaltyPpm,
        policy: link.policy,
        since: new Date(link.time_s * 1000).toISOString(),
        crosses_chains: String(chainOf(link.child) !== chainOf(link.parent)),
        below_terms: String(link.belowTerms),
      };
    }
  }
}

function chainOf(assetId: string): string {
  return assetId.slice(0, assetId.indexOf('/'));
}

/** What turns rows into the text of a file with a header. Names from chains cannot pass for formulas. */
export function csvWriter(): Stringifier {
  return stringify({ header: true, columns: [...COLUMNS], escape_formulas: true });
}
