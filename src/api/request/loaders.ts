import DataLoader from 'dataloader';
import { getAssets, getNamedAssets, getUsageCounts, type AssetView } from '../../read-models/assets/queries.js';
import { type ChainView, getChains, getLogSizes, type LogSize } from '../../read-models/chains/queries.js';
import { type ContributorView, getContributors, getHoldingCounts } from '../../read-models/contributors/queries.js';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import { grouped } from '../../read-models/grouped.js';
import { getParentLinks, type LinkView } from '../../read-models/lineage/queries.js';
import type { Queryable } from '../../read-models/queryable.js';
import { getTokens, type TokenKey, type TokenView } from '../../read-models/tokens/queries.js';
import { getUsages, type UsageView } from '../../read-models/usages/queries.js';

const BATCH = 500;

/** Look-ups of one request: each thing is asked for once, together with what is asked for beside it. */
export class Loaders {
  /** Assets by CAIP-19 id, null where no home chain knows the id. */
  readonly assets: DataLoader<string, AssetView | null>;
  /** Whether an id occurs anywhere in the ledger. */
  readonly named: DataLoader<string, boolean>;
  /** Usages of an asset on all chains. */
  readonly usageCounts: DataLoader<string, bigint>;
  /** Links to the parents of an asset, oldest first. */
  readonly parents: DataLoader<string, readonly LinkView[]>;
  readonly tokens: DataLoader<TokenKey, TokenView, string>;
  readonly contributors: DataLoader<string, ContributorView | null>;
  /** Pools in which an address holds shares. */
  readonly holdingCounts: DataLoader<string, number>;
  /** Usages by position. */
  readonly usages: DataLoader<string, UsageView | null>;
  private chainViews: Promise<ChainView[]> | undefined;
  private logSizes: Promise<Map<number, LogSize>> | undefined;

  /** @param moment as of which assets, their usages and links are looked up; the rest is of the present */
  constructor(
    private readonly db: Queryable,
    moment?: PastMoment,
  ) {
    this.assets = byKey(async (ids) => keyed(await getAssets(db, ids, moment), (asset) => asset.assetId), null);
    this.named = byKey(async (ids) => new Map((await getNamedAssets(db, ids)).map((id) => [id, true])), false);
    this.usageCounts = byKey((ids) => getUsageCounts(db, ids, moment), 0n);
    this.contributors = byKey(async (ids) => keyed(await getContributors(db, ids), (found) => found.address), null);
    this.holdingCounts = byKey((ids) => getHoldingCounts(db, ids), 0);
    this.usages = byKey(async (ids) => keyed(await getUsages(db, ids), (usage) => usage.position), null);
    this.parents = byKey(async (ids) => grouped(await getParentLinks(db, ids, null, moment), (link) => link.child), []);
    this.tokens = new DataLoader(
      async (keys) => {
        const found = keyed(await getTokens(db, keys), tokenKey);
        return keys.map((key) => found.get(tokenKey(key)) ?? { ...key, symbol: null, decimals: null, price: null });
      },
      { maxBatchSize: BATCH, cacheKeyFn: tokenKey },
    );
  }

  /** Every chain of the log, in the order of chain ids. */
  chains(): Promise<ChainView[]> {
    return (this.chainViews ??= getChains(this.db));
  }

  /** What the log holds, by chain. */
  sizes(): Promise<Map<number, LogSize>> {
    return (this.logSizes ??= getLogSizes(this.db).then((sizes) => keyed(sizes, (size) => size.chainId)));
  }
}

const tokenKey = (key: TokenKey): string => `${key.chainId}/${key.address}`;

function keyed<K, V>(rows: readonly V[], keyOf: (row: V) => K): Map<K, V> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function byKey<V>(load: (ids: readonly string[]) => Promise<Map<string, V>>, missing: V): DataLoader<string, V> {
  return new DataLoader(
    async (ids) => {
      const found = await load(ids);
      return ids.map((id) => found.get(id) ?? missing);
    },
    { maxBatchSize: BATCH },
  );
}
