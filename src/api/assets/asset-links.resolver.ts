import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { listChildLinks } from '../../read-models/lineage/queries.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Asset } from './asset.type.js';
import { Link, LinkConnection } from './link.type.js';
import { loadAsset, presentLink } from './present.js';

@Resolver(() => Asset)
export class AssetLinksResolver {
  @ResolveField(() => [Link], { description: 'What it was made from, in the order in which the links were first set.' })
  async parents(@Parent() asset: Asset, @Context() context: RequestContext): Promise<Link[]> {
    const links = await context.at(asset.moment).parents.load(asset.id);
    return links.map((link) => presentLink(link, asset.moment));
  }

  @ResolveField(() => LinkConnection, { description: "What was made from it, on every chain, by the child's id." })
  async children(
    @Parent() asset: Asset,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<LinkConnection> {
    const size = pageSize(first);
    const list = 'children';
    const key = after == null ? null : decodeCursor<[string]>(after, list, ['string'])[0];
    const rows = await listChildLinks(context.db, asset.id, key, size + 1, asset.moment);
    return toPage(
      rows,
      size,
      after,
      (row) => encodeCursor(list, [row.child]),
      (row) => presentLink(row, asset.moment),
    );
  }
}

@Resolver(() => Link)
export class LinkResolver {
  @ResolveField(() => Asset, { description: 'What was made.' })
  child(@Parent() link: Link, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, link.childId, link.moment);
  }

  @ResolveField(() => Asset, { description: 'What it was made from.' })
  parent(@Parent() link: Link, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, link.parentId, link.moment);
  }
}
