import { ChainBadge, KindBadge } from '../../components/badges.js';
import { DataTable, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { AssetLink, PageLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { readableCount } from '../../format/amount.js';
import { graphql } from '../../generated/index.js';
import { type AssetBriefFragment, type AssetOrder } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { assetsUrl } from '../../url.js';

export const AssetBrief = graphql(`
  fragment AssetBrief on Asset {
    id
    name
    kind
    chain
    usageCount
    registeredAt
  }
`);

const AssetsByOrderQuery = graphql(`
  query AssetsByOrder($orderBy: AssetOrder!) {
    assets(first: 8, orderBy: $orderBy) {
      edges {
        node {
          ...AssetBrief
        }
      }
    }
  }
`);

const POLL_MS = 15_000;

const NAME: Column<AssetBriefFragment> = { head: 'Asset', cell: (row) => <AssetLink asset={row} /> };
const KIND: Column<AssetBriefFragment> = { head: 'Kind', cell: (row) => <KindBadge kind={row.kind} /> };
const USES: Column<AssetBriefFragment> = {
  head: 'Usages',
  numeric: true,
  cell: (row) => readableCount(row.usageCount),
};
const CHAIN: Column<AssetBriefFragment> = {
  head: 'Chain',
  wide: true,
  cell: (row) => <ChainBadge chain={row.chain} />,
};
const SINCE: Column<AssetBriefFragment> = {
  head: 'Registered',
  numeric: true,
  cell: (row) => <TimeAgo time={row.registeredAt} />,
};

/** Counts move between the ordering and the reading of a page: what is shown stands in the order of what is shown. */
function byUse(rows: readonly AssetBriefFragment[]): AssetBriefFragment[] {
  return [...rows].sort((a, b) => (BigInt(a.usageCount) < BigInt(b.usageCount) ? 1 : -1));
}

function AssetTable(props: { title: string; order: AssetOrder; columns: readonly Column<AssetBriefFragment>[] }) {
  const inOrder = (rows: readonly AssetBriefFragment[]) => (props.order === 'MOST_USED' ? byUse(rows) : rows);
  const query = useLiveQuery(AssetsByOrderQuery, { orderBy: props.order }, { poll_ms: POLL_MS });
  return (
    <Section title={props.title} flush aside={<PageLink to={assetsUrl()}>All assets</PageLink>}>
      <Loaded query={query} what="assets" lines={6}>
        {({ assets }) => (
          <DataTable
            label={props.title}
            columns={props.columns}
            rows={inOrder(assets.edges.map((edge) => edge.node))}
            rowKey={(row) => row.id}
            empty="No assets are registered yet."
          />
        )}
      </Loaded>
    </Section>
  );
}

export const TopAssets = () => <AssetTable title="Most used assets" order="MOST_USED" columns={[NAME, KIND, USES]} />;
export const NewestAssets = () => (
  <AssetTable title="Newest assets" order="NEWEST" columns={[NAME, KIND, CHAIN, SINCE]} />
);
