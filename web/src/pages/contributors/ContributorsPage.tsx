import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ChainDot } from '../../components/badges.js';
import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { PageHead, Section, usePageTitle } from '../../components/layout.js';
import { AddressLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { readableCount } from '../../format/amount.js';
import { graphql } from '../../generated/index.js';
import { type ContributorOrder, type ContributorsQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';
import { sumByToken } from '../contributor/balances.js';
import { TopEarners } from './TopEarners.js';

const ContributorsQuery = graphql(`
  query Contributors($orderBy: ContributorOrder!, $first: Int!, $after: String) {
    contributors(orderBy: $orderBy, first: $first, after: $after) {
      totalCount
      edges {
        node {
          id
          address
          firstSeen
          holdings(first: 1) {
            totalCount
          }
          balances {
            chain
            vault
            accrued
            token {
              id
              chain
              address
              symbol
              decimals
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Row = Data['contributors']['edges'][number]['node'];

const PAGE_SIZE = 20;

const ORDERS: { value: ContributorOrder; label: string }[] = [
  { value: 'HOLDINGS', label: 'Most holdings' },
  { value: 'NEWEST', label: 'Newest' },
  { value: 'ADDRESS', label: 'Address' },
];

function Accrued({ row }: { row: Row }) {
  const sums = sumByToken(row.balances);
  if (sums.length === 0) return <span className="muted">Nothing yet</span>;
  return (
    <span className="amount-list">
      {sums.map(({ token, accrued }) => (
        <span key={token.id} className="amount-on-chain">
          <ChainDot chain={token.chain} />
          <TokenAmount token={token} amount={accrued} />
        </span>
      ))}
    </span>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Contributor', cell: (row) => <AddressLink address={row.address} /> },
  { head: 'Holdings', numeric: true, cell: (row) => readableCount(row.holdings.totalCount) },
  { head: 'Accrued, per chain and token', numeric: true, cell: (row) => <Accrued row={row} /> },
  { head: 'First seen', numeric: true, wide: true, cell: (row) => <TimeAgo time={row.firstSeen} /> },
];

/** Everybody who owns, holds shares or executes. */
export function ContributorsPage() {
  usePageTitle('Contributors');
  const [order, setOrder] = useState<ContributorOrder>('HOLDINGS');
  const pages = usePages(order);
  const query = useLiveQuery(ContributorsQuery, { orderBy: order, first: PAGE_SIZE, after: pages.after });
  return (
    <>
      <PageHead
        title="Contributors"
        lead="Owners, annotators, data contributors, developers, optimizers, validators and compute providers."
      />
      <TopEarners />
      <Section
        title="All contributors"
        flush
        aside={
          <NativeSelect
            size="xs"
            aria-label="Order"
            value={order}
            onChange={(event) => setOrder(event.currentTarget.value as ContributorOrder)}
            data={ORDERS}
          />
        }
      >
        <Loaded query={query} what="contributors" lines={10}>
          {({ contributors }) => (
            <>
              <DataTable
                label="Contributors"
                columns={COLUMNS}
                rows={contributors.edges.map((edge) => edge.node)}
                rowKey={(row) => row.id}
                empty="Nobody has contributed yet."
              />
              <Pager
                pages={pages}
                pageInfo={contributors.pageInfo}
                pageSize={PAGE_SIZE}
                totalCount={contributors.totalCount}
              />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
}
