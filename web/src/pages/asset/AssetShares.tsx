import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { AddressLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { ppmOf, readableCount, readablePpm } from '../../format/amount.js';
import { options, ROLE_WORDS } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type AssetSharesQuery as Data, type Role } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';
import type { AssetData } from './AssetPage.js';

const AssetSharesQuery = graphql(`
  query AssetShares($id: ID!, $role: Role, $first: Int!, $after: String) {
    asset(id: $id) {
      id
      shares(role: $role, first: $first, after: $after) {
        totalCount
        edges {
          cursor
          node {
            role
            contributor
            shares
            totalShares
            since
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

type Row = NonNullable<Data['asset']>['shares']['edges'][number];

const PAGE_SIZE = 10;

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Contributor', cell: ({ node }) => <AddressLink address={node.contributor} /> },
  { head: 'Role', cell: ({ node }) => ROLE_WORDS[node.role] },
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

/** Who holds shares in which of the asset's pools. */
export function AssetShares({ asset }: { asset: AssetData }) {
  const [role, setRole] = useState<Role | ''>('');
  const pages = usePages(role);
  const query = useLiveQuery(AssetSharesQuery, {
    id: asset.id,
    role: role || null,
    first: PAGE_SIZE,
    after: pages.after,
  });
  const held = new Set(asset.split.filter((each) => each.contributors > 0).map((each) => each.role));
  const choices = options(ROLE_WORDS).filter((each) => held.has(each.value));
  return (
    <Section
      title="Shares"
      flush
      aside={
        <NativeSelect
          size="xs"
          aria-label="Role"
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role | '')}
          data={[{ value: '', label: 'All roles' }, ...choices]}
        />
      }
    >
      <Loaded query={query} what="shares" lines={6}>
        {({ asset: found }) =>
          found ? (
            <>
              <DataTable
                label="Shares"
                columns={COLUMNS}
                rows={found.shares.edges}
                rowKey={(row) => row.cursor}
                empty="Nobody holds shares here: the owner gets everything."
              />
              <Pager
                pages={pages}
                pageInfo={found.shares.pageInfo}
                pageSize={PAGE_SIZE}
                totalCount={found.shares.totalCount}
              />
            </>
          ) : null
        }
      </Loaded>
    </Section>
  );
}
