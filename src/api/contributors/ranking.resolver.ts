import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type EarnerView, getRanking, listEarners, ranksOf } from '../../read-models/contributors/ranking.js';
import { asOf } from '../chains/present.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, parseTokenId } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { withToken } from '../tokens/present.js';
import { Contributor } from './contributor.type.js';
import { presentContributor } from './present.js';
import { EarnerRank, EarnerRanking, RankedEarner } from './ranking.type.js';

@Resolver(() => Contributor)
export class EarnerRankingResolver {
  @Query(() => EarnerRanking, { description: 'Who has earned most of a token.' })
  async earnerRanking(
    @Args({ name: 'token', type: () => String, description: 'CAIP-19 id of the token.' }) token: string,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<EarnerRanking> {
    const { chainId, address } = parseTokenId(token);
    const size = pageSize(first);
    const list = `earners ${chainId} ${address}`;
    const key = after == null ? null : decodeCursor<[string, string]>(after, list, ['digits', 'string']);
    const ranking = await getRanking(context.db, chainId, address);
    const rows = await listEarners(context.db, chainId, address, key, size + 1);
    const page = await toPage(
      rows,
      size,
      after,
      (row) => encodeCursor(list, [String(row.earned), row.address]),
      async (row) =>
        Object.assign(new RankedEarner(), {
          ...(await presentRank(context, row)),
          contributor: presentContributor(row),
        }),
    );
    return {
      ...page,
      totalCount: ranking?.earners ?? 0,
      mark: ranking?.mark_s ?? null,
      settledTo: ranking?.settledTo_s ?? null,
      asOf: await asOf(context),
    };
  }

  @ResolveField(() => [EarnerRank], { description: 'Its place in every ranking of earners it is in, best first.' })
  async ranks(@Parent() contributor: Contributor, @Context() context: RequestContext): Promise<EarnerRank[]> {
    const rows = await ranksOf(context.db, contributor.address);
    return Promise.all(rows.map((row) => presentRank(context, row)));
  }
}

async function presentRank(context: RequestContext, row: EarnerView): Promise<EarnerRank> {
  const { chainId, token, earned, paidDirectly, rank } = row;
  const sum = await withToken(context, chainId, token, earned);
  return Object.assign(new EarnerRank(), { amount: earned, paidDirectly, rank, ...sum });
}
