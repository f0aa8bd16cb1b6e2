import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useChainNames } from '../../components/chain-names.js';
import { Pager } from '../../components/DataTable.js';
import { PageHead, Section, usePageTitle } from '../../components/layout.js';
import { Loaded } from '../../components/states.js';
import { UsageTable } from '../../components/UsageTable.js';
import { OPERATION_WORDS, options } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { usePages } from '../../graphql/use-pages.js';
import { usagesUrl } from '../../url.js';

const UsagesQuery = graphql(`
  query Usages($filter: UsageFilter, $first: Int!, $after: String) {
    usages(filter: $filter, first: $first, after: $after) {
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
`);

const PAGE_SIZE = 25;
const POLL_MS = 5_000;

/** Every usage, newest first. */
export function UsagesPage() {
  usePageTitle('Usages');
  const search = useSearch({ from: '/usages' });
  const navigate = useNavigate();
  const { chains } = useChainNames();
  const pages = usePages(JSON.stringify(search));
  const query = useLiveQuery(
    UsagesQuery,
    { filter: { chain: search.chain, operation: search.operation }, first: PAGE_SIZE, after: pages.after },
    { poll_ms: pages.page === 1 ? POLL_MS : undefined },
  );
  const choose = (change: Partial<typeof search>) => void navigate({ to: usagesUrl({ ...search, ...change }) });
  return (
    <>
      <PageHead title="Usages" lead="Each paid use of an asset, as its chain recorded it." />
      <div className="filters">
        <NativeSelect
          label="Operation"
          value={search.operation ?? ''}
          onChange={(event) =>
            choose({ operation: (event.currentTarget.value || undefined) as typeof search.operation })
          }
          data={[{ value: '', label: 'All operations' }, ...options(OPERATION_WORDS)]}
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
      </div>
      <Section title="Newest first" flush>
        <Loaded query={query} what="usages" lines={10}>
          {({ usages }) => (
            <>
              <UsageTable
                label="Usages"
                rows={usages.edges.map((edge) => edge.node)}
                empty="No usage fits these filters."
              />
              <Pager pages={pages} pageInfo={usages.pageInfo} pageSize={PAGE_SIZE} />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
}
