import { homeChain, type AssetId, type ChainId } from '../ids.js';
import type { Link } from '../ledger/state.js';
import { absoluteGifts } from './absolute.js';
import type { Gift } from './gift.js';

/** A run covers this many assets, found breadth-first from each seed (design section 6). */
export const RUN_LIMIT = 1024;

/** Current links of an asset by rank; an empty list where there are none. */
export type LinksOf = (asset: AssetId) => readonly Link[];

export interface PlannedAsset {
  readonly assetId: AssetId;
  /** The very list the plan was made from: while it is the asset's list, this part of the plan holds. */
  readonly links: readonly Link[];
  /** In the order in which they are taken. */
  readonly relative: readonly Gift[];
  readonly absolute: readonly Gift[];
  /** A link to a parent on the asset's own chain is not applied: it leads beyond the limit (or into a loop). */
  readonly truncated: boolean;
}

/** What a run does with any inflow: every asset it can reach on one chain, children before parents. */
export interface Plan {
  readonly assets: readonly PlannedAsset[];
  /** Where each asset stands in `assets`. */
  readonly indexOf: ReadonlyMap<AssetId, number>;
}

/**
 * Plans the run that starts at `seeds`, all homed on `chain`. Links out of the chain are kept as gifts
 * to nobody in the plan (index -1).
 */
export function planRun(seeds: readonly AssetId[], chain: ChainId, linksOf: LinksOf): Plan {
  const found = new Map<AssetId, readonly Link[]>();
  for (const seed of seeds) findFrom(seed, chain, linksOf, found);
  const order = childrenFirst(found);
  const indexOf = new Map(order.map((asset, index) => [asset, index]));
  return { assets: order.map((asset) => planAsset(asset, chain, found, indexOf)), indexOf };
}

function findFrom(seed: AssetId, chain: ChainId, linksOf: LinksOf, found: Map<AssetId, readonly Link[]>): void {
  const mine = new Set<AssetId>([seed]);
  for (const asset of mine) {
    const links = found.get(asset) ?? linksOf(asset);
    found.set(asset, links);
    for (const { parent } of links) {
      if (mine.size < RUN_LIMIT && homeChain(parent) === chain) mine.add(parent);
    }
  }
}

/** Assets of a loop, which no accepted link can make, come last, in the order in which they were found. */
function childrenFirst(found: ReadonlyMap<AssetId, readonly Link[]>): AssetId[] {
  const waiting = new Map<AssetId, number>();
  for (const asset of found.keys()) waiting.set(asset, 0);
  for (const links of found.values()) {
    for (const { parent } of links) {
      const children = waiting.get(parent);
      if (children !== undefined) waiting.set(parent, children + 1);
    }
  }
  const order = [...found.keys()].filter((asset) => waiting.get(asset) === 0);
  for (const asset of order) {
    for (const { parent } of found.get(asset)!) {
      const children = waiting.get(parent);
      if (children === undefined) continue;
      waiting.set(parent, children - 1);
      if (children === 1) order.push(parent);
    }
  }
  return order.length === found.size ? order : [...new Set([...order, ...found.keys()])];
}

function planAsset(
  assetId: AssetId,
  chain: ChainId,
  found: ReadonlyMap<AssetId, readonly Link[]>,
  indexOf: ReadonlyMap<AssetId, number>,
): PlannedAsset {
  const links = found.get(assetId)!;
  const relative: Gift[] = [];
  let absolute = false;
  let truncated = false;
  for (const { parent, policy, royaltyPpm } of links) {
    const index = indexOf.get(parent) ?? -1;
    const here = homeChain(parent) === chain;
    if (here && index <= indexOf.get(assetId)!) truncated = true;
    else if (policy === 'ABSOLUTE') absolute = true;
    else if (royaltyPpm > 0) relative.push({ to: parent, index, ratePpm: BigInt(royaltyPpm) });
  }
  return {
    assetId,
    links,
    relative,
    absolute: absolute ? absoluteGifts(assetId, chain, found, indexOf) : [],
    truncated,
  };
}
