import pg from 'pg';
import type { FoldsConfig } from './folds.js';
import type { ChainId } from './domain/ids.js';
import { countEvents } from './event-log/batches.js';
import { LIVE } from './fold/chain-tables.js';
import { FoldSession } from './fold/fold-session.js';
import { holdLock } from './fold/lock.js';
import { foldLockName } from './fold/chain-fold.js';
import { ledgerProjection } from './read-models/ledger-projection.js';

export interface RebuildProgress {
  readonly chain: ChainId;
  /** Events folded so far. */
  readonly events: number;
  /** Events to fold, as counted at the start. */
  readonly total: number;
}

/**
 * Throws a chain's read models away and folds its log anew, from the first event to the newest. Waits for
 * the chain's lock, so a service that folds the chain must be stopped first. The settlement is made anew by
 * whoever settles next.
 */
export async function rebuildChain(
  url: string,
  config: FoldsConfig,
  chain: ChainId,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<RebuildProgress> {
  const writer = new pg.Client({ connectionString: url, application_name: `tributary rebuild ${chain}` });
  const reader = new pg.Client({ connectionString: url, application_name: `tributary rebuild ${chain} reader` });
  try {
    await Promise.all([writer.connect(), reader.connect()]);
    const total = await countEvents(reader, chain);
    if (!(await holdLock(writer, foldLockName(LIVE, chain), signal))) return { chain, events: 0, total };
    const interval_s = config.interval;
    const projection = ledgerProjection(chain, interval_s);
    const session = new FoldSession({ chain, interval_s, projection, schemas: LIVE, writer, reader });
    const progress = (): RebuildProgress => ({ chain, events: session.events, total });
    await session.open();
    await session.startOver();
    onProgress(progress());
    await session.catchUp(signal, () => onProgress(progress()));
    return progress();
  } finally {
    await Promise.allSettled([writer.end(), reader.end()]);
  }
}
