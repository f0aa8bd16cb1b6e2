import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ChainBadge } from '../../components/badges.js';
import { useChainNames } from '../../components/chain-names.js';
import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { Hex } from '../../components/Hex.js';
import { PageHead, Section, usePageTitle } from '../../components/layout.js';
import { AssetLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { graphql } from '../../generated/index.js';
import { type AnomaliesQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';

const AnomaliesQuery = graphql(`
  query Anomalies($chain: String, $first: Int!, $after: String) {
    anomalies(chain: $chain, first: $first, after: $after) {
      edges {
        cursor
        node {
          position
          chain
          time
          reason
          detail
          txHash
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
`);

type Row = Data['anomalies']['edges'][number];

const PAGE_SIZE = 25;
const POLL_MS = 15_000;

const inWords = (reason: string) => reason.charAt(0) + reason.slice(1).toLowerCase().replaceAll('_', ' ');

const COLUMNS: readonly Column<Row>[] = [
  { head: 'When', cell: ({ node }) => <TimeAgo time={node.time} /> },
  { head: 'What', cell: ({ node }) => <strong className="nowrap">{inWords(node.reason)}</strong> },
  { head: 'Detail', cell: ({ node }) => <span className="detail wrap-anywhere">{node.detail}</span> },
  { head: 'Asset', cell: ({ node }) => (node.asset ? <AssetLink asset={node.asset} /> : '—') },
  { head: 'Chain', cell: ({ node }) => <ChainBadge chain={node.chain} /> },
  { head: 'Transaction', cell: ({ node }) => (node.txHash ? <Hex value={node.txHash} what="transaction" /> : '—') },
];

/** What chains asked for that cannot be, and what the ledger did about it. */
export function AnomaliesPage() {
  usePageTitle('Anomalies');
  const [chain, setChain] = useState('');
  const { chains } = useChainNames();
  const pages = usePages(chain);
  const query = useLiveQuery(
    AnomaliesQuery,
    { chain: chain || null, first: PAGE_SIZE, after: pages.after },
    { poll_ms: pages.page === 1 ? POLL_MS : undefined },
  );
  return (
    <>
      <PageHead
        title="Anomalies"
        lead="What an event asked for that cannot be: applied as far as it makes sense, the rest refused or held, and listed here."
      />
      <Section
        title="Newest first"
        flush
        aside={
          <NativeSelect
            size="xs"
            aria-label="Chain"
            value={chain}
            onChange={(event) => setChain(event.currentTarget.value)}
            data={[
              { value: '', label: 'All chains' },
              ...chains.map((each) => ({ value: each.caip2, label: each.name })),
            ]}
          />
        }
      >
        <Loaded query={query} what="anomalies" lines={8}>
          {({ anomalies }) => (
            <>
              <DataTable
                label="Anomalies"
                columns={COLUMNS}
                rows={anomalies.edges}
                rowKey={(row) => row.cursor}
                empty="No anomalies: everything the chains asked for could be done."
              />
              <Pager pages={pages} pageInfo={anomalies.pageInfo} pageSize={PAGE_SIZE} />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
}
