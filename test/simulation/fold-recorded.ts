import type { PlacedEvent } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import type { ClaimedFigures } from '../audit/compare.js';
import { figuresOf } from './memory-figures.js';
import { runInMemory } from './memory-system.js';

/** What a fold starts from: every chain's events in order, and how far to settle. */
export interface RecordedLog {
  interval_s: number;
  events: ReadonlyMap<ChainId, readonly PlacedEvent[]>;
  /** By `chain|vault`. */
  settledTo_s: ReadonlyMap<string, number>;
}

export function foldRecorded(recorded: RecordedLog): ClaimedFigures {
  return figuresOf(runInMemory(recorded));
}
