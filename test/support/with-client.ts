import pg from 'pg';

/** Runs something with a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL of another database on the same server. */
export function otherDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

const kept = new Map<string, pg.Pool>();

/**
 * Runs something with a connection that nobody else uses meanwhile, and keeps it for the next one on that database:
 * a new one costs Postgres more than most of what is asked over it. It begins as a new one would, but for plans.
 */
export async function withKeptClient<T>(url: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await poolOf(url).connect();
  try {
    const result = await work(client);
    await client.query('SELECT pg_advisory_unlock_all(); UNLISTEN *; DISCARD TEMP; RESET ALL');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Closes what was kept for a database. */
export async function endKept(url: string): Promise<void> {
  await kept.get(url)?.end();
  kept.delete(url);
}

function poolOf(url: string): pg.Pool {
  const known = kept.get(url);
  if (known) return known;
  const pool = new pg.Pool({ connectionString: url, max: 20, allowExitOnIdle: true });
  // A server that has been stopped is no trouble of whoever comes next.
  pool.on('error', () => undefined);
  kept.set(url, pool);
  return pool;
}
