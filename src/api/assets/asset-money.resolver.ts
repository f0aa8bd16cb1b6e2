import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { getInTransit, getKept, getWaiting } from '../../read-models/assets/sums.js';
import { getRevenue } from '../../read-models/revenue/queries.js';
import { listUsages } from '../../read-models/usages/queries.js';
import { AFTER, BUCKET, checkPeriod, FIRST, FROM, TO } from '../request/arguments.js';
import { asOf } from '../chains/present.js';
import { UserInputError } from '../errors/user-input.js';
import { pageSize } from '../paging/page.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { checkCells, MAX_CELLS, presentPoint } from '../revenue/present.js';
import { RevenuePoint } from '../revenue/revenue.type.js';
import { Amount, WaitingAmount } from '../tokens/token.type.js';
import { presentAmounts, withToken } from '../tokens/present.js';
import { usageKey, usagePage } from '../usages/present.js';
import { UsageConnection } from '../usages/usage.type.js';
import { Bucket } from '../vocabulary/enums.js';
import { BigIntScalar } from '../vocabulary/scalars.js';
import { Asset } from './asset.type.js';

@Resolver(() => Asset)
export class AssetMoneyResolver {
  constructor(private readonly settings: Settings) {}

  @ResolveField(() => UsageConnection, { description: 'Usages of it on every chain, newest first.' })
  async usages(
    @Parent() asset: Asset,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<UsageConnection> {
    const size = pageSize(first);
    const rows = await listUsages(context.db, { assetId: asset.id, moment: asset.moment }, usageKey(after), size + 1);
    return { ...(await usagePage(context, rows, size, after)), asOf: await asOf(context) };
  }

  @ResolveField(() => BigIntScalar, {
    description: 'Usages of it on every chain, without those that are held or were returned.',
  })
  usageCount(@Parent() asset: Asset, @Context() context: RequestContext): Promise<bigint> {
    return context.at(asset.moment).usageCounts.load(asset.id);
  }

  @ResolveField(() => [RevenuePoint], {
    description: 'What consumers paid for this asset itself, oldest piece of time first.',
  })
  async revenue(
    @Parent() asset: Asset,
    @Args(BUCKET) bucket: Bucket,
    @Args(FROM) from: number | null,
    @Args(TO) to: number | null,
    @Context() context: RequestContext,
  ): Promise<RevenuePoint[]> {
    checkPeriod(from, to);
    const by = { assetId: asset.id, from_s: from, to_s: to, moment: asset.moment };
    const cells = await getRevenue(context.db, 'TOKEN', bucket, this.settings.interval_s, by, MAX_CELLS + 1);
    return Promise.all(checkCells(cells).map((cell) => presentPoint(context, cell)));
  }

  @ResolveField(() => [Amount], {
    description:
      'What the asset kept for its own people, of own usages and royalties of descendants, settled transit included; per token.',
  })
  async earnings(@Parent() asset: Asset, @Context() context: RequestContext): Promise<Amount[]> {
    return presentAmounts(context, await getKept(context.db, asset.id, asset.moment));
  }

  @ResolveField(() => [Amount], {
    description: 'What is on its way to it from other chains and waits for the end of an interval; per token.',
  })
  async inTransit(@Parent() asset: Asset, @Context() context: RequestContext): Promise<Amount[]> {
    return presentAmounts(context, await getInTransit(context.db, asset.id, asset.moment));
  }

  @ResolveField(() => [WaitingAmount], {
    description:
      'What waits with it in suspense: for its registration, a dispute, or held usages; per reason and token. Known of the present only.',
  })
  async suspense(@Parent() asset: Asset, @Context() context: RequestContext): Promise<WaitingAmount[]> {
    if (asset.moment) {
      throw new UserInputError(
        'What waits in suspense is known as it is now, not as of the past: ask for "suspense" of an asset without "at" and with finality LATEST.',
      );
    }
    const sums = await getWaiting(context.db, asset.id);
    return Promise.all(
      sums.map(async ({ chainId, token, amount, reason }) =>
        Object.assign(new WaitingAmount(), { amount, reason, ...(await withToken(context, chainId, token, amount)) }),
      ),
    );
  }
}
