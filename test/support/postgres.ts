import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../db/data-source.js';
import { startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { temporaryFolder } from './folder.js';

export interface TestPostgres {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A real Postgres of the test's own, migrated, in a folder that goes when it stops. */
export async function startTestPostgres(options: { migrated?: boolean } = {}): Promise<TestPostgres> {
  const folder = temporaryFolder('tributary-test-');
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: false });
  if (options.migrated !== false) await migrate(server.url);
  return {
    url: server.url,
    port: server.port,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
