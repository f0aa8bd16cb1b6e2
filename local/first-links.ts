import type { Account, AssetRef } from './economy/actions.js';
import type { EconomyContracts } from './economy/contracts.js';
import type { World, WorldAsset } from './economy/world.js';

export interface FirstLink {
  readonly title: string;
  readonly url: string;
}

/** Three pages worth opening first: what they show is true of every economy that has had its history. */
export function firstLinks(
  world: World,
  sides: readonly [EconomyContracts, EconomyContracts],
  origin: string,
): FirstLink[] {
  const page = ({ side, id }: AssetRef): string =>
    `${origin}/asset/eip155:${sides[side].chainId}/erc721:${sides[side].registry}/${id}`;
  const annotator = busiestAnnotator(world);
  const deep = world.ranked
    .filter(({ kind, depth }) => kind === 'MODEL' && depth >= 4)
    .map((asset) => ({ asset, levels: levelsAbove(world, asset) }))
    .find(({ levels }) => levels >= 4);
  const crossing = world.ranked.find((asset) => asset.kind !== 'OTHER' && crosses(asset));
  return [
    ...(annotator
      ? [{ title: 'A top annotator, and what they earned', url: `${origin}/contributor/${annotator}` }]
      : []),
    ...(deep ? [{ title: `${deep.asset.name}, a model ${deep.levels} levels deep`, url: page(deep.asset.ref) }] : []),
    ...(crossing ? [{ title: `${crossing.name}, whose royalties cross chains`, url: page(crossing.ref) }] : []),
  ];
}

/** How far its furthest ancestor is by the shortest way, as the explorer shows it. */
function levelsAbove(world: World, asset: WorldAsset): number {
  const seen = new Set([asset]);
  let level = [asset];
  for (let levels = 0; ; levels++) {
    const parents = level.flatMap(({ links }) => links.map(({ parent }) => world.find(parent)));
    level = [...new Set(parents)].filter((parent) => parent !== undefined && !seen.has(parent)) as WorldAsset[];
    if (level.length === 0) return levels;
    for (const one of level) seen.add(one);
  }
}

function crosses({ ref, links }: WorldAsset): boolean {
  return links.some(({ parent, royaltyPpm }) => parent.side !== ref.side && royaltyPpm > 0);
}

/** Whoever holds annotator's shares in most of the well used datasets. */
function busiestAnnotator(world: World): Account | undefined {
  const weights = new Map<Account, number>();
  world.ranked.forEach((asset, rank) => {
    const pool = asset.pools.get('ANNOTATOR') ?? new Map<Account, bigint>();
    const total = [...pool.values()].reduce((sum, shares) => sum + shares, 0n);
    for (const [account, shares] of pool) {
      const part = total === 0n ? 0 : Number((shares * 1_000n) / total);
      weights.set(account, (weights.get(account) ?? 0) + part / (rank + 1));
    }
  });
  return [...weights].sort(([, a], [, b]) => b - a)[0]?.[0];
}
