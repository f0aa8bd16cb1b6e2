import type { CanonicalPayloads } from '../events/canonical.js';
import { homeChain, type AssetId, type ChainId } from '../ids.js';
import type { LinksOf } from '../waterfall/plan.js';
import { anomaly } from './anomalies.js';
import { since, type EventContext } from './context.js';
import { assetOrBlank, changedAsset, ruledAsset } from './ruled-asset.js';
import type { LedgerState, Link } from './state.js';

/** Of an asset that depends on nothing, or that nobody named. */
export const NO_LINKS: readonly Link[] = Object.freeze([]);

/** The current links of a state's assets. */
export function linksOf(state: LedgerState): LinksOf {
  return (assetId) => state.assets.get({ assetId })?.links ?? NO_LINKS;
}

/**
 * Links a child to a parent, or replaces relation, rate and policy of their link, which keeps its rank.
 * A loop over one chain's links, of whatever policy, is refused.
 */
export function parentLinked(context: EventContext, event: CanonicalPayloads['ParentLinked']): void {
  const { child, parent, relation, royaltyPpm, policy } = event;
  const { state, at } = context;
  const asset = ruledAsset(context, child);
  if (!asset) return;
  if (child === parent || isAncestor(child, parent, state.chain, linksOf(state))) {
    anomaly(context, 'LINK_LOOP', `${child} cannot depend on ${parent}, which depends on it; refused.`, child);
    return;
  }
  const parentNamedAt = nameParent(context, parent);
  const link: Link = { parent, relation, royaltyPpm, policy, parentNamedAt };
  const rank = asset.links.findIndex((other) => other.parent === parent);
  const links = rank < 0 ? [...asset.links, link] : asset.links.with(rank, link);
  state.assets.put(changedAsset(asset, { links }));
  state.linkHistory.append({
    position: at.position,
    time_s: at.time_s,
    assetId: child,
    rank: rank < 0 ? asset.links.length : rank,
    ...link,
  });
}

function nameParent(context: EventContext, parent: AssetId): AssetNamedAt {
  const row = assetOrBlank(context.state, parent);
  if (row.parentNamedAt !== null) return row.parentNamedAt;
  const { position } = since(context);
  context.state.assets.put(changedAsset(row, { parentNamedAt: position }));
  return position;
}

type AssetNamedAt = Link['parentNamedAt'];

/** Whether a path of links within the chain leads from `from` up to `ancestor`. */
export function isAncestor(ancestor: AssetId, from: AssetId, chain: ChainId, links: LinksOf): boolean {
  if (homeChain(from) !== chain) return false;
  const seen = new Set<AssetId>([from]);
  for (const asset of seen) {
    for (const { parent } of links(asset)) {
      if (parent === ancestor) return true;
      if (homeChain(parent) === chain) seen.add(parent);
    }
  }
  return false;
}
