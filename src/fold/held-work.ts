import pg from 'pg';
import { fromEvent, lastValueFrom, map, merge, type Observable, takeUntil } from 'rxjs';
import { conflated } from '../event-log/announcements.js';
import { holdLock, pause } from './lock.js';

/** Work of which only one process at a time may do it. */
export interface HeldWork {
  readonly url: string;
  /** Name of the advisory lock. */
  readonly lock: string;
  /** What the connections are called in the database. */
  readonly name: string;
  /** When to work again. */
  readonly triggers: Observable<unknown>;
  /** Called once the lock is held; what it returns is called for triggers, one call at a time. */
  open(connections: HeldConnections, signal: AbortSignal): Promise<() => Promise<void>>;
  /** Called when waiting for the lock, and after errors; the work is tried again by itself. */
  report(state: 'WAITING' | 'FAILED', error?: string): void;
}

export interface HeldConnections {
  /** Holds the lock. */
  readonly writer: pg.Client;
  /** Opens a second connection, for those that read beside what they write; to be called once. */
  readonly openReader: () => Promise<pg.Client>;
}

const RETRY_MS = 1_000;

/** Work of which only one process at a time does it, between a start and a stop. */
export abstract class HeldWorker {
  private readonly abort = new AbortController();
  private running: Promise<void> | undefined;

  start(): void {
    this.running ??= holdAndWork(this.work(), this.abort.signal);
  }

  /** Ends after the piece of work at hand. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  protected abstract work(): HeldWork;
}

/** Waits for the lock, works, and starts again after errors and lost connections, until the signal. */
async function holdAndWork(work: HeldWork, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await hold(work, signal);
    } catch (error) {
      if (signal.aborted) return;
      work.report('FAILED', error instanceof Error ? error.message : String(error));
      await pause(RETRY_MS, signal);
    }
  }
}

async function hold(work: HeldWork, signal: AbortSignal): Promise<void> {
  const writer = connection(work.url, work.name);
  const reader = connection(work.url, `${work.name} reader`);
  const lost = merge(fromEvent(writer, 'error'), fromEvent(reader, 'error')).pipe(
    map((error): never => {
      throw error;
    }),
  );
  try {
    await writer.connect();
    work.report('WAITING');
    if (!(await holdLock(writer, work.lock, signal))) return;
    const openReader = async (): Promise<pg.Client> => {
      await reader.connect();
      return reader;
    };
    const run = await work.open({ writer, openReader }, signal);
    const runs = merge(work.triggers, lost).pipe(takeUntil(fromEvent(signal, 'abort')), conflated(run));
    await lastValueFrom(runs, { defaultValue: undefined });
  } finally {
    await Promise.allSettled([writer.end(), reader.end()]);
  }
}

/** A connection whose loss is an event, not the end of the process. */
function connection(url: string, name: string): pg.Client {
  const client = new pg.Client({ connectionString: url, application_name: name, keepAlive: true });
  client.on('error', () => undefined);
  return client;
}
