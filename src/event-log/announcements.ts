import pg from 'pg';
import { filter, map, merge, Observable, of, retry, share, timer } from 'rxjs';
import type { ChainId } from '../domain/ids.js';

/** Where the indexer announces a commit, with `{"chain":N,"batch":N}`. */
export const LOG_CHANNEL = 'tributary_log';
const RECONNECT_MS = 1_000;

/**
 * What is notified on a channel of the database, over one connection for all subscribers. Reconnects by
 * itself; what was notified meanwhile is lost, so who listens polls too.
 */
export function notifications(url: string, channel: string): Observable<string> {
  const listened = new Observable<string>((subscriber) => {
    const client = new pg.Client({ connectionString: url, application_name: `tributary listen ${channel}` });
    client.on('notification', ({ payload }) => subscriber.next(payload ?? ''));
    client.on('error', (error) => subscriber.error(error));
    client.on('end', () => subscriber.error(new Error('The connection to the database has ended.')));
    client
      .connect()
      .then(() => client.query(`LISTEN ${channel}`))
      .catch((error: unknown) => subscriber.error(error));
    return () => {
      client.end().catch(() => undefined);
    };
  });
  return listened.pipe(retry({ delay: RECONNECT_MS }), share());
}

/** Emits when the log of a chain may have grown: now, when announced, and every `poll_ms`. */
export function logAdvances(announced: Observable<string>, chain: ChainId, poll_ms: number): Observable<void> {
  const ours = announced.pipe(filter((payload) => isAbout(payload, chain)));
  return merge(of(''), ours, timer(poll_ms, poll_ms)).pipe(map(() => undefined));
}

/**
 * Runs `work` for what a source emits, one run at a time: whatever comes during a run makes for one more
 * run after it, so a fast source neither queues up nor is forgotten.
 */
export function conflated(work: () => Promise<void>): (source: Observable<unknown>) => Observable<void> {
  return (source) =>
    new Observable<void>((subscriber) => {
      let running = false;
      let again = false;
      let completed = false;
      const run = async (): Promise<void> => {
        running = true;
        do {
          again = false;
          await work();
          subscriber.next();
        } while (again && !subscriber.closed);
        running = false;
        if (completed) subscriber.complete();
      };
      return source.subscribe({
        next: () => {
          if (running) again = true;
          else run().catch((error: unknown) => subscriber.error(error));
        },
        error: (error) => subscriber.error(error),
        complete: () => {
          completed = true;
          if (!running) subscriber.complete();
        },
      });
    });
}

function isAbout(payload: string, chain: ChainId): boolean {
  try {
    return (JSON.parse(payload) as { chain?: unknown }).chain === chain;
  } catch {
    return false;
  }
}
