import { Args, Context, Int, Query, Resolver } from '@nestjs/graphql';
import { formatValue } from '../../domain/value/usd.js';
import { type RankedGroup, rankRevenue } from '../../read-models/revenue/ranking.js';
import { asOf } from '../chains/present.js';
import { limited } from '../paging/page.js';
import { checkPeriod, FROM, TO } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { presentAmounts } from '../tokens/present.js';
import { RevenueGroup } from '../vocabulary/enums.js';
import { RankedRevenue, RevenueRanking } from './ranking.type.js';

@Resolver(() => RevenueRanking)
export class RankingResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => RevenueRanking, {
    description: 'Groups by the worth in US dollars of what consumers paid, over all tokens and chains.',
  })
  async revenueRanking(
    @Args({ name: 'groupBy', type: () => RevenueGroup, defaultValue: 'ASSET', description: 'What to rank.' })
    groupBy: RevenueGroup,
    @Args({ name: 'first', type: () => Int, defaultValue: 20, description: 'Rows at most, from 1 to 200.' })
    first: number,
    @Args(FROM) from: number | null,
    @Args(TO) to: number | null,
    @Context() context: RequestContext,
  ): Promise<RevenueRanking> {
    checkPeriod(from, to);
    const limit = limited('first', first, 1, 200);
    const groups = await rankRevenue(context.db, groupBy, this.settings.interval_s, { from_s: from, to_s: to }, limit);
    const rows = await Promise.all(groups.map((group) => presentGroup(context, group)));
    return { rows, asOf: await asOf(context) };
  }
}

async function presentGroup(context: RequestContext, group: RankedGroup): Promise<RankedRevenue> {
  const { key, label, usages, usdE18, feeUsdE18, circularUsdE18, unpriced } = group;
  return Object.assign(new RankedRevenue(), {
    key,
    label,
    usages,
    usd: formatValue(usdE18),
    protocolUsd: formatValue(feeUsdE18),
    contributorUsd: formatValue(usdE18 - feeUsdE18),
    circularUsd: formatValue(circularUsdE18),
    missing: await presentAmounts(context, unpriced),
  });
}
