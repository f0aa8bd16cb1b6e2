import type { Command } from 'commander';
import { chainId } from '../../domain/ids.js';
import { boundHeap } from '../../memory.js';
import { rebuildChain } from '../../rebuild.js';
import { readChain } from '../arguments.js';
import { chainsOf } from '../configured-chain.js';
import { configOf, withConfig } from '../database.js';
import { startProgress } from '../progress.js';

export function addRebuild(program: Command): void {
  withConfig(program.command('rebuild'))
    .description('folds the log of a chain, or of all, anew beside the live state, then puts that in its place')
    .argument('[chain]', 'the chain, for example eip155:8453', readChain)
    .action(async (chain: number | undefined, options: { config?: string }) => {
      boundHeap();
      const config = configOf(options);
      for (const { id } of chainsOf(config, chain)) await rebuild(id, config);
    });
}

async function rebuild(id: number, config: ReturnType<typeof configOf>): Promise<void> {
  const progress = startProgress(`Folding eip155:${id}`);
  try {
    const done = await rebuildChain(config.database, config, chainId(id), {
      onProgress: ({ events, total }) => progress.update(events, total),
    });
    progress.end();
    process.stdout.write(`eip155:${id}: ${done.events} events folded anew.\n`);
  } finally {
    progress.end();
  }
}
