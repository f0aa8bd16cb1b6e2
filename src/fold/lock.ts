import type pg from 'pg';

const RETRY_MS = 500;

/**
 * Waits until this connection holds the advisory lock of a name, which it then does until it ends.
 * The writes that the lock guards go over the same connection: when it is lost, so are they.
 * @returns false when `signal` ended the wait
 */
export async function holdLock(db: pg.ClientBase, name: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const { rows } = await db.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
      name,
    ]);
    if (rows[0]!.held) return true;
    await pause(RETRY_MS, signal);
  }
  return false;
}

/** The longest that a timer waits: one for longer is over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Waits, but not past an abort. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  for (let left_ms = ms; !signal.aborted; left_ms -= LONGEST_MS) {
    await timer(Math.min(left_ms, LONGEST_MS), signal);
    if (left_ms <= LONGEST_MS) return;
  }
}

async function timer(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    const end = (): void => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', end);
      done();
    };
    const timeout = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
