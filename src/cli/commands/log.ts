import type { Command } from 'commander';
import type { ChainConfig, TributaryConfig } from '../../../config/tributary-config.js';
import { adaptersOf } from '../../../indexer/adapters/adapters.js';
import { WatchList } from '../../../indexer/adapters/watch-list.js';
import { redecode } from '../../../indexer/upkeep/redecode.js';
import { withChainLog } from '../../../indexer/upkeep/with-chain-log.js';
import { readChain } from '../arguments.js';
import { chainsOf } from '../configured-chain.js';
import { configOf, withConfig } from '../database.js';
import { ProgressByTask } from '../progress.js';
import { addLogPrune } from './log-prune.js';

export function addLog(program: Command): void {
  const log = program.command('log').description('the append-only log of raw logs and what they mean');
  withConfig(log.command('decode'))
    .description('decodes the stored raw logs of a chain, or of all, with the adapters of today')
    .argument('[chain]', 'the chain, for example eip155:8453', readChain)
    .action(async (id: number | undefined, options: { config?: string }) => {
      const config = configOf(options);
      for (const chain of chainsOf(config, id)) await decode(config, chain);
    });
  addLogPrune(log);
}

async function decode({ database }: TributaryConfig, chain: ChainConfig): Promise<void> {
  const bars = new ProgressByTask();
  const watched = new WatchList(chain.contracts, adaptersOf(chain.contracts));
  const progress = (what: string, done: number, total: number): void =>
    bars.update(`${chain.name}: ${what}`, done, total);
  const done = await withChainLog(database, chain, (log) => redecode(log, { watched, progress })).finally(() =>
    bars.end(),
  );
  process.stdout.write(
    done
      ? `${chain.name}: from block ${done.fromBlock} on, ${done.retracted} events were retracted and ${done.appended} appended; the service folds the chain anew.\n`
      : `${chain.name}: every raw log means what the log says; there is nothing to do.\n`,
  );
}
