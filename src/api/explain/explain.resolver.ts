import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { address, homeChain, normalizeAssetId } from '../../domain/ids.js';
import { explain } from '../../read-models/entitlements/explain/explain.js';
import { Asset } from '../assets/asset.type.js';
import { findAsset, loadAsset } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { UserInputError } from '../errors/user-input.js';
import { limited } from '../paging/page.js';
import { checkPeriod, parseTokenId } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { presentToken } from '../tokens/present.js';
import { presentUsage } from '../usages/present.js';
import { Usage } from '../usages/usage.type.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';
import { ExplainPart, Explanation } from './explanation.type.js';

@Resolver(() => Explanation)
export class ExplainResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => Explanation, { description: 'Where what a contributor earned with an asset in a token comes from.' })
  async explain(
    @Args({ name: 'contributor', type: () => String, description: 'Address.' }) contributor: string,
    @Args({ name: 'asset', type: () => ID, description: 'CAIP-19 id of the asset.' }) asset: string,
    @Args({
      name: 'token',
      type: () => String,
      description: "CAIP-19 id of the token, as Token.id gives it; an address alone is of the asset's chain.",
    })
    token: string,
    @Args({ name: 'from', type: () => DateTimeScalar, description: 'Start of what to explain: the next mark counts.' })
    from: number,
    @Args({ name: 'to', type: () => DateTimeScalar, description: 'End of it, not part of it: the next mark counts.' })
    to: number,
    @Args({
      name: 'maxUsages',
      type: () => Int,
      nullable: true,
      defaultValue: 200,
      description: 'Usages told one by one, at most, 1 to 1000.',
    })
    maxUsages: number | null,
    @Context() context: RequestContext,
  ): Promise<Explanation> {
    checkPeriod(from, to);
    const assetId = normalizeAssetId(asset);
    const key = parseTokenId(token, homeChain(assetId));
    const question = {
      contributor: address(contributor),
      assetId,
      tokenChainId: key.chainId,
      token: key.address,
      from_s: this.nextMark(from),
      to_s: this.nextMark(to),
      maxUsages: limited('maxUsages', maxUsages ?? 200, 1, 1_000),
    };
    if (!(await findAsset(context, assetId))) {
      throw new UserInputError(
        `Nothing in the ledger names the asset ${assetId}: check its chain, registry and token id.`,
      );
    }
    const view = await explain(context.db, question);
    return Object.assign(new Explanation(), {
      assetId,
      contributor: question.contributor,
      token: presentToken(await context.loaders.tokens.load(key)),
      from: question.from_s,
      to: question.to_s,
      opening: view.opening,
      closing: view.closing,
      figure: view.figure,
      parts: view.parts.map(({ time_s, ...part }) =>
        Object.assign(new ExplainPart(), { ...part, assetId, time: time_s }),
      ),
      rules: [...view.rules],
      truncated: view.truncated,
      asOf: await asOf(context),
    });
  }

  private nextMark(time_s: number): number {
    const { interval_s } = this.settings;
    return Math.ceil(time_s / interval_s) * interval_s;
  }

  @ResolveField(() => Asset, { description: 'The asset it was earned with.' })
  asset(@Parent() explanation: Explanation, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, explanation.assetId);
  }
}

@Resolver(() => ExplainPart)
export class ExplainPartResolver {
  @ResolveField(() => Usage, { nullable: true, description: 'The usage behind it.' })
  async usage(@Parent() part: ExplainPart, @Context() context: RequestContext): Promise<Usage | null> {
    if (part.usagePosition === null) return null;
    const view = await context.loaders.usages.load(part.usagePosition);
    return view && presentUsage(context, view);
  }

  @ResolveField(() => Asset, { nullable: true, description: 'The asset that brought it.' })
  async asset(@Parent() part: ExplainPart, @Context() context: RequestContext): Promise<Asset | null> {
    return part.assetId === null ? null : loadAsset(context, part.assetId);
  }
}
