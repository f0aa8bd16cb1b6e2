import { Args, Context, ID, Resolver, Subscription } from '@nestjs/graphql';
import { Chain } from '../chains/chain.type.js';
import { optionalAsset, optionalChain } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Usage } from '../usages/usage.type.js';
import { LiveChains } from './live-chains.js';
import { LiveUsages } from './live-usages.js';
import { parseResume } from './resume.js';

@Resolver()
export class LiveResolver {
  constructor(
    private readonly usages: LiveUsages,
    private readonly chains: LiveChains,
  ) {}

  @Subscription(() => Usage, {
    description:
      'Usages as the fold applies them, in the order of their chain. After a fork those of the new blocks come, from the fork on.',
    resolve: (usage: Usage) => usage,
  })
  usageRecorded(
    @Args({ name: 'chain', type: () => String, nullable: true, description: 'Only this chain: its CAIP-2 id.' })
    chain: string | null,
    @Args({ name: 'asset', type: () => ID, nullable: true, description: 'Only this asset: its CAIP-19 id.' })
    asset: string | null,
    @Args({
      name: 'after',
      type: () => String,
      nullable: true,
      description:
        'To resume: the position of the last usage received, or one per chain, separated by commas. Chains not named start from now.',
    })
    after: string | null,
    @Context() context: RequestContext,
  ): AsyncIterable<Usage> {
    return this.usages.follow(context, {
      chainId: optionalChain(chain),
      assetId: optionalAsset(asset),
      after: parseResume(after ?? null),
    });
  }

  @Subscription(() => Chain, {
    description: 'Every chain at once, then each whenever it moves, at most a few times a second.',
    resolve: (chain: Chain) => chain,
  })
  chainStatus(@Context() context: RequestContext): AsyncIterable<Chain> {
    return this.chains.follow(context);
  }
}
