import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { AssetLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { ppmOf, readableCount, readablePpm } from '../../format/amount.js';
import { ROLE_WORDS } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type HoldingsQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';

const HoldingsQuery = graphql(`
  query Holdings($address: String!, $first: Int!, $after: String) {
    contributor(address: $address) {
      id
      holdings(first: $first, after: $after) {
        totalCount
        edges {
          cursor
          node {
            role
            shares
            totalShares
            since
            asset {
              id
              name
            }
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

type Row = NonNullable<Data['contributor']>['holdings']['edges'][number];

const PAGE_SIZE = 15;

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Asset', cell: ({ node }) => <AssetLink asset={node.asset} /> },
  { head: 'As', cell: ({ node }) => <span className="nowrap">{ROLE_WORDS[node.role]}</span> },
  { head: 'Shares', numeric: true, cell: ({ node }) => readableCount(node.shares) },
  {
    head: 'Of the pool',
    numeric: true,
    cell: ({ node }) => (
      <span className="nowrap">{readablePpm(Math.floor(ppmOf(node.shares, node.totalShares) / 100) * 100)}</span>
    ),
  },
  { head: 'Since', numeric: true, wide: true, cell: ({ node }) => <TimeAgo time={node.since} /> },
];

/** In which assets the contributor has a part now. */
export function Holdings({ address }: { address: string }) {
  const pages = usePages(address);
  const query = useLiveQuery(HoldingsQuery, { address, first: PAGE_SIZE, after: pages.after });
  return (
    <Section title="Holdings" flush>
      <Loaded query={query} what="holdings" lines={6}>
        {({ contributor }) =>
          contributor ? (
            <>
              <DataTable
                label="Holdings"
                columns={COLUMNS}
                rows={contributor.holdings.edges}
                rowKey={(row) => row.cursor}
                empty="This address holds no shares now."
              />
              <Pager
                pages={pages}
                pageInfo={contributor.holdings.pageInfo}
                pageSize={PAGE_SIZE}
                totalCount={contributor.holdings.totalCount}
              />
            </>
          ) : null
        }
      </Loaded>
    </Section>
  );
}
