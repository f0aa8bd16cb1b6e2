import { graphlib, layout as runDagre } from '@dagrejs/dagre';
import type { Graph, GraphLink, GraphNode } from './graph.js';

export const NODE_WIDTH = 220;
export const NODE_HEIGHT = 46;
const LABEL_WIDTH = 96;
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
    ranksep: labelled ? 64 : 90,
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
    links: graph.links.map((link) =>
      placeLink(link, dag.edge(link.parent, link.child) as { points?: Point[] }, {
        child: pointOf(dag.node(link.child)),
        parent: pointOf(dag.node(link.parent)),
      }),
    ),
  };
}

function placeLink(link: GraphLink, edge: { points?: Point[]; x?: number; y?: number }, ends: Ends): PlacedLink {
  // dagre's own ends touch the boxes anywhere; between them are the places it kept free of other boxes.
  const between = [...(edge.points ?? [])].reverse().slice(1, -1);
  const isForward = ends.parent.x < ends.child.x;
  const side = isForward ? NODE_WIDTH / 2 : -NODE_WIDTH / 2;
  const points = [
    { x: ends.child.x - side, y: ends.child.y },
    ...between,
    { x: ends.parent.x + side, y: ends.parent.y },
  ];
  const middle = points[Math.floor(points.length / 2)]!;
  return {
    ...link,
    key: `${link.child}>${link.parent}`,
    path: flowPath(points),
    labelX: edge.x ?? middle.x,
    labelY: edge.y ?? middle.y,
  };
}

interface Ends {
  readonly child: Point;
  readonly parent: Point;
}

const pointOf = (node: unknown): Point => ({ x: (node as Point).x, y: (node as Point).y });

/** A curve that leaves and enters every point level, as a stream does. */
export function flowPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${round(first.x)},${round(first.y)}`;
  let here = first;
  for (const next of rest) {
    const half = round((here.x + next.x) / 2);
    path += `C${half},${round(here.y)} ${half},${round(next.y)} ${round(next.x)},${round(next.y)}`;
    here = next;
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
