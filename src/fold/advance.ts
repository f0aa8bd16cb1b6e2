import type pg from 'pg';
import type { PlacedEvent } from '../domain/events/canonical.js';
import type { ChainId, Hex } from '../domain/ids.js';
import { endOfBlock, type Position } from '../domain/position.js';
import { closedMark, intervalEnd } from '../domain/time.js';
import type { LogBatch } from '../event-log/batches.js';
import { lastEventUpTo } from '../event-log/reader.js';
import type { ChainTables } from './chain-tables.js';
import { writeCheckpoint, type Checkpoint } from './checkpoint.js';
import { MissingRows } from './keyed-table.js';
import type { Projection } from './projection.js';
import { pruneUndo, rewindTables } from './rewind.js';
import { Store } from './store.js';
import { WorkingSet } from './working-set.js';

/** Where the fold announces a commit, with `{"chain":N,"position":"...","rewound":bool}`. */
export const FOLD_CHANNEL = 'tributary_fold';

/** Rows kept in memory from one batch to the next. */
const ROWS_IN_MEMORY = 100_000;

/** One step of a chain's fold. */
export interface Step {
  /** The log as of which the step is made. */
  readonly batch: LogBatch;
  /** The step first takes back every block above this one. */
  readonly rewindTo?: number;
  /** The next events, in order. */
  readonly events: readonly PlacedEvent[];
  /** Whether these are all the events there are as of the batch. */
  readonly last: boolean;
}

/**
 * Folds one chain: applies steps to its tables over one connection, each in a transaction that ends in
 * the checkpoint. Holds rows in memory between steps, so nobody else may write the tables meanwhile.
 */
export class Folder {
  private readonly set: WorkingSet;
  private readonly store: Store;
  private readonly apply: (event: PlacedEvent) => void;

  constructor(
    private readonly db: pg.ClientBase,
    private readonly names: ChainTables,
    private readonly projection: Projection,
    private readonly chain: ChainId,
  ) {
    this.set = new WorkingSet(projection.tables);
    this.store = new Store(db, names);
    this.apply = projection.applier(this.set);
  }

  /** To be called once, before the first step. */
  async open(): Promise<void> {
    await this.store.noticeEmpty(this.set);
  }

  /** Makes one step and returns where the fold stands after it. Nothing has happened when it throws. */
  async advance(from: Checkpoint, step: Step): Promise<Checkpoint> {
    this.set.beginBatch();
    await this.db.query('BEGIN');
    try {
      const start = step.rewindTo === undefined ? from : await this.rewind(from, step.batch, step.rewindTo);
      await this.applyAll(step);
      const end = checkpointAfter(start, step);
      const newest_s = start.position === null ? 0 : intervalEnd(start.time_s, start.interval_s);
      await this.store.write(this.set, end.position ?? '', newest_s);
      if (end.finalizedBlock > from.finalizedBlock) await pruneUndo(this.db, this.names, end.finalizedBlock);
      await writeCheckpoint(this.db, this.names, end);
      await this.announce(end, step.rewindTo);
      await this.db.query('COMMIT');
      this.set.settle(ROWS_IN_MEMORY);
      return { ...end, reopened_s: null };
    } catch (error) {
      this.set.clear();
      await this.db.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async rewind(from: Checkpoint, { number }: LogBatch, block: number): Promise<Checkpoint> {
    await rewindTables(this.db, this.names, this.projection.tables, block, endOfBlock(this.chain, block));
    this.set.clear();
    const last = await lastEventUpTo(this.db, this.chain, block, number);
    return {
      ...from,
      position: last?.at.position ?? null,
      time_s: last?.at.time_s ?? 0,
      block: last?.at.block ?? null,
      blockHash: last?.at.blockHash ?? null,
      blockTime_s: last?.at.time_s ?? 0,
    };
  }

  private async applyAll({ batch, events }: Step): Promise<void> {
    await this.projection.preload(this.set, this.store, events);
    for (;;) {
      try {
        for (const event of events) {
          this.set.beginBlock(event.at.block, event.at.block > batch.finalizedBlock);
          this.apply(event);
        }
        return;
      } catch (error) {
        if (!(error instanceof MissingRows)) throw error;
        this.set.reset();
        if (error.group) await this.store.loadGroups(error.table, [error.key]);
        else await this.store.load(error.table, [error.key]);
      }
    }
  }

  private async announce(at: Checkpoint, rewindTo: number | undefined): Promise<void> {
    const payload = {
      chain: this.chain,
      position: at.position,
      rewound: rewindTo !== undefined,
      ...(rewindTo === undefined ? {} : { rewoundTo: endOfBlock(this.chain, rewindTo) }),
    };
    await this.db.query('SELECT pg_notify($1, $2)', [FOLD_CHANNEL, JSON.stringify(payload)]);
  }
}

/** Where the fold stands after a step. Pure. */
export function checkpointAfter(start: Checkpoint, { batch, events, last }: Step): Checkpoint {
  const end = events.at(-1)?.at;
  const passed = last
    ? { block: batch.headBlock, blockHash: batch.headHash as Hex | null, blockTime_s: batch.headTime_s }
    : end
      ? { block: end.block, blockHash: end.blockHash as Hex | null, blockTime_s: end.time_s }
      : { block: start.block, blockHash: start.blockHash as Hex | null, blockTime_s: start.blockTime_s };
  const finalizedTime_s = Math.max(start.finalizedTime_s, batch.finalizedTime_s);
  const final_s = Math.min(finalizedTime_s, passed.blockTime_s);
  return {
    ...start,
    ...passed,
    status: last ? 'FOLLOWING' : 'CATCHING_UP',
    lastBatch: batch.number,
    position: end?.position ?? (start.position as Position | null),
    time_s: end?.time_s ?? start.time_s,
    finalizedBlock: Math.max(start.finalizedBlock, batch.finalizedBlock),
    finalizedTime_s,
    closedTo_s: Math.max(start.closedTo_s, closedMark(final_s, start.interval_s)),
    reopened_s: reopened(start, events),
  };
}

/** An event that comes into an interval that was closed before it. */
function reopened(start: Checkpoint, events: readonly PlacedEvent[]): number | null {
  const first = events[0]?.at.time_s;
  if (first === undefined || first >= start.closedTo_s) return null;
  return intervalEnd(first, start.interval_s);
}
