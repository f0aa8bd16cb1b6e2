import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { temporaryFolder } from './folder.js';
import { TEST_SETTINGS } from './postgres-settings.js';
import { MIGRATED, templateCluster } from './postgres-template.js';
import { sharedServer } from './shared-server.js';
import { otherDatabase, withClient } from './with-client.js';

export interface TestPostgres {
  /** Of a database that nobody else uses. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * A real, migrated Postgres for a test: a database on the server that the suites of a run share, or on one of its own
 * where there is no such run.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = process.env['TRIBUTARY_TEST_SERVER'];
  if (!folder) return startOwnPostgres();
  const { url, port } = await sharedServer(folder);
  const name = `test_${randomBytes(6).toString('hex')}`;
  return { url: await copyDatabase(url, MIGRATED, name), port, stop: () => dropAll(url, name) };
}

/** A real Postgres of the test's own, in a folder that goes when it stops. */
export async function startOwnPostgres(options: { migrated?: boolean } = {}): Promise<TestPostgres> {
  const template = options.migrated === false ? {} : { template: await templateCluster() };
  const folder = temporaryFolder('tributary-test-');
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    durable: false,
    settings: TEST_SETTINGS,
    ...template,
  });
  return {
    url: server.url,
    port: server.port,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let databases = 0;

/** Another migrated database on a test's server, for what must not see what the first one saw; it goes with the first. */
export async function newDatabase(url: string): Promise<string> {
  return copyDatabase(url, MIGRATED, `${databaseOf(url)}_${++databases}`);
}

/** A database that begins with all that another holds, to which nobody is connected. */
export async function newCopy(url: string, of: string): Promise<string> {
  return copyDatabase(url, databaseOf(of), `${databaseOf(url)}_${++databases}`);
}

/** The name of a URL's database. */
export function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function copyDatabase(url: string, template: string, name: string): Promise<string> {
  await withClient(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`));
  return otherDatabase(url, name);
}

async function dropAll(url: string, prefix: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { name } of found.rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
}
