import { rmSync } from 'node:fs';
import pg from 'pg';
import { temporaryFolder } from '../../support/folder.js';
import { startTestPostgres } from '../../support/postgres.js';
import { type Outcome, runStory, type Site } from './run-story.js';
import { storyOf } from './story.js';

/** Seeds at once: most of a run is waiting for the next look at the head. */
export const AT_ONCE = 6;

export interface SimulationOptions {
  readonly atOnce?: number | undefined;
  /** Called for each seed as it ends. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Once it is aborted no further seed is begun. */
  readonly signal?: AbortSignal;
}

/** Runs seeds, some at once, over one Postgres of their own. */
export async function simulate(
  seeds: readonly number[],
  { atOnce = AT_ONCE, onOutcome, signal }: SimulationOptions,
): Promise<void> {
  const folder = temporaryFolder('tributary-simulation-');
  const postgres = await startTestPostgres();
  const client = new pg.Pool({ connectionString: postgres.url, max: 2 });
  client.on('error', () => undefined);
  const site: Site = { databaseUrl: postgres.url, client, folder };
  const left = [...seeds];
  const work = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined && !signal?.aborted; seed = left.shift()) {
      onOutcome(await runStory(storyOf(seed), site));
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await client.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
