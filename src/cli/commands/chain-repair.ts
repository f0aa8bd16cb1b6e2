import type { Command } from 'commander';
import type { ChainConfig } from '../../../config/tributary-config.js';
import { ChainHeaders } from '../../../indexer/upkeep/chain-headers.js';
import { applyRepair, planRepair, type RepairPlan } from '../../../indexer/upkeep/repair.js';
import { type OwnedLog, withChainLog } from '../../../indexer/upkeep/with-chain-log.js';
import { readChain, readWhole } from '../arguments.js';
import { chainsOf } from '../configured-chain.js';
import { confirm } from '../confirm.js';
import { configOf, withConfig } from '../database.js';

interface Options {
  readonly config?: string;
  readonly from?: number;
  readonly yes: boolean;
}

export function addChainRepair(chain: Command): void {
  withConfig(chain.command('repair'))
    .description(
      'takes the log back to the last block that it shares with its chain, after a fork deeper than finality',
    )
    .argument('<chain>', 'the chain, for example eip155:8453', readChain)
    .option('--from <block>', 'take back everything from this block on, to read it again', readWhole)
    .option('--yes', 'do it without asking', false)
    .action(async (id: number, options: Options) => {
      const config = configOf(options);
      const [found] = chainsOf(config, id);
      await withChainLog(config.database, found!, (log) => repair(log, found!, options));
    });
}

async function repair(log: OwnedLog, config: ChainConfig, { from, yes }: Options): Promise<void> {
  const headers = new ChainHeaders(config);
  try {
    const plan = await planRepair(log, { config, headers, from });
    if (!plan) {
      return say(`${config.name}: the chain still has the log's last final block; there is nothing to repair.`);
    }
    say(describe(config, plan));
    if (!yes && !(await confirm('Retract them?'))) return say('Nothing was changed; --yes retracts them.');
    await applyRepair(log, plan);
    say('Retracted. The indexer reads on from there, within half a minute where it is running.');
  } finally {
    headers.close();
  }
}

function describe({ name }: ChainConfig, { common, state, fromBlock, toBlock, events }: RepairPlan): string {
  return (
    `${name}: the log ends at block ${state.recordedHead} and holds block ${state.blocks[0]!.number} for final; ` +
    `block ${common.number} (${common.hash}) is the last one to stay.\n` +
    `To be retracted: blocks ${fromBlock} to ${toBlock} with ${events} events.`
  );
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
