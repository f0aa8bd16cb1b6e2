import { Context, Query, Resolver } from '@nestjs/graphql';
import { countAnomalies } from '../../read-models/anomalies/queries.js';
import { countContributors } from '../../read-models/contributors/queries.js';
import { getTotals } from '../../read-models/totals/queries.js';
import { asOf } from '../chains/present.js';
import { RequestContext } from '../request/request-context.js';
import { presentAmounts } from '../tokens/present.js';
import { Totals } from './totals.type.js';

@Resolver(() => Totals)
export class TotalsResolver {
  @Query(() => Totals, { description: 'The whole ledger in a few figures.' })
  async totals(@Context() context: RequestContext): Promise<Totals> {
    const { gross, ...counts } = await getTotals(context.db);
    return {
      ...counts,
      contributors: await countContributors(context.db),
      anomalies: await countAnomalies(context.db),
      gross: await presentAmounts(context, gross),
      asOf: await asOf(context),
    };
  }
}
