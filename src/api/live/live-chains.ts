import { pause } from '../../fold/lock.js';
import { getChains, getLogSizes } from '../../read-models/chains/queries.js';
import type { Chain } from '../chains/chain.type.js';
import { presentChain } from '../chains/present.js';
import { RequestContext } from '../request/request-context.js';
import { cancellable } from './cancellable.js';
import { FoldNotices } from './fold-notices.js';
import { Moves } from './moves.js';

/** A chain is told again at most this often. */
const LEAST_PAUSE_MS = 250;
/** Looked at without a notice: a chain that stands still sends none. */
const LOOK_AGAIN_MS = 5_000;

/** What is to be told of chains, as they move. */
export class LiveChains {
  constructor(private readonly notices: FoldNotices) {}

  /** Every chain now, then each that has changed. */
  follow(context: RequestContext): AsyncIterableIterator<Chain> {
    return cancellable((signal) => this.read(context, signal));
  }

  private async *read(context: RequestContext, signal: AbortSignal): AsyncGenerator<Chain, void> {
    const moves = new Moves(this.notices.all);
    const told = new Map<string, string>();
    try {
      while (!signal.aborted) {
        for (const chain of await this.chains(context)) {
          const words = JSON.stringify(chain, (_, value) => (typeof value === 'bigint' ? String(value) : value));
          if (told.get(chain.id) === words) continue;
          told.set(chain.id, words);
          yield chain;
        }
        await moves.next(signal, LOOK_AGAIN_MS);
        await pause(LEAST_PAUSE_MS, signal);
      }
    } finally {
      moves.close();
    }
  }

  private async chains(context: RequestContext): Promise<Chain[]> {
    const [views, sizes] = await Promise.all([getChains(context.db), getLogSizes(context.db)]);
    const byId = new Map(sizes.map((size) => [size.chainId, size]));
    return views.map((view) => presentChain(view, byId.get(view.chainId)));
  }
}
