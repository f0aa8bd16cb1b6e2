import type { Command } from 'commander';
import { type ChainView, conditionOf, getChains } from '../../read-models/chains/queries.js';
import { configOf, readDatabase, withConfig } from '../database.js';
import { renderTable, renderTime } from '../table.js';
import { addChainRepair } from './chain-repair.js';

export function addChain(program: Command): void {
  const chain = program.command('chain').description('the chains that are followed');
  withConfig(chain.command('status'))
    .description('one line per chain: how it is followed, and how far')
    .option('--json', 'as JSON, with digests', false)
    .action(async (options: { config?: string; json: boolean }) => {
      const config = configOf(options);
      const chains = await readDatabase(config.database, getChains);
      const now_s = Date.now() / 1000;
      if (options.json) return void process.stdout.write(`${renderJson(chains, now_s)}\n`);
      const missing = config.chains.filter(({ id }) => !chains.some(({ chainId }) => chainId === id));
      const rows = [
        ['CHAIN', 'NAME', 'STATUS', 'HEAD', 'FINAL', 'FOLDED', 'TIME', 'SETTLED TO'],
        ...chains.map((one) => row(one, now_s)),
        ...missing.map(({ id, name }) => [`eip155:${id}`, name, 'NEVER FOLLOWED', '-', '-', '-', '-', '-']),
      ];
      process.stdout.write(`${renderTable(rows)}\n`);
      for (const one of chains) {
        const { reason } = conditionOf(one, now_s);
        if (reason) process.stdout.write(`${one.name}: ${reason}\n`);
      }
    });
  addChainRepair(chain);
}

function row(chain: ChainView, now_s: number): string[] {
  const block = (number: number | null): string => (number === null ? '-' : String(number));
  return [
    `eip155:${chain.chainId}`,
    chain.name,
    conditionOf(chain, now_s).status,
    block(chain.headBlock),
    block(chain.finalizedBlock),
    block(chain.foldedBlock),
    renderTime(chain.time_s),
    renderTime(chain.settledTo_s),
  ];
}

function renderJson(chains: readonly ChainView[], now_s: number): string {
  const plain = chains.map((chain) => ({ ...chain, ...conditionOf(chain, now_s) }));
  return JSON.stringify(plain, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);
}
