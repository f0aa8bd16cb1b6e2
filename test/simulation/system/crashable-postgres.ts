import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../local/postgres/embedded.js';
import { isAlive } from '../../../local/processes/alive.js';
import { databaseOf, newDatabase } from '../../support/postgres.js';
import { TEST_SETTINGS } from '../../support/postgres-settings.js';
import { withClient } from '../../support/with-client.js';
import { temporaryFolder } from '../../support/folder.js';
import { templateCluster } from '../../support/postgres-template.js';
import { until } from '../../support/until.js';

/** What is committed survives the server's crash; that the machine crashes is not what is tried here. */
const SETTINGS = { ...TEST_SETTINGS, synchronous_commit: 'on' };

/** A real Postgres that crashes when told to, and goes on with the same data at the same port. */
export class CrashablePostgres {
  private constructor(
    private readonly folder: string,
    private server: EmbeddedPostgres,
  ) {}

  static async start(): Promise<CrashablePostgres> {
    const folder = temporaryFolder('tributary-system-');
    const server = await startEmbeddedPostgres({
      folder: join(folder, 'data'),
      durable: false,
      settings: SETTINGS,
      template: await templateCluster(),
    });
    return new CrashablePostgres(folder, server);
  }

  /** A migrated database of its own, for as long as `work` takes. */
  async withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
    const url = await newDatabase(this.server.url);
    try {
      return await work(url);
    } finally {
      await withClient(this.server.url, (client) => client.query(`DROP DATABASE ${databaseOf(url)} WITH (FORCE)`));
    }
  }

  /** Ends as `pg_ctl stop -m immediate` would have it, without a checkpoint: the next start recovers. */
  async crash(): Promise<void> {
    const { pid, port } = this.server;
    process.kill(pid, 'SIGQUIT');
    await until('Postgres to be gone', async () => !isAlive(pid), { pause_ms: 10 });
    this.server = await startEmbeddedPostgres({
      folder: join(this.folder, 'data'),
      port,
      durable: false,
      settings: SETTINGS,
    });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
