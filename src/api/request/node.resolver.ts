import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { address, normalizeAssetId, parseCaip2 } from '../../domain/ids.js';
import { findAsset } from '../assets/present.js';
import { presentChain } from '../chains/present.js';
import { findContributor } from '../contributors/present.js';
import { presentToken } from '../tokens/present.js';
import { presentUsage } from '../usages/present.js';
import { Node } from '../vocabulary/node.js';
import { UserInputError } from '../errors/user-input.js';
import { parseTokenId } from './arguments.js';
import { RequestContext } from './request-context.js';

/** What an id of each type looks like, and who finds it. The first that fits is asked. */
const TYPES: readonly { looks: RegExp; find: (context: RequestContext, id: string) => Promise<Node | null> }[] = [
  { looks: /^0x[0-9a-f]{40}$/i, find: (context, id) => findContributor(context, address(id)) },
  { looks: /^usage:\d{40}$/, find: findUsage },
  { looks: /^eip155:\d+$/i, find: findChain },
  { looks: /^eip155:\d+\/erc20:/i, find: findToken },
  { looks: /^eip155:\d+\/erc721:/i, find: (context, id) => findAsset(context, normalizeAssetId(id)) },
];

@Resolver(() => Node)
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its id; null where there is nothing of that id.' })
  node(
    @Args({ name: 'id', type: () => ID, description: 'A typed id, as Node.id describes them.' }) id: string,
    @Context() context: RequestContext,
  ): Promise<Node | null> {
    const type = TYPES.find(({ looks }) => looks.test(id));
    if (!type) {
      throw new UserInputError(
        `"${id.slice(0, 200)}" is not an id: expected CAIP-2 or CAIP-19, an address, or usage: and a position.`,
      );
    }
    return type.find(context, id);
  }
}

async function findUsage(context: RequestContext, id: string): Promise<Node | null> {
  const view = await context.loaders.usages.load(id.slice('usage:'.length));
  return view && presentUsage(context, view);
}

async function findChain(context: RequestContext, id: string): Promise<Node | null> {
  const chainId = parseCaip2(id.toLowerCase());
  const view = (await context.loaders.chains()).find((chain) => chain.chainId === chainId);
  return view ? presentChain(view, (await context.loaders.sizes()).get(chainId)) : null;
}

async function findToken(context: RequestContext, id: string): Promise<Node | null> {
  const { chainId, address: token } = parseTokenId(id);
  const view = await context.loaders.tokens.load({ chainId, address: token });
  return view.symbol === null && view.price === null ? null : presentToken(view);
}
