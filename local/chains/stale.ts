import { existsSync } from 'node:fs';
import { startAnvil } from './anvil.js';
import { freePort } from '../postgres/embedded.js';

/** Ends the node noted in a pid file, where it still runs and is one of ours. */
export async function endStaleAnvil(pidFile: string, chainId: number): Promise<void> {
  if (!existsSync(pidFile)) return;
  // Taking over is how a node is known from another program; one that did not run is a new one, and goes.
  const node = await startAnvil({ chainId, pidFile, port: await freePort(), mining: 'none' });
  await node.kill();
}
