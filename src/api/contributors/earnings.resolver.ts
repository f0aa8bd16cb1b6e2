import { Args, Context, ID, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { MoneyQuestions } from '../../read-models/entitlements/questions.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { BUCKET, checkPeriod, FROM, optionalAsset, TO } from '../request/arguments.js';
import { Money } from '../request/money.js';
import { limited } from '../paging/page.js';
import { RequestContext } from '../request/request-context.js';
import { checkCells } from '../revenue/present.js';
import { withToken } from '../tokens/present.js';
import { Bucket } from '../vocabulary/enums.js';
import { Contributor } from './contributor.type.js';
import { AssetEarning, Balance, EarningsPoint } from './earnings.type.js';

@Resolver(() => Contributor)
export class EarningsResolver {
  private readonly questions: MoneyQuestions;

  constructor(money: Money) {
    this.questions = money.questions;
  }

  @ResolveField(() => [Balance], { description: 'What it has per vault and token, on all chains.' })
  async balances(@Parent() contributor: Contributor, @Context() context: RequestContext): Promise<Balance[]> {
    const views = await this.questions.getBalances(context.db, contributor.address);
    return Promise.all(
      views.map(async ({ chainId, token, ...view }) =>
        Object.assign(new Balance(), {
          ...view,
          chain: `eip155:${chainId}`,
          ...(await withToken(context, chainId, token, view.accrued)),
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
    const by = { piece: bucket, from_s: from ?? null, to_s: to ?? null, assetId: optionalAsset(asset) };
    const views = checkCells(await this.questions.getEarnings(context.db, contributor.address, by));
    return Promise.all(
      views.map(async ({ chainId, token, start_s, end_s, ...view }) =>
        Object.assign(new EarningsPoint(), {
          ...view,
          start: start_s,
          end: end_s,
          chain: `eip155:${chainId}`,
          ...(await withToken(context, chainId, token, view.amount)),
        }),
      ),
    );
  }

  @ResolveField(() => [AssetEarning], {
    description: 'What it has earned per asset, role, vault and token, greatest first.',
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
    @Context() context: RequestContext,
  ): Promise<AssetEarning[]> {
    const limit = limited('first', first ?? 50, 1, 1_000);
    const views = await this.questions.getEarningsByAsset(context.db, contributor.address, limit);
    return Promise.all(
      views.map(async ({ chainId, token, ...view }) =>
        Object.assign(new AssetEarning(), {
          ...view,
          chain: `eip155:${chainId}`,
          ...(await withToken(context, chainId, token, view.accrued)),
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
