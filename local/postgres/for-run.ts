import { migrate } from '../../db/data-source.js';
import { expectFree } from '../ports.js';
import type { Report } from '../report.js';
import { type EmbeddedPostgres, isServing, startEmbeddedPostgres } from './embedded.js';

/**
 * Starts the Postgres of a run, or takes over the one that a killed run left, and brings its schema up
 * to date. @throws RunError when somebody else has the port
 */
export async function startPostgresFor(
  folder: string,
  port: number | undefined,
  report: Report,
): Promise<EmbeddedPostgres> {
  if (port && !(await isServing(folder))) await expectFree(port, 'Postgres', '--postgres-port');
  const postgres = await startEmbeddedPostgres({ folder, port });
  report.line(`Postgres ${postgres.reused ? 'still runs' : 'runs'} on port ${postgres.port}.`);
  try {
    await migrate(postgres.url);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return postgres;
}
