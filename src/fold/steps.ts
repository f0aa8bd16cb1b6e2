import type { Envelope, PlacedEvent } from '../domain/events/canonical.js';
import type { Position } from '../domain/position.js';
import { intervalEnd } from '../domain/time.js';
import type { LogBatch } from '../event-log/batches.js';
import { checkpointAfter } from './advance.js';
import type { Checkpoint } from './checkpoint.js';
import { ApplyAgain, type Folder } from './folder.js';

/** A step that has changed so many rows ends with the interval at hand: what bounds memory is rows, not events. */
const ROWS_PER_STEP = 75_000;

/**
 * Cuts the way to a batch of the log into steps, each committed with a checkpoint: as long as memory allows,
 * since a row that many events of a step change is written once.
 */
export class Steps {
  private first: Envelope | undefined;
  private end: Envelope | undefined;
  private events = 0;
  /** Pages are steps of their own until the next one is committed: rows were missing. */
  private isCareful = false;

  constructor(
    private readonly folder: Folder,
    private readonly batch: LogBatch,
    private readonly eventsPerStep: number,
    /** Where the step at hand began. */
    private from: Checkpoint,
    /** Called for every step once it is in the database. */
    private readonly done: (end: Checkpoint, events: number) => void,
  ) {}

  /** The last event of the last step that was ended. */
  get position(): Position | null {
    return this.from.position;
  }

  /**
   * Folds the next page of events.
   * @returns false when what is not in an ended step must be taken again from `position` on
   */
  async take(events: readonly PlacedEvent[], last: boolean): Promise<boolean> {
    try {
      const cut = this.cut(events);
      if (cut !== undefined) {
        await this.apply(events.slice(0, cut));
        await this.commit(false);
      }
      await this.apply(cut === undefined ? events : events.slice(cut));
      if (last || this.isCareful || this.events >= this.eventsPerStep) await this.commit(last);
      return true;
    } catch (error) {
      if (!(error instanceof ApplyAgain)) throw error;
      this.begin(this.from);
      this.isCareful = true;
      return false;
    }
  }

  /**
   * Where to end a step that has grown large enough: with its interval, whose sums are then complete and
   * never looked for again.
   */
  private cut(events: readonly PlacedEvent[]): number | undefined {
    const changed = this.folder.changed;
    if (this.end === undefined || changed < ROWS_PER_STEP) return undefined;
    if (changed > 2 * ROWS_PER_STEP) return 0;
    const end_s = intervalEnd(this.end.time_s, this.from.interval_s);
    const cut = events.findIndex(({ at }) => at.time_s >= end_s);
    return cut < 0 ? undefined : cut;
  }

  private async apply(events: readonly PlacedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.folder.apply(events, this.batch.finalizedBlock);
    this.first ??= events[0]!.at;
    this.end = events.at(-1)!.at;
    this.events += events.length;
  }

  private async commit(last: boolean): Promise<void> {
    const { from, events } = this;
    const end = checkpointAfter(from, { batch: this.batch, first: this.first, end: this.end, last });
    await this.folder.commit(from, end, () => this.done(end, events));
    this.isCareful = false;
    this.begin({ ...end, reopened: null });
  }

  private begin(from: Checkpoint): void {
    this.from = from;
    this.first = undefined;
    this.end = undefined;
    this.events = 0;
  }
}
