import { CrossChainMark } from '../components/badges.js';
import { DataTable, type Column } from '../components/DataTable.js';
import { AssetLink } from '../components/links.js';
import { readablePpm } from '../format/amount.js';
import { POLICY_WORDS, RELATION_WORDS } from '../format/words.js';
import type { Graph, GraphLink } from './graph.js';

/** The same lineage as a list of links, for whom a drawing is no help. */
export function LineageList({ graph }: { graph: Graph }) {
  const names = new Map(graph.nodes.map((node) => [node.id, node]));
  const asset = (id: string) => <AssetLink asset={names.get(id) ?? { id }} />;
  const columns: readonly Column<GraphLink>[] = [
    { head: 'Child', cell: (link) => asset(link.child) },
    {
      head: 'Relation',
      cell: (link) => (
        <span className="nowrap">
          {RELATION_WORDS[link.relation]} {link.crossesChains ? <CrossChainMark /> : null}
        </span>
      ),
    },
    { head: 'Parent', cell: (link) => asset(link.parent) },
    {
      head: 'Royalty',
      numeric: true,
      cell: (link) => `${readablePpm(link.royaltyPpm)} ${POLICY_WORDS[link.policy]}`,
    },
  ];
  return (
    <DataTable
      label="Links of the lineage"
      columns={columns}
      rows={graph.links}
      rowKey={(link) => `${link.child}>${link.parent}`}
      empty="This asset has no links."
    />
  );
}
