import type { ChainId } from '../domain/ids.js';
import { applyEvent } from '../domain/ledger/apply.js';
import type { Projection } from '../fold/projection.js';
import { LEDGER_TABLES } from './ledger-tables.js';
import { ledgerState } from './ledger-state.js';
import { preloadLedger } from './preload.js';

/** To be raised whenever the same log would give other rows: then every chain is folded anew at start. */
export const FOLD_VERSION = 3;

/** The ledger of one chain, as the engine folds it. */
export function ledgerProjection(chain: ChainId, interval_s: number): Projection {
  return {
    version: FOLD_VERSION,
    tables: LEDGER_TABLES,
    preload: (set, store, events) => preloadLedger(set, store, events, chain),
    applier(set) {
      const state = ledgerState(set, chain, interval_s);
      return (event) => applyEvent(state, event);
    },
  };
}
