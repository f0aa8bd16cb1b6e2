import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from './paths.js';
import { removeCluster } from './postgres/embedded.js';
import { PidFiles } from './processes/pid-files.js';
import { LOCAL_CHAINS } from './chains/local-chains.js';
import { endStaleAnvil } from './chains/stale.js';

/** Ends the indexer and the service that a killed run left behind. @returns their names */
export function endStaleServices(paths: Paths): Promise<string[]> {
  return new PidFiles(paths.pids).endAll(['run']);
}

/** Forgets the local chains and everything that was read from them. Nothing may run any more. */
export async function forgetLocalState(paths: Paths): Promise<void> {
  for (const { chainId } of LOCAL_CHAINS) await endStaleAnvil(join(paths.chains, `${chainId}.pid`), chainId);
  await removeCluster(paths.postgres);
  rmSync(paths.chains, { recursive: true, force: true });
  rmSync(paths.config, { force: true });
  rmSync(paths.state, { force: true });
  if (existsSync(paths.logs)) {
    for (const file of readdirSync(paths.logs)) rmSync(join(paths.logs, file), { force: true });
  }
}
