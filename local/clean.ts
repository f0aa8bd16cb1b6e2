import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from './paths.js';
import { removeCluster } from './postgres/embedded.js';
import { PidFiles } from './processes/pid-files.js';
import { LOCAL_CHAINS } from './chains/local-chains.js';
import { endStaleAnvil } from './chains/stale.js';

/** Ends the indexer and the service that a killed run left behind. @returns their names */
export function endStaleServices(): Promise<string[]> {
  return new PidFiles(PATHS.pids).endAll(['run']);
}

/** Forgets the local chains and everything that was read from them. Nothing may run any more. */
export async function forgetLocalState(): Promise<void> {
  for (const { chainId } of LOCAL_CHAINS) await endStaleAnvil(join(PATHS.chains, `${chainId}.pid`), chainId);
  await removeCluster(PATHS.postgres);
  rmSync(PATHS.chains, { recursive: true, force: true });
  rmSync(PATHS.config, { force: true });
  rmSync(PATHS.state, { force: true });
  if (existsSync(PATHS.logs)) {
    for (const file of readdirSync(PATHS.logs)) rmSync(join(PATHS.logs, file), { force: true });
  }
}
