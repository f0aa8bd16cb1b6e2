import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { normalizeAssetId } from '../../domain/ids.js';
import { walkLineage } from '../../read-models/lineage/walk.js';
import { Asset } from '../assets/asset.type.js';
import { findAsset, loadAsset, presentLink } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { UserInputError } from '../errors/user-input.js';
import { limited } from '../paging/page.js';
import { askedPast, AT, FINALITY, type Moment } from '../request/moment.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { Direction, type Finality } from '../vocabulary/enums.js';
import { Lineage, LineageNode } from './lineage.type.js';

const MAX_DEPTH = 100;
const MAX_NODES = 2_000;

@Resolver(() => Lineage)
export class LineageResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => Lineage, { description: 'What an asset was made from, or what was made from it, over all chains.' })
  async lineage(
    @Args({ name: 'asset', type: () => ID, description: 'CAIP-19 id of the root.' }) asset: string,
    @Args({ name: 'direction', type: () => Direction, defaultValue: 'UP', description: 'Which way.' })
    direction: Direction,
    @Args({
      name: 'depth',
      type: () => Int,
      nullable: true,
      defaultValue: 10,
      description: 'Links from the root at most, 1 to 100.',
    })
    depth: number | null,
    @Args({
      name: 'maxNodes',
      type: () => Int,
      nullable: true,
      defaultValue: 500,
      description: 'Assets at most, 1 to 2000, the root among them.',
    })
    maxNodes: number | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<Lineage> {
    const budget = {
      depth: limited('depth', depth ?? 10, 1, MAX_DEPTH),
      maxNodes: limited('maxNodes', maxNodes ?? 500, 1, MAX_NODES),
    };
    const id = normalizeAssetId(asset);
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    const root = await findAsset(context, id, moment);
    if (!root)
      throw new UserInputError(`Nothing in the ledger names the asset ${id}: check its chain, registry and token id.`);
    const found = await walkLineage(context.db, id, direction, budget, moment);
    return {
      root,
      direction,
      nodes: [...found.nodes].map(([assetId, distance]) =>
        Object.assign(new LineageNode(), { assetId, depth: distance, moment }),
      ),
      links: found.links.map((link) => presentLink(link, moment)),
      truncated: found.truncated,
      asOf: await asOf(context),
    };
  }
}

@Resolver(() => LineageNode)
export class LineageNodeResolver {
  @ResolveField(() => Asset, { description: 'The asset.' })
  asset(@Parent() node: LineageNode, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, node.assetId, node.moment);
  }
}
