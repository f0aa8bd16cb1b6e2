import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useChainNames } from '../components/chain-names.js';
import { Section } from '../components/layout.js';
import { Empty, ErrorState, Loading } from '../components/states.js';
import { graphql } from '../generated/index.js';
import { useLiveQuery } from '../graphql/use-live-query.js';
import { MAX_DEPTH, type LineageSearch } from '../pages/search-params.js';
import { lineageFileUrl } from '../url.js';
import { graphOf, type Graph } from './graph.js';
import { LineageDrawing } from './LineageDrawing.js';
import { LineageList } from './LineageList.js';

const LineageQuery = graphql(`
  query Lineage($asset: ID!, $direction: Direction!, $depth: Int!, $maxNodes: Int!) {
    lineage(asset: $asset, direction: $direction, depth: $depth, maxNodes: $maxNodes) {
      direction
      truncated
      root {
        id
      }
      nodes {
        depth
        asset {
          id
          name
          kind
          chain
        }
      }
      links {
        relation
        royaltyPpm
        policy
        belowTerms
        crossesChains
        child {
          id
        }
        parent {
          id
        }
      }
    }
  }
`);

const MAX_NODES = 250;
const DEFAULT_DEPTH = 4;

type LineageView = NonNullable<LineageSearch['lineage']>;

const VIEWS: { value: LineageView; label: string }[] = [
  { value: 'up', label: 'Ancestors' },
  { value: 'both', label: 'Both' },
  { value: 'down', label: 'Descendants' },
];

interface Props {
  assetId: string;
  search: LineageSearch;
  onSearch: (change: LineageSearch) => void;
}

function useLineage(assetId: string, view: LineageView, depth: number) {
  const variables = { asset: assetId, depth, maxNodes: MAX_NODES };
  const up = useLiveQuery(LineageQuery, { ...variables, direction: 'UP' }, { pause: view === 'down' });
  const down = useLiveQuery(LineageQuery, { ...variables, direction: 'DOWN' }, { pause: view === 'up' });
  const above = view === 'down' ? undefined : up.data?.lineage;
  const below = view === 'up' ? undefined : down.data?.lineage;
  const complete = (view === 'down' || above) && (view === 'up' || below);
  const graph = useMemo<Graph | null>(
    () => (complete ? graphOf([above, below].filter((answer) => answer !== undefined)) : null),
    [complete, above, below],
  );
  return { graph, error: (view === 'down' ? undefined : up.error) ?? (view === 'up' ? undefined : down.error) };
}

/** Where an asset comes from and what was made of it. */
export function LineageSection({ assetId, search, onSearch }: Props) {
  const view = search.lineage ?? 'both';
  const depth = search.depth ?? DEFAULT_DEPTH;
  const [asList, setAsList] = useState(false);
  const { graph, error } = useLineage(assetId, view, depth);
  const controls = (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Direction"
        value={view}
        onChange={(value) => onSearch({ lineage: value as LineageView })}
        data={VIEWS}
      />
      <NativeSelect
        size="xs"
        aria-label="Depth"
        value={String(depth)}
        onChange={(event) => onSearch({ depth: Number(event.currentTarget.value) })}
        data={Array.from({ length: MAX_DEPTH }, (_, index) => ({
          value: String(index + 1),
          label: index === 0 ? '1 level' : `${index + 1} levels`,
        }))}
      />
      <Button size="compact-sm" variant="default" onClick={() => setAsList(!asList)} aria-pressed={asList}>
        {asList ? 'Show as graph' : 'Show as list'}
      </Button>
    </>
  );
  return (
    <Section title="Lineage" aside={controls} id="lineage" flush>
      {!graph && error ? <ErrorState error={error} /> : null}
      {!graph && !error ? <Loading what="lineage" lines={6} /> : null}
      {graph && graph.links.length === 0 ? <Empty>Nothing is linked to this asset in this direction.</Empty> : null}
      {graph && graph.links.length > 0 ? (
        asList ? (
          <LineageList graph={graph} />
        ) : (
          <LineageDrawing graph={graph} />
        )
      ) : null}
      <LineageFoot assetId={assetId} graph={graph} />
    </Section>
  );
}

function LineageFoot({ assetId, graph }: { assetId: string; graph: Graph | null }) {
  const { nameOf, colorOf } = useChainNames();
  const chains = [...new Set(graph?.nodes.map((node) => node.chain))];
  return (
    <div className="lineage-foot">
      <ul className="legend" aria-label="Legend">
        {chains.map((chain) => (
          <li key={chain}>
            <i style={{ background: colorOf(chain) }} />
            {nameOf(chain)}
          </li>
        ))}
        <li>
          <svg width="26" height="8" aria-hidden="true">
            <path d="M26 4H3m3-3L3 4l3 3" className="legend-line" />
          </svg>
          to the parent, the way royalties flow
        </li>
        <li>
          <svg width="26" height="8" aria-hidden="true">
            <path d="M26 4H4" className="legend-line crossing" />
            <path d="M6 1L3 4l3 3" className="legend-line crossing head" />
          </svg>
          crosses chains
        </li>
        {graph?.truncated ? (
          <li>
            <strong>Cut at {graph.nodes.length} assets: lower the depth, or take the files</strong>
          </li>
        ) : null}
      </ul>
      <span className="lineage-files">
        Whole lineage:{' '}
        <a className="link" href={lineageFileUrl(assetId, 'graphml')} download>
          GraphML
        </a>{' '}
        <a className="link" href={lineageFileUrl(assetId, 'csv')} download>
          CSV
        </a>
      </span>
    </div>
  );
}
