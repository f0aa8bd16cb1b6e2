import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { getRevenue } from '../../read-models/revenue/queries.js';
import { asOf } from '../chains/present.js';
import { BUCKET, checkPeriod, FROM, optionalAsset, TO } from '../request/arguments.js';
import { askedPast, AT, FINALITY, type Moment } from '../request/moment.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { Bucket, type Finality, RevenueGroup } from '../vocabulary/enums.js';
import { checkCells, MAX_CELLS, presentRow } from './present.js';
import { Revenue } from './revenue.type.js';

@Resolver(() => Revenue)
export class RevenueResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => Revenue, { description: 'What consumers paid, by group, piece of time and token.' })
  async revenue(
    @Args({ name: 'groupBy', type: () => RevenueGroup, defaultValue: 'OPERATION', description: 'What to cut by.' })
    groupBy: RevenueGroup,
    @Args(BUCKET) bucket: Bucket,
    @Args(FROM) from: number | null,
    @Args(TO) to: number | null,
    @Args({ name: 'asset', type: () => ID, nullable: true, description: 'Only usages of this asset (CAIP-19).' })
    asset: string | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<Revenue> {
    checkPeriod(from, to);
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    const by = { assetId: optionalAsset(asset), from_s: from, to_s: to, moment };
    const cells = await getRevenue(context.db, groupBy, bucket, this.settings.interval_s, by, MAX_CELLS + 1);
    const rows = await Promise.all(checkCells(cells).map((cell) => presentRow(context, cell)));
    return { rows, asOf: await asOf(context) };
  }
}
