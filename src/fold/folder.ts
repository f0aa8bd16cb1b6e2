import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { PlacedEvent } from '../domain/events/canonical.js';
import type { ChainId } from '../domain/ids.js';
import { endOfBlock } from '../domain/position.js';
import { intervalEnd } from '../domain/time.js';
import { BulkWriter } from './bulk-write.js';
import { LIVE, type ChainTables } from './chain-tables.js';
import type { Changes } from './changes.js';
import { writeCheckpoint, type Checkpoint } from './checkpoint.js';
import { Dictionary } from './dictionary.js';
import { MissingRows } from './keyed-table.js';
import type { Projection } from './projection.js';
import { pruneUndo, rewindState } from './rewind.js';
import { Store } from './store.js';
import { WorkingSet } from './working-set.js';

/** Where the fold announces a commit, with `{"chain":N,"position":"...","rewound":bool}`. */
export const FOLD_CHANNEL = 'tributary_fold';

/** Rows kept in memory from one batch to the next, where nothing else is said. */
const ROWS_IN_MEMORY = 50_000;

/** So many events are applied at a stretch while the batch before them is being written. */
const STRETCH = 200;

/** Thrown when rows were missing and the events since the last commit have to be applied again. */
export class ApplyAgain extends Error {
  override name = 'ApplyAgain';
}

/** Thrown when the state that rows were read from is no longer the chain's: another was put in its place. */
export class StateReplaced extends Error {
  override name = 'StateReplaced';
  constructor() {
    super('The state was replaced by one that was folded anew.');
  }
}

export interface Connections {
  /** Holds the chain's lock; everything is written over it. */
  readonly writer: pg.ClientBase;
  /** What is asked over it never waits for the writer, since the writer waits for names that are learned over it. */
  readonly reader: pg.ClientBase;
}

/**
 * Folds one chain: applies events to rows in memory and commits what they have changed, together with the
 * checkpoint. While one batch is written, the next is applied. Holds rows from batch to batch, so nobody
 * else may write the tables meanwhile. After an error it is of no use any more.
 */
export class Folder {
  private readonly dictionary: Dictionary;
  private readonly set: WorkingSet;
  private readonly bulk: BulkWriter;
  private readonly apply1: (event: PlacedEvent) => void;
  /** The batch that is being written. */
  private writing: Promise<void> = Promise.resolve();
  private isWriting = false;
  private failure: Error | undefined;
  /** The block that the batch at hand went back to first: its transaction is open since then. */
  private rewoundTo: number | undefined;
  /** Whether anything of the batch at hand was applied. */
  private begun = false;
  /** Until what events can read is there, of those that have not had their turn. */
  private readonly ahead = new Map<readonly PlacedEvent[], Promise<void>>();

  constructor(
    private readonly db: Connections,
    private readonly names: ChainTables,
    private readonly projection: Projection,
    private readonly chain: ChainId,
    /** Whether rows that change again and again are written once the fold follows the log, and not before. */
    private owesRows = false,
    private readonly rowsInMemory = ROWS_IN_MEMORY,
  ) {
    this.dictionary = new Dictionary(db.reader);
    this.set = new WorkingSet(projection.tables, chain, this.dictionary);
    this.bulk = new BulkWriter(db.writer, names, this.dictionary);
    this.apply1 = projection.applier(this.set);
  }

  /** To be called once, at first. */
  async open(): Promise<void> {
    await new Store(this.db.writer, this.names, this.dictionary).noticeEmpty(this.set);
  }

  /** Rows that the batch at hand has changed. */
  get changed(): number {
    return this.set.changed;
  }

  /** Whether every row that events can read is in memory. */
  get holdsAll(): boolean {
    return this.set.isComplete;
  }

  /** Begins a batch by taking back every block above this one. @returns where the fold stands then, once it is committed */
  async rewind(from: Checkpoint, asOf: number, block: number): Promise<Checkpoint> {
    const { writer } = this.db;
    await this.prepared();
    await this.written();
    this.rewoundTo = block;
    await this.begin(from);
    const rewound = await rewindState(writer, this.names, this.projection.tables, from, asOf, block);
    this.set.clear();
    return rewound;
  }

  /**
   * Begins to load what events can read that are applied after those at hand. Spares waiting and decides nothing:
   * what those at hand bring about is looked for again when the events have their turn.
   */
  prepare(events: readonly PlacedEvent[]): void {
    if (this.rewoundTo !== undefined || this.holdsAll) return;
    const loaded = this.projection
      .preload(this.set, this.store, events)
      .catch((error: unknown) => {
        if (!(error instanceof MissingRows)) this.failure ??= asError(error);
      })
      .finally(() => this.ahead.delete(events));
    this.ahead.set(events, loaded);
  }

  private async prepared(): Promise<void> {
    await Promise.all(this.ahead.values());
  }

  /**
   * Applies the next events. What blocks above `finalizedBlock` change is kept, to be taken back.
   * @throws ApplyAgain when none of the events since the last commit is applied any more
   */
  async apply(events: readonly PlacedEvent[], finalizedBlock: number): Promise<void> {
    await this.ahead.get(events);
    if (!this.holdsAll) await this.projection.preload(this.set, this.store, events);
    for (;;) {
      try {
        await this.applyAll(events, finalizedBlock);
        this.begun = true;
        return;
      } catch (error) {
        if (!(error instanceof MissingRows)) throw error;
        this.set.reset();
        if (error.group) await this.store.loadGroups(error.table, [error.key]);
        else await this.store.load(error.table, [error.key]);
        if (this.begun) {
          this.begun = false;
          throw new ApplyAgain();
        }
      }
    }
  }

  private async applyAll(events: readonly PlacedEvent[], finalizedBlock: number): Promise<void> {
    for (let index = 0; index < events.length; index++) {
      if ((this.isWriting || this.ahead.size > 0) && index % STRETCH === 0) await setImmediate();
      if (this.failure) throw this.failure;
      const event = events[index]!;
      this.set.beginBlock(event.at.block, event.at.block > finalizedBlock);
      this.apply1(event);
    }
  }

  /** A transaction that goes back reads its own writes; otherwise what is read need not wait for what is written. */
  private get store(): Store {
    return new Store(this.rewoundTo === undefined ? this.db.reader : this.db.writer, this.names, this.dictionary);
  }

  /**
   * Ends the batch that began at `from`: from here on it is written, in one transaction with its
   * checkpoint. `done` is called once it is committed.
   */
  async commit(from: Checkpoint, end: Checkpoint, done: () => void): Promise<void> {
    await this.written();
    // What is forgotten and changed meanwhile must not come back as it was read before.
    await this.prepared();
    this.set.evict(this.rowsInMemory);
    await this.store.readImages(this.set);
    this.owesRows &&= end.status !== 'FOLLOWING';
    const changes = this.set.take(this.owesRows);
    const { rewoundTo } = this;
    this.rewoundTo = undefined;
    this.begun = false;
    this.isWriting = true;
    this.writing = this.write(changes, from, end, rewoundTo).then(done);
    this.writing.then(
      () => (this.isWriting = false),
      (error: unknown) => (this.failure = asError(error)),
    );
    // Until then others read what was there before the chain went back.
    if (rewoundTo !== undefined) await this.written();
  }

  /** Until everything that was committed is in the database. @throws what kept it from being so */
  async written(): Promise<void> {
    await this.writing;
  }

  /** Ends the transactions that are open. */
  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
    if (this.rewoundTo !== undefined) await this.db.writer.query('ROLLBACK').catch(() => undefined);
  }

  private async write(
    changes: Changes,
    from: Checkpoint,
    end: Checkpoint,
    rewoundTo: number | undefined,
  ): Promise<void> {
    const { writer } = this.db;
    try {
      if (rewoundTo === undefined) await this.begin(from);
      const newest_s = from.position === null ? 0 : intervalEnd(from.time_s, from.interval_s);
      await this.bulk.write(changes, end.position ?? '', newest_s);
      if (end.finalizedBlock > from.finalizedBlock) await pruneUndo(writer, this.names, end.finalizedBlock);
      await writeCheckpoint(writer, this.names, end);
      if (this.names.schemas.ledger === LIVE.ledger) await this.announce(end, rewoundTo);
      await writer.query('COMMIT');
    } catch (error) {
      await writer.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Begins a transaction during which nobody replaces the state. @throws StateReplaced */
  private async begin({ replaced }: Checkpoint): Promise<void> {
    const { writer } = this.db;
    await writer.query('BEGIN');
    const { rows } = await writer.query<{ replaced: number }>(
      `SELECT replaced FROM ${this.names.checkpoint} WHERE chain_id = $1 FOR UPDATE`,
      [this.chain],
    );
    if (rows[0]?.replaced !== replaced) throw new StateReplaced();
  }

  private async announce(at: Checkpoint, rewindTo: number | undefined): Promise<void> {
    const payload = {
      chain: this.chain,
      position: at.position,
      rewound: rewindTo !== undefined,
      ...(rewindTo === undefined ? {} : { rewoundTo: endOfBlock(this.chain, rewindTo) }),
    };
    await this.db.writer.query('SELECT pg_notify($1, $2)', [FOLD_CHANNEL, JSON.stringify(payload)]);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
