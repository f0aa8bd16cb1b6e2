import { combineLatest, type Observable } from 'rxjs';
import { chainId, type ChainId } from './domain/ids.js';
import { settlingChains } from './domain/settlement/settling-chains.js';
import { PriceList } from './domain/value/price-list.js';
import { LOG_CHANNEL, notifications } from './event-log/announcements.js';
import { ChainFold, type ChainFoldOptions, type ChainFoldStatus } from './fold/chain-fold.js';
import { FOLD_CHANNEL } from './fold/folder.js';
import type { FoldsConfig } from './folds-config.js';
import { ledgerProjection } from './read-models/ledger-projection.js';
import { rebuildChain, removeLeftBehind } from './rebuild.js';
import { Settlement, type SettlementStatus } from './settlement/settlement.js';

/**
 * Keeps every configured chain folded and what crossed chains settled in this process, for as long as it
 * runs. What another process holds is left to it and taken over when it is gone.
 */
export class Folds {
  /** What is announced on FOLD_CHANNEL. */
  readonly announced: Observable<string>;
  private readonly folds: readonly ChainFold[];
  private readonly settlement: Settlement;

  constructor(
    private readonly config: FoldsConfig,
    private readonly url: string,
  ) {
    const announced = notifications(url, LOG_CHANNEL);
    const interval_s = config.interval;
    this.folds = config.chains.map(({ id, prices = [] }) => {
      const chain: ChainId = chainId(id);
      const projection = ledgerProjection(chain, interval_s, PriceList.of(prices));
      const rebuild: ChainFoldOptions['rebuild'] = (onProgress, signal, rewindTo) =>
        rebuildChain(url, config, chain, { onProgress, signal, rewindTo });
      return new ChainFold({ url, chain, interval_s, projection, announced, rebuild });
    });
    this.announced = notifications(url, FOLD_CHANNEL);
    this.settlement = new Settlement({
      ...{ url, interval_s, announced: this.announced },
      chains: settlingChains(config.chains),
    });
  }

  /** Of every chain, in the configuration's order: now, and at every change. */
  get status(): Observable<ChainFoldStatus[]> {
    return combineLatest(this.folds.map(({ status }) => status));
  }

  get settlementStatus(): Observable<SettlementStatus> {
    return this.settlement.status;
  }

  start(): void {
    // What it would have removed is removed by the next rebuild all the same.
    for (const { id } of this.config.chains) removeLeftBehind(this.url, chainId(id)).catch(() => undefined);
    for (const fold of this.folds) fold.start();
    this.settlement.start();
  }

  /** Ends within the step at hand; nothing is lost. */
  async stop(): Promise<void> {
    await Promise.all([...this.folds.map((fold) => fold.stop()), this.settlement.stop()]);
  }
}
