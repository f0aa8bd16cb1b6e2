import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useChainNames } from '../../components/chain-names.js';
import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { AddressLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { tokenName } from '../../format/token.js';
import { type EarnersQuery as Data } from '../../generated/graphql.js';
import { graphql } from '../../generated/index.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';

const PaidTokensQuery = graphql(`
  query PaidTokens {
    totals {
      gross {
        token {
          id
          chain
          address
          symbol
        }
      }
    }
  }
`);

const EarnersQuery = graphql(`
  query Earners($token: String!, $first: Int!, $after: String) {
    earnerRanking(token: $token, first: $first, after: $after) {
      totalCount
      mark
      edges {
        node {
          rank
          amount
          token {
            id
            chain
            address
            symbol
            decimals
          }
          contributor {
            id
            address
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

type Row = Data['earnerRanking']['edges'][number]['node'];

const PAGE_SIZE = 10;
const POLL_MS = 30_000;

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Rank', cell: (row) => row.rank },
  { head: 'Contributor', cell: (row) => <AddressLink address={row.contributor.address} /> },
  { head: 'Earned', numeric: true, cell: (row) => <TokenAmount token={row.token} amount={row.amount} /> },
];

/** Who has earned most of a token that the visitor chooses. */
export function TopEarners() {
  const { nameOf } = useChainNames();
  const tokens = useLiveQuery(PaidTokensQuery, {}).data?.totals.gross.map(({ token }) => token) ?? [];
  const [chosen, setChosen] = useState<string>();
  const token = chosen ?? tokens[0]?.id;
  if (token === undefined) return null;
  const choice = (
    <NativeSelect
      size="xs"
      aria-label="Token"
      value={token}
      onChange={(event) => setChosen(event.currentTarget.value)}
      data={tokens.map((one) => ({ value: one.id, label: `${tokenName(one)} on ${nameOf(one.chain)}` }))}
    />
  );
  return (
    <Section title="Top earners" flush aside={choice}>
      <Earners key={token} token={token} />
    </Section>
  );
}

function Earners({ token }: { token: string }) {
  const pages = usePages(token);
  const query = useLiveQuery(EarnersQuery, { token, first: PAGE_SIZE, after: pages.after }, { poll_ms: POLL_MS });
  return (
    <Loaded query={query} what="earners" lines={6}>
      {({ earnerRanking }) => (
        <>
          <DataTable
            label="Top earners"
            columns={COLUMNS}
            rows={earnerRanking.edges.map((edge) => edge.node)}
            rowKey={(row) => row.contributor.id}
            empty="Nothing that was earned is final yet."
          />
          {earnerRanking.mark === null ? null : (
            <p className="note">
              Final earnings, as of <TimeAgo time={earnerRanking.mark} />.
            </p>
          )}
          <Pager
            pages={pages}
            pageInfo={earnerRanking.pageInfo}
            pageSize={PAGE_SIZE}
            totalCount={earnerRanking.totalCount}
          />
        </>
      )}
    </Loaded>
  );
}
