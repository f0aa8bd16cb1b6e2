import { graphlib, layout as runDagre } from '@dagrejs/dagre';
import type { Graph, GraphLink, GraphNode } from './graph.js';

export const NODE_WIDTH = 196;
export const NODE_HEIGHT = 46;
const LABEL_WIDTH = 118;
const LABEL_HEIGHT = 30;
/** Above this, labels on links would cover each other: they show on the link that is pointed at. */
const LABELLED_LINKS = 90;
/** Above this, the fast ranking is good enough and the optimal one keeps people waiting. */
const OPTIMAL_NODES = 150;

export interface PlacedNode extends GraphNode {
  /** Centre. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedLink extends GraphLink {
  readonly key: string;
  /** SVG path from the child to the parent. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  readonly labelled: boolean;
}

interface Point {
  x: number;
  y: number;
}

/**
 * Places a lineage in layers from left to right, parents left of their children, as a stream runs. Takes
 * loops too (several chains can make one): the link that closes it runs backwards.
 */
export function placeGraph(graph: Graph): Placed {
  const labelled = graph.links.length <= LABELLED_LINKS;
  const dag = new graphlib.Graph({ multigraph: false });
  dag.setGraph({
    rankdir: 'LR',
    nodesep: 22,
    edgesep: 12,
    ranksep: labelled ? 34 : 90,
    marginx: 16,
    marginy: 16,
    ranker: graph.nodes.length > OPTIMAL_NODES ? 'tight-tree' : 'network-simplex',
  });
  dag.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) dag.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  const label = labelled ? { width: LABEL_WIDTH, height: LABEL_HEIGHT, labelpos: 'c' } : {};
  for (const link of graph.links) dag.setEdge(link.parent, link.child, { ...label });
  runDagre(dag);

  const size = dag.graph() as { width?: number; height?: number };
  return {
    width: Math.max(size.width ?? 0, NODE_WIDTH + 32),
    height: Math.max(size.height ?? 0, NODE_HEIGHT + 32),
    labelled,
    nodes: graph.nodes.map((node) => ({ ...node, ...pointOf(dag.node(node.id)) })),
    links: graph.links.map((link) => placeLink(link, dag.edge(link.parent, link.child) as { points?: Point[] })),
  };
}

function placeLink(link: GraphLink, edge: { points?: Point[]; x?: number; y?: number }): PlacedLink {
  const points = [...(edge.points ?? [])].reverse();
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  return {
    ...link,
    key: `${link.child}>${link.parent}`,
    path: smoothPath(points),
    labelX: edge.x ?? middle.x,
    labelY: edge.y ?? middle.y,
  };
}

const pointOf = (node: unknown): Point => ({ x: (node as Point).x, y: (node as Point).y });

/** A curve through the middles between points: no corners, and no overshoot past a node. */
export function smoothPath(points: readonly Point[]): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  const at = (point: Point) => `${round(point.x)},${round(point.y)}`;
  let path = `M${at(first)}`;
  for (let index = 1; index < points.length - 1; index++) {
    const here = points[index]!;
    const next = points[index + 1]!;
    const end = index === points.length - 2 ? last : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 };
    path += `Q${at(here)} ${at(end)}`;
  }
  return points.length === 2 ? `${path}L${at(last)}` : path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
