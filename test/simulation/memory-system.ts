import type { PlacedEvent } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import { applyEvent } from '../../src/domain/ledger/apply.js';
import { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import type { LedgerState } from '../../src/domain/ledger/state.js';
import { SettlingSchedule } from '../../src/domain/settlement/settling-chains.js';
import { intervalEnd, marksInOrder } from '../../src/domain/time.js';
import { settleInMemory, type VaultBooks } from './memory-settlement.js';
import type { World } from './random-world.js';

export interface MemorySystem {
  ledgers: ReadonlyMap<ChainId, MemoryLedger>;
  vaults: readonly VaultBooks[];
}

export interface MemoryOptions {
  interval_s: number;
  events: ReadonlyMap<ChainId, readonly PlacedEvent[]>;
  /** By `chain|vault`. */
  settledTo_s: ReadonlyMap<string, number>;
  /** When chains settle that don't always do. */
  settles?: World['settles'];
  /** What events are applied to: the ledger itself, or something in between that spoils it. */
  through?: (ledger: MemoryLedger) => LedgerState;
}

/** The domain on its own: folds every chain's events and settles what crossed, all in memory. */
export function runInMemory({ interval_s, events, settledTo_s, settles, through }: MemoryOptions): MemorySystem {
  const ledgers = new Map<ChainId, MemoryLedger>();
  for (const [chain, placed] of events) {
    const ledger = new MemoryLedger(chain, interval_s);
    const state = through?.(ledger) ?? ledger;
    for (const event of placed) applyEvent(state, event);
    ledgers.set(chain, ledger);
  }
  const chains = [...events.keys()].map((id) => ({ id, settles: settles?.get(id) }));
  const schedule = new SettlingSchedule(chains, interval_s);
  const begun_s = chains.map((chain) => chain.settles?.from_s ?? 0);
  const marks = marksOf(events, begun_s, interval_s);
  const vaults = [...settledTo_s].map(([key, to_s]) => {
    return settleInMemory(
      ledgers,
      key,
      marks.filter((mark_s) => mark_s <= to_s),
      schedule,
    );
  });
  return { ledgers, vaults };
}

/** Ends of the intervals in which anything happened, or a chain began to settle, ascending. */
function marksOf(events: MemoryOptions['events'], begun_s: readonly number[], interval_s: number): number[] {
  const happened_s = [...events.values()].flat().map(({ at }) => at.time_s);
  return marksInOrder([...happened_s, ...begun_s].map((time_s) => intervalEnd(time_s, interval_s)));
}
