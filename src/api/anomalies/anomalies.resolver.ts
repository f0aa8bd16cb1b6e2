import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AnomalyKey, type AnomalyView, listAnomalies } from '../../read-models/anomalies/queries.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalChain } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Anomaly, AnomalyConnection } from './anomaly.type.js';

const LIST = 'anomalies';

@Resolver(() => Anomaly)
export class AnomaliesResolver {
  @Query(() => AnomalyConnection, { description: 'What chains asked for and could not be done, newest first.' })
  async anomalies(
    @Args({ name: 'chain', type: () => String, nullable: true, description: 'Only this chain: its CAIP-2 id.' })
    chain: string | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<AnomalyConnection> {
    const size = pageSize(first);
    const key = after == null ? null : decodeCursor<AnomalyKey>(after, LIST, ['number', 'string', 'number', 'number']);
    const rows = await listAnomalies(context.db, { chainId: optionalChain(chain) }, key, size + 1);
    const cursorOf = (row: AnomalyView) => encodeCursor(LIST, [row.time_s, row.position, row.chainId, row.seq]);
    return { ...(await toPage(rows, size, after, cursorOf, presentAnomaly)), asOf: await asOf(context) };
  }

  @ResolveField(() => Asset, { nullable: true, description: 'The asset it is about.' })
  async asset(@Parent() anomaly: Anomaly, @Context() context: RequestContext): Promise<Asset | null> {
    return anomaly.assetId === null ? null : loadAsset(context, anomaly.assetId);
  }
}

function presentAnomaly({ chainId, time_s, ...view }: AnomalyView): Anomaly {
  return Object.assign(new Anomaly(), { ...view, chain: `eip155:${chainId}`, time: time_s });
}
