import type { ChainId } from '../domain/ids.js';
import { applyEvent } from '../domain/ledger/apply.js';
import { PriceList, type RecordedPrice } from '../domain/value/price-list.js';
import type { Projection } from '../fold/projection.js';
import { LEDGER_TABLES } from './ledger-tables.js';
import { ledgerState } from './ledger-state.js';
import { preloadLedger } from './preload.js';

/** To be raised whenever the same log would give other rows: then every chain is folded anew at start. */
export const FOLD_VERSION = 6;

/** The ledger of one chain, as the engine folds it: by its log and by the prices that are fixed for it. */
export function ledgerProjection(chain: ChainId, interval_s: number, prices = new PriceList()): Projection {
  return {
    version: FOLD_VERSION,
    inputs: prices.record(),
    withInputs: (recorded) => ledgerProjection(chain, interval_s, PriceList.of(recorded as RecordedPrice[])),
    tables: LEDGER_TABLES,
    preload: (set, store, events) => preloadLedger(set, store, events, chain),
    applier(set) {
      const state = ledgerState(set, chain, interval_s, prices);
      return (event) => applyEvent(state, event);
    },
  };
}
