import { CrossChainMark, KindBadge } from '../../components/badges.js';
import { DataTable, Pager, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { AssetLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { readablePpm } from '../../format/amount.js';
import { POLICY_WORDS, RELATION_WORDS } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type LinkEndsFragment } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';

export const LinkEnds = graphql(`
  fragment LinkEnds on Link {
    relation
    royaltyPpm
    policy
    belowTerms
    crossesChains
    parent {
      id
      name
      kind
    }
    child {
      id
      name
      kind
    }
  }
`);

const ParentsQuery = graphql(`
  query Parents($id: ID!) {
    asset(id: $id) {
      id
      parents {
        ...LinkEnds
      }
    }
  }
`);

const ChildrenQuery = graphql(`
  query Children($id: ID!, $first: Int!, $after: String) {
    asset(id: $id) {
      id
      children(first: $first, after: $after) {
        edges {
          node {
            ...LinkEnds
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

function columns(end: 'parent' | 'child'): readonly Column<LinkEndsFragment>[] {
  return [
    {
      head: end === 'parent' ? 'Parent' : 'Child',
      cell: (link) => (
        <div>
          <AssetLink asset={link[end]} />
          <div className="muted">
            {RELATION_WORDS[link.relation]} {link.crossesChains ? <CrossChainMark /> : null}
            {link.belowTerms ? ' · below terms' : ''}
          </div>
        </div>
      ),
    },
    { head: 'Kind', cell: (link) => <KindBadge kind={link[end].kind} /> },
    {
      head: 'Royalty',
      numeric: true,
      cell: (link) => (
        <span className="nowrap" title={`${POLICY_WORDS[link.policy]} royalty`}>
          {readablePpm(link.royaltyPpm)}
          {link.policy === 'ABSOLUTE' ? ' abs.' : ''}
        </span>
      ),
    },
  ];
}

const keyOf = (link: LinkEndsFragment) => `${link.child.id}>${link.parent.id}`;

/** What this asset was made of, and pays royalties to. */
export function Parents({ assetId }: { assetId: string }) {
  const query = useLiveQuery(ParentsQuery, { id: assetId });
  return (
    <Section title="Made from" flush>
      <Loaded query={query} what="parents">
        {({ asset }) => (
          <DataTable
            label="Parents"
            columns={columns('parent')}
            rows={asset?.parents ?? []}
            rowKey={keyOf}
            empty="It has no parents."
          />
        )}
      </Loaded>
    </Section>
  );
}

/** What was made of this asset, and pays royalties to it. */
export function Children({ assetId }: { assetId: string }) {
  const pages = usePages(assetId);
  const query = useLiveQuery(ChildrenQuery, { id: assetId, first: PAGE_SIZE, after: pages.after });
  return (
    <Section title="Made of it" flush>
      <Loaded query={query} what="children">
        {({ asset }) =>
          asset ? (
            <>
              <DataTable
                label="Children"
                columns={columns('child')}
                rows={asset.children.edges.map((edge) => edge.node)}
                rowKey={keyOf}
                empty="Nothing was made of it yet."
              />
              <Pager pages={pages} pageInfo={asset.children.pageInfo} pageSize={PAGE_SIZE} />
            </>
          ) : null
        }
      </Loaded>
    </Section>
  );
}
