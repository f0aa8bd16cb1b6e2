import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type PayoutClaim, payoutClaims } from '../../read-models/payouts/proofs.js';
import { listPayoutRoots, type PayoutRootView } from '../../read-models/payouts/queries.js';
import { address as toAddress } from '../../domain/ids.js';
import { asOf } from '../chains/present.js';
import { eventCursor, eventKey } from '../paging/event-key.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalAddress, optionalChain } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { withToken } from '../tokens/present.js';
import { PayoutEpoch, PayoutEpochConnection, PayoutProof } from './payout.type.js';

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

  @Query(() => [PayoutProof], {
    description: 'What a contributor can claim by the roots that are active now, with proofs; by vault and token.',
  })
  async payoutProofs(
    @Args({ name: 'contributor', type: () => String, description: 'Address, in any letter case.' }) contributor: string,
    @Args({ name: 'chain', type: () => String, nullable: true, description: 'Only this chain: its CAIP-2 id.' })
    chain: string | null,
    @Args({ name: 'vault', type: () => String, nullable: true, description: 'Only this vault: its address.' })
    vault: string | null,
    @Args({ name: 'token', type: () => String, nullable: true, description: 'Only this token: its address.' })
    token: string | null,
    @Context() context: RequestContext,
  ): Promise<PayoutProof[]> {
    const by = { chainId: optionalChain(chain), vault: optionalAddress(vault), token: optionalAddress(token) };
    const claims = await payoutClaims(context.db, toAddress(contributor), by);
    return Promise.all(claims.map((claim) => presentProof(context, claim)));
  }
}

async function presentProof(context: RequestContext, { chainId, token, ...rest }: PayoutClaim): Promise<PayoutProof> {
  const shown = await withToken(context, chainId, token, rest.claimable);
  return Object.assign(new PayoutProof(), { ...rest, chain: `eip155:${chainId}`, token: shown.token });
}

function presentRoot(view: PayoutRootView): PayoutEpoch {
  const { chainId, publishedAt, published_s, mark_s, remoteMark_s, activeFrom_s, replaced_s, agrees, ...rest } = view;
  return Object.assign(new PayoutEpoch(), {
    ...rest,
    chain: `eip155:${chainId}`,
    position: publishedAt,
    published: published_s,
    mark: mark_s,
    remoteMark: remoteMark_s,
    activeFrom: activeFrom_s,
    replaced: replaced_s,
    check: agrees === null ? 'UNCHECKED' : agrees ? 'AGREES' : 'DIFFERS',
  });
}
