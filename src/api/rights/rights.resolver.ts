import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type DisputeView,
  getAnnouncements,
  type LicenseView,
  listDisputes,
  listLicenses,
} from '../../read-models/assets/rights.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { eventCursor, eventKey } from '../paging/event-key.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalAddress, optionalAsset } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { withToken } from '../tokens/present.js';
import { Dispute, DisputeConnection, License, LicenseConnection, SplitAnnouncement } from './rights.type.js';

const LICENSES = 'licenses';
const DISPUTES = 'disputes';
const ASSET = { name: 'asset', type: () => ID, nullable: true, description: 'Only of this asset: its CAIP-19 id.' };

@Resolver(() => License)
export class LicensesResolver {
  @Query(() => LicenseConnection, { description: 'Licences that were granted, newest first.' })
  async licenses(
    @Args(ASSET) asset: string | null,
    @Args({ name: 'licensee', type: () => String, nullable: true, description: 'Only of this address.' })
    licensee: string | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<LicenseConnection> {
    const size = pageSize(first);
    const by = { assetId: optionalAsset(asset), licensee: optionalAddress(licensee) };
    const rows = await listLicenses(context.db, by, eventKey(LICENSES, after), size + 1);
    const cursorOf = (row: LicenseView) => eventCursor(LICENSES, row.time_s, row.position);
    const page = await toPage(rows, size, after, cursorOf, (row) => presentLicense(context, row));
    return { ...page, asOf: await asOf(context) };
  }

  @ResolveField(() => Asset, { description: 'What may be used.' })
  asset(@Parent() license: License, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, license.assetId);
  }
}

@Resolver(() => Dispute)
export class DisputesResolver {
  @Query(() => DisputeConnection, { description: 'Disputes about assets, newest first.' })
  async disputes(
    @Args(ASSET) asset: string | null,
    @Args({ name: 'open', type: () => Boolean, nullable: true, description: 'Only open ones, or only decided ones.' })
    open: boolean | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<DisputeConnection> {
    const size = pageSize(first);
    const by = { assetId: optionalAsset(asset), open };
    const rows = await listDisputes(context.db, by, eventKey(DISPUTES, after), size + 1);
    const cursorOf = (row: DisputeView) => eventCursor(DISPUTES, row.opened_s, row.openedAt);
    return { ...(await toPage(rows, size, after, cursorOf, presentDispute)), asOf: await asOf(context) };
  }

  @ResolveField(() => Asset, { description: 'What it is about.' })
  asset(@Parent() dispute: Dispute, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, dispute.assetId);
  }
}

@Resolver(() => Asset)
export class AnnouncementsResolver {
  @ResolveField(() => [SplitAnnouncement], { description: 'Splits that were announced for it, oldest first.' })
  async splitAnnouncements(@Parent() asset: Asset, @Context() context: RequestContext): Promise<SplitAnnouncement[]> {
    const views = await getAnnouncements(context.db, asset.id, asset.moment);
    return views.map(({ time_s: announced, effectiveAt_s: effectiveAt, position, splitPpm }) => {
      return { announced, effectiveAt, position, splitPpm: [...splitPpm] };
    });
  }
}

async function presentLicense(context: RequestContext, view: LicenseView): Promise<License> {
  const { chainId, time_s: granted, expiry_s: expiry, token, ...rest } = view;
  const paid = await withToken(context, chainId, token, view.fee);
  return Object.assign(new License(), { ...rest, chain: `eip155:${chainId}`, granted, expiry, ...paid });
}

function presentDispute({ opened_s: opened, decided_s: decided, ...rest }: DisputeView): Dispute {
  return Object.assign(new Dispute(), { ...rest, opened, decided });
}
