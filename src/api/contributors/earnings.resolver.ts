import { Args, Context, ID, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { contributorBalances, earningsByAsset } from '../../read-models/entitlements/balances.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { BUCKET, checkPeriod, FROM, optionalAsset, TO } from '../request/arguments.js';
import { askedMoment, AT, FINALITY, type Moment } from '../request/moment.js';
import { limited } from '../paging/page.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { withToken } from '../tokens/present.js';
import { derivedValue, valueNow } from '../values/present.js';
import { Bucket, type Finality } from '../vocabulary/enums.js';
import { Contributor } from './contributor.type.js';
import { earningsPoints } from './earnings-points.js';
import { AssetEarning, Balance, EarningsPoint } from './earnings.type.js';

@Resolver(() => Contributor)
export class EarningsResolver {
  constructor(private readonly settings: Settings) {}

  @ResolveField(() => [Balance], { description: 'What it has per vault and token, on all chains.' })
  async balances(
    @Parent() contributor: Contributor,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<Balance[]> {
    const moment = await askedMoment(context, finality, at, this.settings.interval_s);
    const views = await contributorBalances(context.db, contributor.address, moment);
    return Promise.all(
      views.map(async ({ vaultChainId, token, ...view }) =>
        Object.assign(new Balance(), {
          ...view,
          chain: `eip155:${vaultChainId}`,
          valueNow: await valueNow(context, vaultChainId, token, view.accrued),
          ...(await withToken(context, vaultChainId, token, view.accrued)),
        }),
      ),
    );
  }

  @ResolveField(() => [EarningsPoint], {
    description:
      "Accrued per piece of time, dated when earned; settled transit is dated just before its interval's end.",
  })
  async earnings(
    @Parent() contributor: Contributor,
    @Args(BUCKET) bucket: Bucket,
    @Args(FROM) from: number | null,
    @Args(TO) to: number | null,
    @Args({ name: 'asset', type: () => ID, nullable: true, description: 'Only what this asset (CAIP-19) brought.' })
    asset: string | null,
    @Context() context: RequestContext,
  ): Promise<EarningsPoint[]> {
    checkPeriod(from, to);
    const points = await earningsPoints(context, {
      contributor: contributor.address,
      piece: bucket,
      from_s: from ?? null,
      to_s: to ?? null,
      assetId: optionalAsset(asset),
      interval_s: this.settings.interval_s,
    });
    return Promise.all(
      points.map(async ({ chainId, token, start_s, end_s, worth, ...point }) =>
        Object.assign(new EarningsPoint(), {
          ...point,
          value: derivedValue(worth),
          start: start_s,
          end: end_s,
          chain: `eip155:${chainId}`,
          ...(await withToken(context, chainId, token, point.amount)),
        }),
      ),
    );
  }

  @ResolveField(() => [AssetEarning], {
    description:
      'What it has earned per asset, role, vault and token; by chain, vault and token, within them greatest first.',
  })
  async earningsByAsset(
    @Parent() contributor: Contributor,
    @Args({
      name: 'first',
      type: () => Int,
      nullable: true,
      defaultValue: 50,
      description: 'Rows at most, from 1 to 1000.',
    })
    first: number | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<AssetEarning[]> {
    const limit = limited('first', first ?? 50, 1, 1_000);
    const moment = await askedMoment(context, finality, at, this.settings.interval_s);
    const views = (await earningsByAsset(context.db, contributor.address, moment)).slice(0, limit);
    return Promise.all(
      views.map(async ({ vaultChainId, token, ...view }) =>
        Object.assign(new AssetEarning(), {
          ...view,
          chain: `eip155:${vaultChainId}`,
          valueNow: await valueNow(context, vaultChainId, token, view.accrued),
          ...(await withToken(context, vaultChainId, token, view.accrued)),
        }),
      ),
    );
  }
}

@Resolver(() => AssetEarning)
export class AssetEarningResolver {
  @ResolveField(() => Asset, { description: 'What it was earned with.' })
  asset(@Parent() earning: AssetEarning, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, earning.assetId);
  }
}
