import { rmSync } from 'node:fs';
import { temporaryFolder } from '../../support/folder.js';
import { CrashablePostgres } from './crashable-postgres.js';
import { runSystem, type SystemOutcome } from './run-system.js';
import { systemStoryOf } from './story.js';

/** Seeds at once: half of a run is waiting for processes to start and blocks to be seen. */
export const SYSTEMS_AT_ONCE = 4;

export interface SystemSimulationOptions {
  readonly atOnce?: number | undefined;
  /** Called for each seed as it ends. */
  readonly onOutcome: (outcome: SystemOutcome) => void;
  /** Once it is aborted no further seed is begun. */
  readonly signal?: AbortSignal;
}

/** Runs seeds, some at once, each of them over a Postgres that it may crash. */
export async function simulateSystem(
  seeds: readonly number[],
  { atOnce = SYSTEMS_AT_ONCE, onOutcome, signal }: SystemSimulationOptions,
): Promise<void> {
  const folder = temporaryFolder('tributary-simulation-');
  const left = [...seeds];
  const work = async (): Promise<void> => {
    const postgres = await CrashablePostgres.start();
    try {
      for (let seed = left.shift(); seed !== undefined && !signal?.aborted; seed = left.shift()) {
        const story = systemStoryOf(seed);
        onOutcome(await postgres.withDatabase((databaseUrl) => runSystem(story, { postgres, databaseUrl, folder })));
      }
    } finally {
      await postgres.stop();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, seeds.length) }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
