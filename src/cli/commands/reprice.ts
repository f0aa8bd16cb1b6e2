import type { Command } from 'commander';
import { repriceChain } from '../../reprice.js';
import { readChain } from '../arguments.js';
import { chainsOf } from '../configured-chain.js';
import { configOf, withConfig } from '../database.js';
import { startProgress } from '../progress.js';

export function addReprice(program: Command): void {
  withConfig(program.command('reprice'))
    .description('values the usages of a chain, or of all, in USD by the prices of the configuration; balances stay')
    .argument('[chain]', 'the chain, for example eip155:8453', readChain)
    .option('--dry-run', 'say what would change and change nothing')
    .action(async (chain: number | undefined, options: { config?: string; dryRun?: boolean }) => {
      const config = configOf(options);
      for (const { id } of chainsOf(config, chain)) await reprice(id, config, options.dryRun ?? false);
    });
}

async function reprice(id: number, config: ReturnType<typeof configOf>, dryRun: boolean): Promise<void> {
  const progress = startProgress(`Valuing eip155:${id}`);
  try {
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const { filled, changed } = await repriceChain(config.database, config, id, { dryRun, onProgress });
    progress.end();
    const total = [...filled.values()].reduce((sum, usages) => sum + usages, 0);
    const would = dryRun ? 'would get' : 'got';
    process.stdout.write(
      `eip155:${id}: ${total} usages without a value ${would} one, ${changed} others ${would} another.\n`,
    );
    for (const [source, usages] of filled) process.stdout.write(`  ${usages} by ${source}\n`);
  } finally {
    progress.end();
  }
}
