import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChainBadge, KindBadge, StatusBadge } from '../../components/badges.js';
import { useChainNames } from '../../components/chain-names.js';
import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { PageHead, Section, usePageTitle } from '../../components/layout.js';
import { AddressLink, AssetLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { readableCount } from '../../format/amount.js';
import { KIND_WORDS, options } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type AssetOrder, type AssetsQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';
import { ASSET_ORDERS, type AssetsSearch } from '../search-params.js';

const AssetsQuery = graphql(`
  query Assets($filter: AssetFilter, $orderBy: AssetOrder!, $first: Int!, $after: String) {
    assets(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount
      edges {
        node {
          ...AssetBrief
          owner
          status
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Row = Data['assets']['edges'][number]['node'];

const PAGE_SIZE = 25;
const SEARCH_WAIT_MS = 250;

const ORDER_WORDS: Record<AssetOrder, string> = {
  MOST_USED: 'Most used',
  NEWEST: 'Newest',
  OLDEST: 'Oldest',
  NAME: 'Name',
};

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Asset', cell: (row) => <AssetLink asset={row} /> },
  { head: 'Kind', cell: (row) => <KindBadge kind={row.kind} /> },
  { head: 'Chain', cell: (row) => <ChainBadge chain={row.chain} /> },
  { head: 'Owner', cell: (row) => (row.owner ? <AddressLink address={row.owner} /> : '—') },
  { head: 'Status', cell: (row) => <StatusBadge status={row.status} /> },
  { head: 'Usages', numeric: true, cell: (row) => readableCount(row.usageCount) },
  { head: 'Registered', numeric: true, cell: (row) => <TimeAgo time={row.registeredAt} /> },
];

/** Every asset the ledger knows, by kind, chain and words of its name. */
export function AssetsPage() {
  usePageTitle('Assets');
  const search = useSearch({ from: '/assets' });
  const order = search.order ?? 'MOST_USED';
  const navigate = useNavigate();
  const { chains } = useChainNames();
  const pages = usePages(JSON.stringify(search));
  const query = useLiveQuery(AssetsQuery, {
    filter: { kind: search.kind, chain: search.chain, search: search.search },
    orderBy: order,
    first: PAGE_SIZE,
    after: pages.after,
  });
  const choose = (change: AssetsSearch) =>
    void navigate({ to: '/assets', search: { ...search, ...change }, replace: true });
  const look = useDebouncedCallback((text: string) => choose({ search: text.trim() || undefined }), SEARCH_WAIT_MS);
  return (
    <>
      <PageHead title="Assets" lead="Datasets, models, agents and whatever else earns for the people behind it." />
      <div className="filters">
        <TextInput
          label="Name"
          placeholder="Words of the name"
          defaultValue={search.search ?? ''}
          onChange={(event) => look(event.currentTarget.value)}
        />
        <NativeSelect
          label="Kind"
          value={search.kind ?? ''}
          onChange={(event) => choose({ kind: (event.currentTarget.value || undefined) as AssetsSearch['kind'] })}
          data={[{ value: '', label: 'All kinds' }, ...options(KIND_WORDS)]}
        />
        <NativeSelect
          label="Chain"
          value={search.chain ?? ''}
          onChange={(event) => choose({ chain: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'All chains' },
            ...chains.map((each) => ({ value: each.caip2, label: each.name })),
          ]}
        />
        <NativeSelect
          label="Order"
          value={order}
          onChange={(event) => choose({ order: event.currentTarget.value as AssetOrder })}
          data={ASSET_ORDERS.map((each) => ({ value: each, label: ORDER_WORDS[each] }))}
        />
      </div>
      <Section title="Assets found" flush aside={query.data ? readableCount(query.data.assets.totalCount) : null}>
        <Loaded query={query} what="assets" lines={10}>
          {({ assets }) => (
            <>
              <DataTable
                label="Assets"
                columns={COLUMNS}
                rows={assets.edges.map((edge) => edge.node)}
                rowKey={(row) => row.id}
                empty="No asset fits these filters."
              />
              <Pager pages={pages} pageInfo={assets.pageInfo} pageSize={PAGE_SIZE} totalCount={assets.totalCount} />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
}
