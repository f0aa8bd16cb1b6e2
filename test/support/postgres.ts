import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { temporaryFolder } from './folder.js';
import { MIGRATED, templateCluster } from './postgres-template.js';
import { otherDatabase, withClient } from './with-client.js';

/** What a server that lives for seconds and is seldom busy would spend on itself. */
export const TEST_SETTINGS = {
  autovacuum: 'off',
  bgwriter_delay: '10s',
  io_method: 'sync',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
} as const;

export interface TestPostgres {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A real Postgres of the test's own, migrated, in a folder that goes when it stops. */
export async function startTestPostgres(options: { migrated?: boolean } = {}): Promise<TestPostgres> {
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

/** Another migrated database on a test's server, for what must not see what the first one saw. */
export async function newDatabase(url: string): Promise<string> {
  const name = `other_${process.pid}_${++databases}`;
  await withClient(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${MIGRATED} STRATEGY FILE_COPY`));
  return otherDatabase(url, name);
}
