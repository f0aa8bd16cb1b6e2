import type { ChainId } from '../../domain/ids.js';
import { getChains } from '../../read-models/chains/queries.js';
import { getUsagesAfter, type UsageView } from '../../read-models/usages/queries.js';
import { UserInputError } from '../errors/user-input.js';
import { RequestContext } from '../request/request-context.js';
import { presentUsage } from '../usages/present.js';
import type { Usage } from '../usages/usage.type.js';
import { cancellable } from './cancellable.js';
import { FoldNotices } from './fold-notices.js';
import { type Moved, Moves } from './moves.js';
import type { Resume } from './resume.js';

/** Rows read at a time: what a client that falls behind keeps in memory here. */
const PAGE = 100;

export interface UsageSubscription {
  readonly chainId: ChainId | null;
  readonly assetId: string | null;
  readonly after: Resume;
}

/**
 * Usages as they are folded. The ledger itself is the queue: each subscriber reads on after its last
 * position when its client has taken what was sent, so nothing grows and nothing is skipped.
 */
export class LiveUsages {
  private readonly underWay = new Map<string, Promise<UsageView[]>>();

  constructor(private readonly notices: FoldNotices) {}

  /** @throws UserInputError when `after` names another chain than the one asked for */
  follow(context: RequestContext, what: UsageSubscription): AsyncIterableIterator<Usage> {
    const other = [...what.after.keys()].find((chain) => what.chainId !== null && chain !== what.chainId);
    if (other !== undefined) {
      throw new UserInputError(
        `"after" is a position of chain eip155:${other}: expected one of eip155:${what.chainId}.`,
      );
    }
    return cancellable((signal) => this.read(context, what, signal));
  }

  private async *read(
    context: RequestContext,
    what: UsageSubscription,
    signal: AbortSignal,
  ): AsyncGenerator<Usage, void> {
    const moves = new Moves(this.notices.all);
    try {
      const reached = await startingPoints(context, what);
      let stale = new Set(reached.keys());
      while (!signal.aborted) {
        for (const chain of stale) yield* this.drain(context, what, chain, reached, signal);
        const moved = await moves.next(signal);
        stale = await goBack(context, what, reached, moved);
      }
    } finally {
      moves.close();
    }
  }

  private async *drain(
    context: RequestContext,
    what: UsageSubscription,
    chain: number,
    reached: Map<number, string>,
    signal: AbortSignal,
  ): AsyncGenerator<Usage, void> {
    for (;;) {
      const rows = await this.rowsAfter(context, chain, what.assetId, reached.get(chain)!);
      for (const row of rows) {
        if (signal.aborted) return;
        context.renew();
        reached.set(chain, row.position);
        yield await presentUsage(context, row);
      }
      if (rows.length < PAGE) return;
    }
  }

  /** Subscribers that stand at the same place share one question, unless something has moved since it was asked. */
  private rowsAfter(
    context: RequestContext,
    chain: number,
    assetId: string | null,
    after: string,
  ): Promise<UsageView[]> {
    const key = `${chain}|${assetId}|${after}|${this.notices.version}`;
    let answer = this.underWay.get(key);
    if (!answer) {
      answer = getUsagesAfter(context.db, chain, assetId, after, PAGE).finally(() => this.underWay.delete(key));
      this.underWay.set(key, answer);
    }
    return answer;
  }
}

/** Per chain asked for: where the client stands, else where the fold stands. */
async function startingPoints(context: RequestContext, what: UsageSubscription): Promise<Map<number, string>> {
  const chains = await getChains(context.db);
  const wanted = chains.filter(({ chainId }) => what.chainId === null || chainId === what.chainId);
  const reached = new Map<number, string>(wanted.map(({ chainId, position }) => [chainId, position ?? '']));
  for (const [chain, position] of what.after) reached.set(chain, position);
  return reached;
}

/** Takes in what has moved; returns the chains to read. */
async function goBack(
  context: RequestContext,
  what: UsageSubscription,
  reached: Map<number, string>,
  moved: Moved,
): Promise<Set<number>> {
  const stale = new Set<number>();
  for (const [chain, { rewoundTo }] of moved.chains) {
    if (what.chainId !== null && what.chainId !== chain) continue;
    const at = reached.get(chain) ?? '';
    reached.set(chain, rewoundTo !== null && rewoundTo < at ? rewoundTo : at);
    stale.add(chain);
  }
  if (!moved.everything) return stale;
  for (const [chain, position] of await startingPoints(context, { ...what, after: new Map() })) {
    const at = reached.get(chain) ?? '';
    reached.set(chain, position < at ? position : at);
    stale.add(chain);
  }
  return stale;
}
