import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { listUsages, type UsageCriteria } from '../../read-models/usages/queries.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { pageSize } from '../paging/page.js';
import { AFTER, checkPeriod, FIRST, optionalAddress, optionalAsset, optionalChain } from '../request/arguments.js';
import { askedPast, AT, FINALITY, type Moment } from '../request/moment.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import type { Finality } from '../vocabulary/enums.js';
import { usageKey, usagePage } from './present.js';
import { Usage, UsageConnection, UsageFilter } from './usage.type.js';

@Resolver(() => Usage)
export class UsagesResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => UsageConnection, { description: 'Usages, newest first.' })
  async usages(
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Args({ name: 'filter', type: () => UsageFilter, nullable: true, description: 'Which of them.' })
    filter: UsageFilter | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<UsageConnection> {
    const size = pageSize(first);
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    const rows = await listUsages(context.db, { ...criteriaOf(filter), moment }, usageKey(after), size + 1);
    return { ...(await usagePage(context, rows, size, after)), asOf: await asOf(context) };
  }

  @ResolveField(() => Asset, { description: 'What was used.' })
  asset(@Parent() usage: Usage, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, usage.assetId);
  }
}

function criteriaOf(filter: UsageFilter | null): UsageCriteria {
  checkPeriod(filter?.from, filter?.to);
  return {
    chainId: optionalChain(filter?.chain),
    assetId: optionalAsset(filter?.asset),
    consumer: optionalAddress(filter?.consumer),
    application: optionalAddress(filter?.application),
    operation: filter?.operation,
    token: optionalAddress(filter?.token),
    from_s: filter?.from,
    to_s: filter?.to,
  };
}
