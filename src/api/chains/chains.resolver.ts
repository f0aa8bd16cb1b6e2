import { Context, Query, Resolver } from '@nestjs/graphql';
import { RequestContext } from '../request/request-context.js';
import { AsOf } from './as-of.type.js';
import { Chain } from './chain.type.js';
import { asOf, presentChain } from './present.js';

@Resolver(() => Chain)
export class ChainsResolver {
  @Query(() => [Chain], { description: 'Every chain that is followed, in the order of chain ids.' })
  async chains(@Context() context: RequestContext): Promise<Chain[]> {
    const views = await context.loaders.chains();
    const sizes = await context.loaders.sizes();
    return views.map((view) => presentChain(view, sizes.get(view.chainId)));
  }

  @Query(() => AsOf, { description: 'The moment that everything asked in this request is true at.' })
  asOf(@Context() context: RequestContext): Promise<AsOf> {
    return asOf(context);
  }
}
