import type pg from 'pg';
import type { PlacedEvent } from '../domain/events/canonical.js';
import type { ChainId } from '../domain/ids.js';
import { parsePosition, type Position } from '../domain/position.js';
import { appendedEvents, findBatch, retractedFrom, type LogBatch } from '../event-log/batches.js';
import type { CopiedEvents } from '../event-log/copied-events.js';
import { readPage } from '../event-log/reader.js';
import { ChainTables, ensurePartitions, truncateChain, type Schemas } from './chain-tables.js';
import { readCheckpoint, recordInputs, startOfChain, writeCheckpoint, type Checkpoint } from './checkpoint.js';
import { Folder, StateReplaced } from './folder.js';
import { inTurn } from './in-turn.js';
import type { Projection } from './projection.js';
import { Steps } from './steps.js';
import { inTransaction } from './transaction.js';

export interface FoldSessionOptions {
  readonly chain: ChainId;
  readonly interval_s: number;
  readonly projection: Projection;
  readonly schemas: Schemas;
  /** Holds the chain's lock. */
  readonly writer: pg.ClientBase;
  /** Reads ahead while the writer writes. */
  readonly reader: pg.ClientBase;
  readonly eventsPerStep?: number;
  readonly eventsPerPage?: number;
  /** Rows kept in memory from one step to the next. */
  readonly rowsInMemory?: number;
  /**
   * Whether nobody reads the state, or folds it on, before this session has caught up once: rows that change again and
   * again are written at the end then.
   */
  readonly isUnreadUntilEnd?: boolean;
  /**
   * Folds the chain anew beside the state that is there and puts that in its place: where a state cannot be
   * folded on. Where absent, such a state is thrown away and folded anew in its place.
   * @param rewindTo blocks above it are no longer what the state was made from; all stay where undefined
   */
  readonly rebuild?: (signal: AbortSignal, rewindTo?: number) => Promise<void>;
}

/** Where a catch-up ends, when not at the newest batch: to fold again what another fold had seen. */
export interface Target {
  readonly asOf: number;
  readonly upTo?: Position;
}

interface Page {
  readonly events: readonly PlacedEvent[];
  readonly last: boolean;
}

/** At most so many events in one step: after a kill, so many are folded again. */
const EVENTS_PER_STEP = 100_000;
/** A page waits as bytes while the one before is folded: larger ones would live past collections of the young generation. */
const EVENTS_PER_PAGE = 2_500;
/** Of a page, while all rows are in memory: events are decoded shortly before their turn, and still near then. */
const EVENTS_AT_A_TIME = 250;
/** Shorter logs are folded before one would look for what is missing. */
const LONG_WAY_EVENTS = 100_000;

/** One holder's time with a chain: from reading the checkpoint to losing the lock. */
export class FoldSession {
  private readonly names: ChainTables;
  private folder: Folder;
  private state: Checkpoint | undefined;
  private projection: Projection;
  private folded = 0;
  private readonly eventsPerStep: number;
  private readonly options: FoldSessionOptions;

  constructor(options: FoldSessionOptions) {
    this.options = { ...options, reader: inTurn(options.reader) };
    this.names = new ChainTables(options.schemas, options.chain);
    this.projection = options.projection;
    this.eventsPerStep = options.eventsPerStep ?? EVENTS_PER_STEP;
    this.folder = this.newFolder();
  }

  private newFolder(): Folder {
    const { options, names, projection } = this;
    return new Folder(options, names, projection, options.chain, options.isUnreadUntilEnd, options.rowsInMemory);
  }

  get checkpoint(): Checkpoint {
    if (!this.state) throw new Error('The fold session was not opened.');
    return this.state;
  }

  /** Events folded in this session. */
  get events(): number {
    return this.folded;
  }

  /** Whether the state was folded with other inputs than this session is given; it is folded on with its own. */
  get hasOtherInputs(): boolean {
    return JSON.stringify(this.projection.inputs) !== JSON.stringify(this.options.projection.inputs);
  }

  /** Makes the tables ready and finds out where the fold stands; a state of another version or interval is replaced. */
  async open(signal = new AbortController().signal): Promise<void> {
    const { writer, projection, interval_s } = this.options;
    await ensurePartitions(writer, this.names, projection.tables);
    const found = await readCheckpoint(writer, this.names);
    if (found) this.projection = projection.withInputs(found.inputs);
    this.folder = this.newFolder();
    if (!found) await this.startOver(undefined);
    else if (found.foldVersion === projection.version && found.interval_s === interval_s) {
      this.state = { ...found, reopened: null };
      await this.folder.open();
    } else await this.startAnew(found, signal);
  }

  /** Replaces a state that cannot be folded on. */
  private async startAnew(found: Checkpoint, signal: AbortSignal, rewindTo?: number): Promise<void> {
    const { rebuild, projection, chain } = this.options;
    if (found.foldVersion > projection.version)
      throw new Error(newerState(chain, found.foldVersion, projection.version));
    if (!rebuild || found.position === null) await this.startOver(found);
    else await this.rebuild(signal, rewindTo);
  }

  /** A log that is long before anything is folded is folded beside, where rows need no indexes until they are all there. */
  private async isLongWay(): Promise<boolean> {
    const { rebuild, reader, chain } = this.options;
    return rebuild !== undefined && (await appendedEvents(reader, chain)) >= LONG_WAY_EVENTS;
  }

  private async rebuild(signal: AbortSignal, rewindTo?: number): Promise<void> {
    await this.folder.written();
    await this.options.rebuild!(signal, rewindTo);
    if (!signal.aborted) await this.open(signal);
  }

  /** Throws the chain's state away; the next catch-up folds the log from its first event. */
  private async startOver(found: Checkpoint | undefined): Promise<void> {
    const { writer, projection, interval_s } = this.options;
    const start = startOfChain(projection.version, interval_s, projection.inputs, found?.replaced);
    await inTransaction(writer, async () => {
      await truncateChain(writer, this.names, projection.tables);
      await writeCheckpoint(writer, this.names, { ...start, reopened: found ? { mark_s: 0, event: null } : null });
      await recordInputs(writer, this.names, projection.inputs);
    });
    this.state = start;
    this.projection = projection;
    this.folder = this.newFolder();
    await this.folder.open();
  }

  /** Folds until there is nothing left to fold, or to the target. Reports after every step. */
  async catchUp(signal: AbortSignal, report: () => void = () => undefined, target?: Target): Promise<void> {
    const { reader, chain } = this.options;
    while (!signal.aborted) {
      const at = this.checkpoint;
      const batch = await findBatch(reader, chain, target?.asOf);
      if (!batch || (batch.number === at.lastBatch && at.status === 'FOLLOWING')) return;
      const retracted = await retractedFrom(reader, chain, at.lastBatch, batch.number);
      const rewindTo = retracted !== undefined && isBefore(retracted, at) ? retracted - 1 : undefined;
      const isBelowFinal = rewindTo !== undefined && rewindTo < at.finalizedBlock;
      if (at.position === null && (await this.isLongWay())) await this.rebuild(signal);
      else if (isBelowFinal) await this.startAnew(at, signal, rewindTo);
      else await this.foldOn(batch, rewindTo, signal, report, target?.upTo);
      if (signal.aborted) return;
      report();
    }
  }

  /** Folds up to a batch; where another state was put in this one's place meanwhile, that is folded on instead. */
  private async foldOn(...step: Parameters<FoldSession['foldTo']>): Promise<void> {
    try {
      await this.foldTo(...step);
    } catch (error) {
      if (!(error instanceof StateReplaced)) throw error;
      await this.open(step[2]);
    }
  }

  /** Folds up to a batch, going back first where part of what was folded was taken back. */
  private async foldTo(
    batch: LogBatch,
    rewindTo: number | undefined,
    signal: AbortSignal,
    report: () => void,
    upTo: Position | undefined,
  ): Promise<void> {
    let isWhole = false;
    try {
      let from = this.checkpoint;
      if (rewindTo !== undefined) from = await this.folder.rewind(from, batch.number, rewindTo);
      const steps = new Steps(this.folder, batch, this.eventsPerStep, from, (end, events) => {
        this.state = { ...end, reopened: null };
        this.folded += events;
        report();
      });
      let isDone = false;
      while (!isDone) isDone = await this.foldPages(steps, batch, signal, upTo);
      await this.folder.written();
      isWhole = !signal.aborted;
    } finally {
      // What was applied and not committed goes with the folder that holds it.
      if (!isWhole) {
        await this.folder.close();
        this.folder = this.newFolder();
      }
    }
  }

  /** @returns false when the events since the last step have to be read and applied again */
  private async foldPages(steps: Steps, batch: LogBatch, signal: AbortSignal, upTo: Position | undefined) {
    for await (const { events, last } of this.prepared(this.pages(batch, steps.position, upTo))) {
      if (!(await steps.take(events, last))) return false;
      if (signal.aborted) return true;
    }
    return true;
  }

  /** The same pages, of each of which what it can read is loaded while the one before is folded. */
  private async *prepared(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
    const { folder } = this;
    let isLeft = false;
    const take = async (): Promise<IteratorResult<Page>> => {
      const taken = await pages.next();
      if (!isLeft && !taken.done) folder.prepare(taken.value.events);
      return taken;
    };
    try {
      for (let page = await take(); !page.done;) {
        const next = take();
        // Whoever stops early never asks for it.
        next.catch(() => undefined);
        yield page.value;
        page = await next;
      }
    } finally {
      isLeft = true;
    }
  }

  /** Pages of events, each read while the one before is folded. */
  private async *pages(batch: LogBatch, from: Position | null, upTo: Position | undefined): AsyncGenerator<Page> {
    const { reader, chain } = this.options;
    const limit = Math.min(this.options.eventsPerPage ?? EVENTS_PER_PAGE, this.eventsPerStep);
    const read = (after: Position | null): Promise<CopiedEvents> => {
      const page = readPage(reader, chain, { asOf: batch.number, after, upTo, limit });
      // Whoever stops early never asks for it: its failure must not end the process.
      page.catch(() => undefined);
      return page;
    };
    let next = read(from);
    for (;;) {
      const page = await next;
      const isLast = page.length < limit;
      if (!isLast) next = read(page.end!);
      let left = page.length;
      // Where rows have to be asked for, that is done once for a page.
      const atMost = (): number => (this.folder.holdsAll ? EVENTS_AT_A_TIME : limit);
      for (const events of page.decoded(atMost)) {
        left -= events.length;
        yield { events, last: isLast && left === 0 };
      }
      if (!isLast) continue;
      if (page.length === 0) yield { events: [], last: true };
      return;
    }
  }
}

function newerState(chain: ChainId, found: number, own: number): string {
  return (
    `The state of eip155:${chain} was folded by version ${found} of the fold and this program has version ${own}; ` +
    `run the newer program, or fold it anew with this one: npx tributary rebuild eip155:${chain}`
  );
}

/** Whether a retraction from `block` on takes back something that was folded. */
function isBefore(block: number, { position }: Checkpoint): boolean {
  return position !== null && block <= parsePosition(position).block;
}
