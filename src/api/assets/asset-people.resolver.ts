import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Role as RoleWord } from '../../domain/vocabulary.js';
import { countHolders, listShares } from '../../read-models/contributors/queries.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Role } from '../vocabulary/enums.js';
import { Asset } from './asset.type.js';
import { loadAsset, presentShare } from './present.js';
import { Share, ShareConnection } from './share.type.js';

@Resolver(() => Asset)
export class AssetPeopleResolver {
  @ResolveField(() => ShareConnection, { description: 'Who holds shares in it, by role and address.' })
  async shares(
    @Parent() asset: Asset,
    @Args({ name: 'role', type: () => Role, nullable: true, description: 'Only this role.' }) role: RoleWord | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<ShareConnection> {
    const size = pageSize(first);
    const list = 'shares';
    const key = after == null ? null : decodeCursor<[string, string]>(after, list, ['string', 'string']);
    const rows = await listShares(context.db, asset.id, role ?? null, key, size + 1, asset.moment);
    const holders = await countHolders(context.db, asset.id, asset.moment);
    const page = await toPage(
      rows,
      size,
      after,
      (row) => encodeCursor(list, [row.role, row.contributor]),
      (row) => presentShare(row, asset.moment),
    );
    const counts = role == null ? [...holders.values()] : [holders.get(role) ?? 0];
    return { ...page, totalCount: counts.reduce((sum, count) => sum + count, 0) };
  }
}

@Resolver(() => Share)
export class ShareResolver {
  @ResolveField(() => Asset, { description: 'The asset that the shares are of.' })
  asset(@Parent() share: Share, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, share.assetId, share.moment);
  }
}
