import { Args, Context, ID, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { normalizeAssetId } from '../../domain/ids.js';
import {
  type AssetCriteria,
  countAssets,
  listAssetsByName,
  listAssetsByTime,
  listAssetsByUse,
  type Marks,
  nameKey,
} from '../../read-models/assets/list.js';
import type { AssetView } from '../../read-models/assets/queries.js';
import { AsOf } from '../chains/as-of.type.js';
import { asOf } from '../chains/present.js';
import type { Connection } from '../paging/connection.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalAddress, optionalChain, searchText } from '../request/arguments.js';
import { askedPast, AT, FINALITY, type Moment } from '../request/moment.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { AssetOrder, type Finality } from '../vocabulary/enums.js';
import { Asset, AssetConnection, AssetFilter } from './asset.type.js';
import { findAsset, presentAsset } from './present.js';

@Resolver(() => Asset)
export class AssetsResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => Asset, {
    nullable: true,
    description:
      'One asset by its CAIP-19 id, and all that is asked of it as of one moment; null where nothing names it.',
  })
  async asset(
    @Args({ name: 'id', type: () => ID, description: 'CAIP-19, for example eip155:8453/erc721:0x.../42.' }) id: string,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<Asset | null> {
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    return findAsset(context, normalizeAssetId(id), moment);
  }

  @Query(() => AssetConnection, { description: 'Registered assets.' })
  async assets(
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Args({ name: 'filter', type: () => AssetFilter, nullable: true, description: 'Which of them.' })
    filter: AssetFilter | null,
    @Args({
      name: 'orderBy',
      type: () => AssetOrder,
      nullable: true,
      defaultValue: 'NEWEST',
      description: 'In which order.',
    })
    orderBy: keyof typeof AssetOrder | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<AssetConnection> {
    const size = pageSize(first);
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    const by = { ...criteriaOf(filter), moment };
    const page = await this.page(context, orderBy ?? 'NEWEST', by, after, size);
    return { ...page, totalCount: await countAssets(context.db, by), asOf: await asOf(context) };
  }

  @ResolveField(() => AsOf, { description: 'The moment that everything asked in this request is true at.' })
  asOf(@Context() context: RequestContext): Promise<AsOf> {
    return asOf(context);
  }

  private page(
    context: RequestContext,
    order: keyof typeof AssetOrder,
    by: AssetCriteria,
    after: string | null,
    size: number,
  ): Promise<Connection<Asset>> {
    if (order === 'MOST_USED') return this.byUse(context, by, after, size);
    return order === 'NAME' ? this.byName(context, by, after, size) : this.byTime(context, order, by, after, size);
  }

  private async byTime(
    context: RequestContext,
    order: 'NEWEST' | 'OLDEST',
    by: AssetCriteria,
    after: string | null,
    size: number,
  ): Promise<Connection<Asset>> {
    const list = `assets ${order}`;
    const key = after == null ? null : decodeCursor<[number, string]>(after, list, ['number', 'string']);
    const rows = await listAssetsByTime(context.db, by, order, key, size + 1);
    const cursorOf = (row: AssetView) => encodeCursor(list, [row.registeredTime_s!, row.assetId]);
    return toPage(rows, size, after, cursorOf, (row) => presentAsset(row, by.moment));
  }

  private async byName(
    context: RequestContext,
    by: AssetCriteria,
    after: string | null,
    size: number,
  ): Promise<Connection<Asset>> {
    const list = 'assets NAME';
    const key = after == null ? null : decodeCursor<[string, string]>(after, list, ['string', 'string']);
    const rows = await listAssetsByName(context.db, by, key, size + 1);
    return toPage(
      rows,
      size,
      after,
      (row) => encodeCursor(list, [nameKey(row.name), row.assetId]),
      (row) => presentAsset(row, by.moment),
    );
  }

  /** The first page fixes up to when usages count, so that later pages follow the same order. */
  private async byUse(
    context: RequestContext,
    by: AssetCriteria,
    after: string | null,
    size: number,
  ): Promise<Connection<Asset>> {
    const list = 'assets MOST_USED';
    const decoded =
      after == null ? null : decodeCursor<[Marks, string, string]>(after, list, ['numbers', 'digits', 'string']);
    const present = by.moment ? Object.fromEntries(by.moment.marks) : await this.marks(context);
    const marks = decoded?.[0] ?? present;
    const rows = await listAssetsByUse(context.db, by, marks, decoded && [decoded[1], decoded[2]], size + 1);
    const cursorOf = (row: (typeof rows)[number]) => encodeCursor(list, [marks, String(row.usages), row.asset.assetId]);
    return toPage(rows, size, after, cursorOf, (row) => presentAsset(row.asset, by.moment));
  }

  /** The last whole interval of each chain. */
  private async marks(context: RequestContext): Promise<Marks> {
    const chains = await context.loaders.chains();
    const { interval_s } = this.settings;
    return Object.fromEntries(
      chains.map((chain) => [chain.chainId, Math.floor((chain.time_s ?? 0) / interval_s) * interval_s]),
    );
  }
}

function criteriaOf(filter: AssetFilter | null): AssetCriteria {
  return {
    chainId: optionalChain(filter?.chain),
    kind: filter?.kind,
    status: filter?.status,
    owner: optionalAddress(filter?.owner),
    search: filter?.search == null ? null : searchText('search', filter.search),
  };
}
