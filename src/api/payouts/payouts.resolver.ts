import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { listPayoutRoots, type PayoutRootView } from '../../read-models/payouts/queries.js';
import { asOf } from '../chains/present.js';
import { eventCursor, eventKey } from '../paging/event-key.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalAddress, optionalChain } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { PayoutEpoch, PayoutEpochConnection } from './payout.type.js';

const LIST = 'payoutEpochs';

@Resolver(() => PayoutEpoch)
export class PayoutsResolver {
  @Query(() => PayoutEpochConnection, { description: 'Payout roots of vaults, newest first.' })
  async payoutEpochs(
    @Args({ name: 'chain', type: () => String, nullable: true, description: 'Only this chain: its CAIP-2 id.' })
    chain: string | null,
    @Args({ name: 'vault', type: () => String, nullable: true, description: 'Only this vault: its address.' })
    vault: string | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<PayoutEpochConnection> {
    const size = pageSize(first);
    const by = { chainId: optionalChain(chain), vault: optionalAddress(vault) };
    const rows = await listPayoutRoots(context.db, by, eventKey(LIST, after), size + 1);
    const cursorOf = (row: PayoutRootView) => eventCursor(LIST, row.published_s, row.publishedAt);
    return { ...(await toPage(rows, size, after, cursorOf, presentRoot)), asOf: await asOf(context) };
  }
}

function presentRoot(view: PayoutRootView): PayoutEpoch {
  const { chainId, publishedAt, published_s, mark_s, remoteMark_s, activeFrom_s, replaced_s, ...rest } = view;
  return Object.assign(new PayoutEpoch(), {
    ...rest,
    chain: `eip155:${chainId}`,
    position: publishedAt,
    published: published_s,
    mark: mark_s,
    remoteMark: remoteMark_s,
    activeFrom: activeFrom_s,
    replaced: replaced_s,
  });
}
