import type { PlacedEvent } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import { applyEvent } from '../../src/domain/ledger/apply.js';
import { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import type { LedgerState } from '../../src/domain/ledger/state.js';
import { settleInMemory, type VaultBooks } from './memory-settlement.js';

export interface MemorySystem {
  ledgers: ReadonlyMap<ChainId, MemoryLedger>;
  vaults: readonly VaultBooks[];
}

export interface MemoryOptions {
  interval_s: number;
  events: ReadonlyMap<ChainId, readonly PlacedEvent[]>;
  /** By `chain|vault`. */
  settledTo_s: ReadonlyMap<string, number>;
  /** What events are applied to: the ledger itself, or something in between that spoils it. */
  through?: (ledger: MemoryLedger) => LedgerState;
}

/** The domain on its own: folds every chain's events and settles what crossed, all in memory. */
export function runInMemory({ interval_s, events, settledTo_s, through }: MemoryOptions): MemorySystem {
  const ledgers = new Map<ChainId, MemoryLedger>();
  for (const [chain, placed] of events) {
    const ledger = new MemoryLedger(chain, interval_s);
    const state = through?.(ledger) ?? ledger;
    for (const event of placed) applyEvent(state, event);
    ledgers.set(chain, ledger);
  }
  const marks = marksOf(events, interval_s);
  const vaults = [...settledTo_s].map(([key, to_s]) => {
    return settleInMemory(
      ledgers,
      key,
      marks.filter((mark_s) => mark_s <= to_s),
    );
  });
  return { ledgers, vaults };
}

/** Ends of the intervals in which anything happened, ascending. */
function marksOf(events: MemoryOptions['events'], interval_s: number): number[] {
  const marks = new Set<number>();
  for (const placed of events.values()) {
    for (const { at } of placed) marks.add((Math.floor(at.time_s / interval_s) + 1) * interval_s);
  }
  return [...marks].sort((a, b) => a - b);
}
