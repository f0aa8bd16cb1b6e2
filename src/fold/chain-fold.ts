import pg from 'pg';
import { BehaviorSubject, fromEvent, lastValueFrom, map, merge, type Observable, takeUntil } from 'rxjs';
import type { ChainId } from '../domain/ids.js';
import { conflated, logAdvances } from '../event-log/announcements.js';
import { LIVE, type Schemas } from './chain-tables.js';
import type { Checkpoint } from './checkpoint.js';
import { FoldSession } from './fold-session.js';
import { holdLock, pause } from './lock.js';
import type { Projection } from './projection.js';

export interface ChainFoldOptions {
  readonly url: string;
  readonly chain: ChainId;
  readonly interval_s: number;
  readonly projection: Projection;
  /** What is announced on LOG_CHANNEL. */
  readonly announced: Observable<string>;
  /** How often the log is looked at without an announcement. */
  readonly poll_ms?: number;
  /** At most so many events in one transaction. */
  readonly eventsPerStep?: number;
  readonly schemas?: Schemas;
}

export interface ChainFoldStatus {
  readonly chain: ChainId;
  /** WAITING: another process folds this chain. FAILED: tried again in a moment. */
  readonly state: 'STOPPED' | 'WAITING' | 'FOLDING' | 'FAILED';
  /** Undefined until this process folds the chain. */
  readonly checkpoint?: Checkpoint;
  /** Events folded by this process. */
  readonly events: number;
  readonly error?: string;
}

const RETRY_MS = 1_000;
const POLL_MS = 1_000;

/** Keeps one chain folded: waits for the chain's lock, catches up, follows, and starts again after errors. */
export class ChainFold {
  private readonly subject: BehaviorSubject<ChainFoldStatus>;
  private readonly abort = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: ChainFoldOptions) {
    this.subject = new BehaviorSubject<ChainFoldStatus>({ chain: options.chain, state: 'STOPPED', events: 0 });
  }

  /** The present status and every change of it. */
  get status(): Observable<ChainFoldStatus> {
    return this.subject.asObservable();
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the step at hand. What it has not committed, another process folds. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
    this.report({ state: 'STOPPED' });
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      try {
        await this.hold(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.report({ state: 'FAILED', error: error instanceof Error ? error.message : String(error) });
        await pause(RETRY_MS, signal);
      }
    }
  }

  private async hold(signal: AbortSignal): Promise<void> {
    const { url, chain, schemas = LIVE } = this.options;
    const writer = connection(url, `tributary fold ${chain}`);
    const reader = connection(url, `tributary fold ${chain} reader`);
    const lost = merge(fromEvent(writer, 'error'), fromEvent(reader, 'error')).pipe(
      map((error) => {
        throw error;
      }),
    );
    try {
      await Promise.all([writer.connect(), reader.connect()]);
      this.report({ state: 'WAITING', error: undefined });
      if (!(await holdLock(writer, foldLockName(schemas, chain), signal))) return;
      const session = new FoldSession({ ...this.options, schemas, writer, reader });
      await session.open();
      await this.follow(session, signal, lost);
    } finally {
      await Promise.allSettled([writer.end(), reader.end()]);
    }
  }

  private async follow(session: FoldSession, signal: AbortSignal, lost: Observable<unknown>): Promise<void> {
    const { announced, chain, poll_ms = POLL_MS } = this.options;
    const folded = this.subject.value.events;
    const report = (): void =>
      this.report({ state: 'FOLDING', checkpoint: session.checkpoint, events: folded + session.events });
    report();
    const advances = logAdvances(merge(announced, lost as Observable<never>), chain, poll_ms);
    const work = advances.pipe(
      takeUntil(fromEvent(signal, 'abort')),
      conflated(() => session.catchUp(signal, report)),
    );
    await lastValueFrom(work, { defaultValue: undefined });
  }

  private report(change: Partial<ChainFoldStatus>): void {
    this.subject.next({ ...this.subject.value, ...change });
  }
}

/** The advisory lock that whoever folds a chain holds. */
export function foldLockName(schemas: Schemas, chain: ChainId): string {
  return `tributary fold ${schemas.ledger} ${chain}`;
}

/** A connection whose loss is an event, not the end of the process. */
function connection(url: string, name: string): pg.Client {
  const client = new pg.Client({ connectionString: url, application_name: name, keepAlive: true });
  client.on('error', () => undefined);
  return client;
}
