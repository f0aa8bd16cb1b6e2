import { loadConfig } from '../../../config/tributary-config.js';
import { ChainHeaders } from '../../../indexer/upkeep/chain-headers.js';
import { applyRepair, planRepair } from '../../../indexer/upkeep/repair.js';
import { withChainLog } from '../../../indexer/upkeep/with-chain-log.js';
import { chainId } from '../../../src/domain/ids.js';
import { rebuildChain } from '../../../src/rebuild.js';
import type { TreeBlock } from '../../support/scripted-tree.js';
import { until } from '../../support/until.js';
import type { FollowedChain } from './followed-chain.js';
import type { RunningSystem } from './running-system.js';

const REBUILD_ATTEMPTS = 3;

/** Postgres crashes and is there again a moment later. */
export async function crashPostgres({ site, watch }: RunningSystem): Promise<void> {
  watch.disturb();
  await site.postgres.crash();
  watch.disturb();
}

/**
 * Does what `tributary rebuild` does, while everything goes on. Where Postgres crashes meanwhile, somebody
 * would start it again. @returns what went wrong
 */
export async function rebuild(system: RunningSystem, { plan }: FollowedChain): Promise<string | undefined> {
  const config = loadConfig(system.configPath);
  let trouble = '';
  for (let attempt = 0; attempt < REBUILD_ATTEMPTS; attempt++) {
    try {
      await rebuildChain(config.database, config, chainId(plan.id));
      return undefined;
    } catch (error) {
      trouble = (error as Error).message;
      // The service does the same at a deep fork or with a new version; it is waited for, as is Postgres.
      await new Promise((done) => setTimeout(done, 1_000));
      await system.until('Postgres', async () => (await system.query('SELECT 1')).length > 0).catch(() => undefined);
    }
  }
  return trouble.startsWith('Another process rebuilds')
    ? undefined
    : `a rebuild of chain ${plan.id} failed: ${trouble}`;
}

/** What is there was folded by an older version of the program than the one that is started next. */
export async function makeOld(system: RunningSystem, { plan }: FollowedChain): Promise<void> {
  await until('the state to be older', async () => {
    await system.query('UPDATE fold.checkpoint SET fold_version = 0 WHERE chain_id = $1', [plan.id]);
    return true;
  });
}

/** A chain goes deeper than its finality: its indexer halts it, and does what it should once the log is repaired. */
export async function forkDeeply(
  system: RunningSystem,
  chain: FollowedChain,
  before: TreeBlock,
  head: TreeBlock,
): Promise<void> {
  const { plan, indexer } = chain;
  chain.isAway = false;
  chain.isHonest = true;
  chain.show(before, before, true);
  indexer.start();
  await system.untilLogged(chain, before);
  chain.show(head, head, true);
  await system.until(`chain ${plan.id} to be halted`, async () => {
    const [row] = await system.query<{ status: string }>('SELECT status FROM log.chain WHERE chain_id = $1', [plan.id]);
    return row?.status === 'HALTED';
  });
  await indexer.kill();
  await repair(system, chain);
  indexer.start();
  chain.isHonest = false;
}

/** Does what `tributary chain repair` does. */
async function repair(system: RunningSystem, { plan }: FollowedChain): Promise<void> {
  const config = loadConfig(system.configPath);
  const found = config.chains.find(({ id }) => id === plan.id)!;
  const headers = new ChainHeaders(found);
  try {
    await withChainLog(config.database, found, async (log) => {
      const planned = await planRepair(log, { config: found, headers });
      if (!planned) throw new Error(`Chain ${plan.id} is halted, and there is nothing to repair.`);
      await applyRepair(log, planned);
    });
  } finally {
    headers.close();
  }
}
