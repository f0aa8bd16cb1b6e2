import { Pager } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { Loaded } from '../../components/states.js';
import { UsageTable } from '../../components/UsageTable.js';
import { graphql } from '../../generated/index.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';

const AssetUsagesQuery = graphql(`
  query AssetUsages($id: ID!, $first: Int!, $after: String) {
    asset(id: $id) {
      id
      usages(first: $first, after: $after) {
        edges {
          node {
            ...UsageLine
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const PAGE_SIZE = 10;
const POLL_MS = 8_000;

/** The latest usages of one asset. */
export function AssetUsages({ assetId }: { assetId: string }) {
  const pages = usePages(assetId);
  const query = useLiveQuery(
    AssetUsagesQuery,
    { id: assetId, first: PAGE_SIZE, after: pages.after },
    { poll_ms: pages.page === 1 ? POLL_MS : undefined },
  );
  return (
    <Section title="Usages" flush>
      <Loaded query={query} what="usages" lines={6}>
        {({ asset }) =>
          asset ? (
            <>
              <UsageTable
                label="Usages of this asset"
                rows={asset.usages.edges.map((edge) => edge.node)}
                without={['asset']}
                empty="Nobody has used this asset itself yet. Royalties from what was made of it count all the same."
              />
              <Pager pages={pages} pageInfo={asset.usages.pageInfo} pageSize={PAGE_SIZE} />
            </>
          ) : null
        }
      </Loaded>
    </Section>
  );
}
