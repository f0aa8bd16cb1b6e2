import type { AssetId, ChainId } from '../ids.js';
import { planRun, type LinksOf, type Plan } from '../waterfall/plan.js';
import type { Link } from './state.js';

/**
 * Plans by the links of the asset they start at. Rows are replaced, never changed, so a plan holds as
 * long as every asset in it still has the very list of links it was made from; nothing has to be told
 * about changes, and what is no longer in memory takes its plans along.
 */
const plans = new WeakMap<readonly Link[], Plan>();

/** The plan of a usage of `asset`, homed on `chain`, made once for its lineage as `linksOf` shows it. */
export function planOf(asset: AssetId, chain: ChainId, linksOf: LinksOf): Plan {
  const links = linksOf(asset);
  const known = plans.get(links);
  if (known?.indexOf.has(asset) && holds(known, linksOf)) return known;
  const plan = planRun([asset], chain, linksOf);
  if (links.length > 0) plans.set(links, plan);
  return plan;
}

function holds(plan: Plan, linksOf: LinksOf): boolean {
  for (const { assetId, links } of plan.assets) if (linksOf(assetId) !== links) return false;
  return true;
}
