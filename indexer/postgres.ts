import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import pg from 'pg';

const PAUSE_MS = 1_000;

/** Connects to Postgres, however long that takes: a server that is away comes back. */
export async function connectPatiently(url: string, applicationName: string, logger: Logger): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { host } = new URL(url);
      const reason = (error as Error).message || (error as { code?: string }).code;
      logger.warn(`Postgres at ${host} does not answer (${reason}); trying again in ${PAUSE_MS} ms.`);
      await client.end().catch(() => undefined);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}

/** Waits until Postgres answers, then brings the database to the newest schema. */
export async function migratePatiently(url: string, logger: Logger): Promise<void> {
  const client = await connectPatiently(url, 'tributary-indexer', logger);
  await client.end();
  await inThread('../indexer/migrate-worker.js', url);
}

/** Runs a module in a thread that ends with it, so that a process does not keep what only its start needs. */
function inThread(module: string, workerData: unknown): Promise<void> {
  const worker = new Worker(new URL(module, import.meta.url), { workerData });
  return new Promise((done, fail) => {
    worker.once('error', fail);
    worker.once('exit', () => done());
  });
}
