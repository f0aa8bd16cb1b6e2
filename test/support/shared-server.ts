import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { templateCluster } from './postgres-template.js';
import { TEST_SETTINGS } from './postgres-settings.js';
import { until } from './until.js';

/** A Postgres for all suites of a run: to start one costs more than most suites ask of it. */
export interface SharedServer {
  readonly url: string;
  readonly port: number;
}

/** Several suites are at it at once, some with whole deployments. */
const SETTINGS = { ...TEST_SETTINGS, max_connections: '300' };

/** The server of a run, whose folder is made before and removed after it; whoever comes first starts it. */
export async function sharedServer(folder: string): Promise<SharedServer> {
  const noted = join(folder, 'server.json');
  if (isFirst(folder)) {
    const { url, port, pid, data } = await startEmbeddedPostgres({
      folder: join(folder, 'postgres'),
      durable: false,
      settings: SETTINGS,
      template: await templateCluster(),
    });
    writeFileSync(`${noted}.new`, JSON.stringify({ url, port, pid, data }));
    renameSync(`${noted}.new`, noted);
  }
  await until('the shared Postgres', () => Promise.resolve(existsSync(noted)));
  return JSON.parse(readFileSync(noted, 'utf8')) as SharedServer;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'taken'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
