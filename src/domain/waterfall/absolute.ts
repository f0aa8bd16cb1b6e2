import { homeChain, type AssetId, type ChainId } from '../ids.js';
import type { Link } from '../ledger/state.js';
import type { Gift } from './gift.js';

/**
 * What `asset` owes to each ancestor over ABSOLUTE links: the sum, over the ancestor's direct licensees,
 * of the number of ABSOLUTE paths from `asset` to the licensee (the asset itself counting as one) times
 * the licensee's rate. Ordered by the first link of this chain that names the ancestor as parent.
 *
 * `found` holds the links of every asset of the run and `indexOf` their order, children before parents:
 * going through it in order, every count is complete before it is passed on.
 */
export function absoluteGifts(
  asset: AssetId,
  chain: ChainId,
  found: ReadonlyMap<AssetId, readonly Link[]>,
  indexOf: ReadonlyMap<AssetId, number>,
): Gift[] {
  const paths = new Map<AssetId, bigint>([[asset, 1n]]);
  const own = indexOf.get(asset)!;
  const rates = new Map<AssetId, { ratePpm: bigint; namedAt: string }>();
  for (const licensee of reachable(asset, found, indexOf)) {
    const count = paths.get(licensee)!;
    for (const { parent, policy, royaltyPpm, parentNamedAt } of found.get(licensee)!) {
      const local = indexOf.has(parent);
      if (policy !== 'ABSOLUTE' || (!local && homeChain(parent) === chain)) continue;
      const before = rates.get(parent)?.ratePpm ?? 0n;
      rates.set(parent, { ratePpm: before + count * BigInt(royaltyPpm), namedAt: parentNamedAt });
      if (local) paths.set(parent, (paths.get(parent) ?? 0n) + count);
    }
  }
  return [...rates]
    .filter(([to, { ratePpm }]) => ratePpm > 0n && (indexOf.get(to) ?? Infinity) > own)
    .sort(([a, x], [b, y]) => compare(x.namedAt, y.namedAt) || compare(a, b))
    .map(([to, { ratePpm }]) => ({ to, index: indexOf.get(to) ?? -1, ratePpm }));
}

/** The assets that ABSOLUTE paths lead to, the start included, children before parents. */
function reachable(
  start: AssetId,
  found: ReadonlyMap<AssetId, readonly Link[]>,
  indexOf: ReadonlyMap<AssetId, number>,
): AssetId[] {
  const seen = new Set<AssetId>([start]);
  for (const asset of seen) {
    for (const { parent, policy } of found.get(asset)!) {
      if (policy === 'ABSOLUTE' && indexOf.has(parent)) seen.add(parent);
    }
  }
  return [...seen].sort((a, b) => indexOf.get(a)! - indexOf.get(b)!);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
