import type { Logger } from 'pino';
import pg from 'pg';

const PAUSE_MS = 1_000;

/** Waits until Postgres answers, then brings the database to the newest schema. */
export async function migratePatiently(url: string, logger: Logger): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      break;
    } catch (error) {
      const { host } = new URL(url);
      logger.warn(`Postgres at ${host} does not answer (${(error as Error).message}); trying again in ${PAUSE_MS} ms.`);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  // TypeORM takes 30 MiB, which processes that need not migrate do without.
  const { migrate } = await import('../db/data-source.js');
  await migrate(url);
}
