import type { AssetId } from '../ids.js';
import { planRun, type LinksOf, type Plan } from '../waterfall/plan.js';
import { linksOf } from './graph.js';
import type { LedgerState, Link } from './state.js';

/**
 * Plans by the links of the asset they start at. Rows are replaced, never changed, so a plan holds as
 * long as every asset in it still has the very list of links it was made from; nothing has to be told
 * about changes, and what is no longer in memory takes its plans along.
 */
const plans = new WeakMap<readonly Link[], Plan>();

/** The plan of a usage of `asset`, made once for its lineage as it is. */
export function planOf(state: LedgerState, asset: AssetId): Plan {
  const lookup = linksOf(state);
  const links = lookup(asset);
  const known = plans.get(links);
  if (known && known.indexOf.has(asset) && holds(known, lookup)) return known;
  const plan = planRun([asset], state.chain, lookup);
  if (links.length > 0) plans.set(links, plan);
  return plan;
}

function holds(plan: Plan, lookup: LinksOf): boolean {
  for (const { assetId, links } of plan.assets) if (lookup(assetId) !== links) return false;
  return true;
}
