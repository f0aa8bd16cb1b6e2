import type { Queryable } from '../queryable.js';
import { getChildLinks, getParentLinks, type LinkView } from './queries.js';

/** One step of a walk: the assets first reached in it, and the links that were passed, some to known assets. */
export interface LineageLevel {
  readonly depth: number;
  readonly assetIds: readonly string[];
  readonly links: readonly LinkView[];
}

/** Assets whose links are asked for together. */
const CHUNK = 500;

/**
 * The whole lineage of an asset in pieces, nearest first, over the borders of chains: what a walk with a
 * budget leaves out is here. Keeps only the ids it has seen.
 */
export async function* lineageLevels(
  db: Queryable,
  root: string,
  direction: 'UP' | 'DOWN',
  maxDepth: number,
): AsyncGenerator<LineageLevel, void> {
  const seen = new Set([root]);
  const get = direction === 'UP' ? getParentLinks : getChildLinks;
  yield { depth: 0, assetIds: [root], links: [] };
  let frontier = [root];
  for (let depth = 1; depth <= maxDepth && frontier.length > 0; depth++) {
    const next: string[] = [];
    for (let start = 0; start < frontier.length; start += CHUNK) {
      const links = await get(db, frontier.slice(start, start + CHUNK), null);
      const reached: string[] = [];
      for (const link of links) {
        const assetId = direction === 'UP' ? link.parent : link.child;
        if (seen.has(assetId)) continue;
        seen.add(assetId);
        reached.push(assetId);
      }
      for (const assetId of reached) next.push(assetId);
      yield { depth, assetIds: reached, links };
    }
    frontier = next;
  }
}
