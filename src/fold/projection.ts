import type { PlacedEvent } from '../domain/events/canonical.js';
import type { AnyTable } from './table.js';
import type { Store } from './store.js';
import type { WorkingSet } from './working-set.js';

/** What a fold makes of events: the business that the engine does not know. */
export interface Projection {
  /** A state that was made by another version is thrown away and folded anew. */
  readonly version: number;
  /** What the rows depend on beside the log, as plain JSON in a fixed form: it is recorded with them. */
  readonly inputs: unknown;
  /** The same with other inputs: those that a state was recorded with. */
  withInputs(recorded: unknown): Projection;
  readonly tables: readonly AnyTable[];
  /** Loads what the events can read. What is forgotten here is loaded when it is read, slowly. */
  preload(set: WorkingSet, store: Store, events: readonly PlacedEvent[]): Promise<void>;
  /** What applies one event to the set. Never throws but for rows that are not loaded. */
  applier(set: WorkingSet): (event: PlacedEvent) => void;
}
