import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { address as toAddress } from '../../domain/ids.js';
import {
  listContributorsByAddress,
  listContributorsByAge,
  listContributorsByHoldings,
  type ListedContributor,
  type Moment,
} from '../../read-models/contributors/list.js';
import {
  countContributors,
  countHoldings,
  listHoldings,
  type ShareView,
} from '../../read-models/contributors/queries.js';
import { presentShare } from '../assets/present.js';
import { ShareConnection } from '../assets/share.type.js';
import { AsOf } from '../chains/as-of.type.js';
import { asOf } from '../chains/present.js';
import type { Connection } from '../paging/connection.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST } from '../request/arguments.js';
import { askedPast, AT, FINALITY, type Moment as MomentInput } from '../request/moment.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { ContributorOrder, type Finality } from '../vocabulary/enums.js';
import { Contributor, ContributorConnection } from './contributor.type.js';
import { findContributor, presentContributor } from './present.js';

@Resolver(() => Contributor)
export class ContributorsResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => Contributor, {
    nullable: true,
    description: 'One contributor by address; null where no event has named it as one.',
  })
  contributor(
    @Args({ name: 'address', type: () => String, description: 'Address, in any letter case.' }) address: string,
    @Context() context: RequestContext,
  ): Promise<Contributor | null> {
    return findContributor(context, toAddress(address));
  }

  @Query(() => ContributorConnection, { description: 'Everybody who owns, holds shares or executes.' })
  async contributors(
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Args({
      name: 'orderBy',
      type: () => ContributorOrder,
      nullable: true,
      defaultValue: 'HOLDINGS',
      description: 'In which order.',
    })
    orderBy: ContributorOrder | null,
    @Context() context: RequestContext,
  ): Promise<ContributorConnection> {
    const size = pageSize(first);
    const page = await (orderBy === 'ADDRESS'
      ? byAddress(context, after, size)
      : byMoment(context, orderBy ?? 'HOLDINGS', after, size));
    const totalCount = Number(await countContributors(context.db));
    return { ...page, totalCount, asOf: await asOf(context) };
  }

  @ResolveField(() => ShareConnection, { description: 'Shares it holds, by asset and role.' })
  async holdings(
    @Parent() contributor: Contributor,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: MomentInput | null,
    @Context() context: RequestContext,
  ): Promise<ShareConnection> {
    const size = pageSize(first);
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    const list = 'holdings';
    const key = after == null ? null : decodeCursor<[string, string]>(after, list, ['string', 'string']);
    const rows = await listHoldings(context.db, contributor.address, key, size + 1, moment);
    const cursorOf = (row: ShareView) => encodeCursor(list, [row.assetId, row.role]);
    const page = await toPage(rows, size, after, cursorOf, (row) => presentShare(row, moment));
    const totalCount = moment
      ? await countHoldings(context.db, contributor.address, moment)
      : await context.loaders.holdingCounts.load(contributor.address);
    return { ...page, totalCount };
  }

  @ResolveField(() => AsOf, { description: 'The moment that everything asked in this request is true at.' })
  asOf(@Context() context: RequestContext): Promise<AsOf> {
    return asOf(context);
  }
}

async function byAddress(
  context: RequestContext,
  after: string | null,
  size: number,
): Promise<Connection<Contributor>> {
  const list = 'contributors ADDRESS';
  const key = after == null ? null : decodeCursor<[string]>(after, list, ['string'])[0];
  const rows = await listContributorsByAddress(context.db, key, size + 1);
  return toPage(rows, size, after, (row) => encodeCursor(list, [row.address]), presentContributor);
}

/** The first page fixes the moment that counts, so that later pages follow the same order. */
async function byMoment(
  context: RequestContext,
  order: 'NEWEST' | 'HOLDINGS',
  after: string | null,
  size: number,
): Promise<Connection<Contributor>> {
  const list = `contributors ${order}`;
  const decoded =
    after == null ? null : decodeCursor<[Moment, number, string]>(after, list, ['strings', 'number', 'string']);
  const moment = decoded?.[0] ?? (await presentMoment(context));
  const key: [number, string] | null = decoded && [decoded[1], decoded[2]];
  const rankOf = (row: ListedContributor) => (order === 'NEWEST' ? row.firstSeen_s : row.holdings);
  const query = order === 'NEWEST' ? listContributorsByAge : listContributorsByHoldings;
  const rows = await query(context.db, moment, key, size + 1);
  return toPage(rows, size, after, (row) => encodeCursor(list, [moment, rankOf(row), row.address]), presentContributor);
}

async function presentMoment(context: RequestContext): Promise<Moment> {
  const chains = await context.loaders.chains();
  return Object.fromEntries(
    chains.flatMap(({ chainId, position }) => (position === null ? [] : [[chainId, position]])),
  );
}
