import type { PastMoment } from '../chains/past-moment.js';
import type { Queryable } from '../queryable.js';
import { getChildLinks, getParentLinks, type LinkView } from './queries.js';

export interface LineageBudget {
  /** Links from the root at most. */
  readonly depth: number;
  /** Assets at most, the root among them. */
  readonly maxNodes: number;
}

export interface LineageView {
  /** Assets in the order they were reached, with their distance from the root. */
  readonly nodes: ReadonlyMap<string, number>;
  /** Links passed, both ends of which are among the nodes. */
  readonly links: readonly LinkView[];
  /** True when there was more than the budget of nodes allowed, within the depth. */
  readonly truncated: boolean;
}

/** Links per asset that a walk looks at, at most: a popular dataset has more children than anybody draws. */
const LINKS_PER_NODE = 8;

/**
 * Walks the lineage level by level, over the borders of chains: a link stands with its child's chain, and
 * ids name the chain they live on.
 */
export async function walkLineage(
  db: Queryable,
  root: string,
  direction: 'UP' | 'DOWN',
  budget: LineageBudget,
  moment?: PastMoment,
): Promise<LineageView> {
  const nodes = new Map([[root, 0]]);
  const links: LinkView[] = [];
  const get = direction === 'UP' ? getParentLinks : getChildLinks;
  let truncated = false;
  let frontier = [root];
  for (let level = 1; frontier.length > 0 && level <= budget.depth; level++) {
    const left = budget.maxNodes * LINKS_PER_NODE - links.length;
    const found = await get(db, frontier, left + 1, moment);
    if (found.length > left) truncated = true;
    frontier = [];
    for (const link of found.slice(0, left)) {
      const next = direction === 'UP' ? link.parent : link.child;
      if (!nodes.has(next)) {
        if (nodes.size >= budget.maxNodes) {
          truncated = true;
          continue;
        }
        nodes.set(next, level);
        frontier.push(next);
      }
      links.push(link);
    }
  }
  return { nodes, links, truncated };
}
