import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { parseCaip2 } from '../../domain/ids.js';
import { listPostings, type PostingKey, type PostingView } from '../../read-models/postings/queries.js';
import { asOf } from '../chains/present.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalAddress } from '../request/arguments.js';
import { askedPast, AT, FINALITY, type Moment } from '../request/moment.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { withToken } from '../tokens/present.js';
import type { Finality } from '../vocabulary/enums.js';
import { Posting, PostingConnection } from './posting.type.js';

const LIST = 'postings';

@Resolver(() => Posting)
export class PostingsResolver {
  constructor(private readonly settings: Settings) {}

  @Query(() => PostingConnection, { description: "The journal of a chain's vaults, newest interval first." })
  async postings(
    @Args({ name: 'chain', type: () => String, description: 'CAIP-2 id of the chain of the vaults.' }) chain: string,
    @Args({ name: 'vault', type: () => String, nullable: true, description: 'Only this vault: its address.' })
    vault: string | null,
    @Args({ name: 'token', type: () => String, nullable: true, description: 'Only this token: its address.' })
    token: string | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Args(FINALITY) finality: keyof typeof Finality,
    @Args(AT) at: Moment | null,
    @Context() context: RequestContext,
  ): Promise<PostingConnection> {
    const size = pageSize(first);
    const moment = await askedPast(context, finality, at, this.settings.interval_s);
    const only = { vault: optionalAddress(vault), token: optionalAddress(token) };
    const by = { chainId: parseCaip2(chain), ...only, moment };
    const shape = ['number', 'string', 'string', 'string', 'string', 'number'] as const;
    const key = after == null ? null : decodeCursor<PostingKey>(after, LIST, shape);
    const rows = await listPostings(context.db, by, key, size + 1);
    const page = await toPage(rows, size, after, cursorOf, (row) => this.present(context, row));
    return { ...page, asOf: await asOf(context) };
  }

  private async present(context: RequestContext, { chainId, mark_s, token, ...view }: PostingView): Promise<Posting> {
    return Object.assign(new Posting(), {
      ...view,
      chain: `eip155:${chainId}`,
      start: mark_s - this.settings.interval_s,
      end: mark_s,
      token: (await withToken(context, chainId, token, view.amount)).token,
    });
  }
}

function cursorOf(row: PostingView): string {
  return encodeCursor(LIST, [row.mark_s, row.vault, row.token, row.debit, row.credit, row.settled ? 1 : 0]);
}
