import type { AssetKind, Relation, RoyaltyPolicy } from '../generated/graphql.js';

export interface GraphNode {
  readonly id: string;
  readonly name: string | null;
  readonly kind: AssetKind | null;
  readonly chain: string;
  /** Links away from the root: ancestors below zero, descendants above. */
  readonly depth: number;
}

export interface GraphLink {
  readonly child: string;
  readonly parent: string;
  readonly relation: Relation;
  readonly royaltyPpm: number;
  readonly policy: RoyaltyPolicy;
  readonly belowTerms: boolean;
  readonly crossesChains: boolean;
}

export interface Graph {
  readonly root: string;
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
  readonly truncated: boolean;
}

/** One direction's answer, as the service gives it. */
export interface LineageAnswer {
  readonly direction: 'UP' | 'DOWN';
  readonly truncated: boolean;
  readonly root: { id: string };
  readonly nodes: readonly {
    depth: number;
    asset: { id: string; name?: string | null; kind?: AssetKind | null; chain: string };
  }[];
  readonly links: readonly (Omit<GraphLink, 'child' | 'parent'> & { child: { id: string }; parent: { id: string } })[];
}

/** Joins the answers for both directions into one graph; each asset and each link once, links without an end dropped. */
export function graphOf(answers: readonly LineageAnswer[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const links = new Map<string, GraphLink>();
  for (const { direction, nodes: found, links: between } of answers) {
    for (const { asset, depth } of found) {
      if (nodes.has(asset.id)) continue;
      const { id, chain } = asset;
      const signed = direction === 'UP' ? -depth : depth;
      nodes.set(id, { id, chain, name: asset.name ?? null, kind: asset.kind ?? null, depth: signed || 0 });
    }
    for (const link of between) {
      const [child, parent] = [link.child.id, link.parent.id];
      links.set(`${child}>${parent}`, { ...link, child, parent });
    }
  }
  return {
    root: answers[0]?.root.id ?? '',
    nodes: [...nodes.values()],
    links: [...links.values()].filter((link) => nodes.has(link.child) && nodes.has(link.parent)),
    truncated: answers.some((answer) => answer.truncated),
  };
}
