import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { type ChainConfig, ConfigError, loadConfig, type TributaryConfig } from '../config/tributary-config.js';
import { adaptersOf } from './adapters/adapters.js';
import { EXIT } from './exit-codes.js';
import { createIndexerLogger } from './logging.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { migratePatiently } from './postgres.js';
import { Supervisor } from './supervision/supervisor.js';

interface Options {
  readonly config: string;
  readonly chain?: number;
  readonly migrate: boolean;
}

const program = new Command('indexer')
  .description('Follows chains into the log: one supervised process per chain, or one chain in this process.')
  .requiredOption('--config <file>', 'the configuration, for example tributary.yaml')
  .option('--chain <id>', 'follow this chain only, in this process', readChainId)
  .option('--no-migrate', 'the database has the newest schema already');

async function main(): Promise<void> {
  const options = program.parse().opts<Options>();
  const config = loadConfig(options.config);
  const chain = options.chain === undefined ? undefined : findChain(config, options.chain, options.config);
  // What is wrong with a mapping is said once and before anything runs.
  adaptersOf(config.chains.flatMap(({ contracts }) => contracts));
  const logger = createIndexerLogger({ name: 'indexer', chain: options.chain });
  if (options.migrate) await migratePatiently(config.database, logger);
  if (chain) {
    // The supervisor has no use for what it takes to follow a chain, and would keep it in memory.
    const { runChain } = await import('./chain/run-chain.js');
    return runChain(config, chain);
  }

  const supervisor = new Supervisor(
    {
      config,
      entry: fileURLToPath(import.meta.url),
      argumentsFor: ({ id }) => ['--config', options.config, '--chain', String(id), '--no-migrate'],
      logger,
    },
    () => process.exit(EXIT.STOPPED),
  );
  process.once('SIGTERM', () => supervisor.stop());
  process.once('SIGINT', () => supervisor.stop());
  process.once('disconnect', () => supervisor.stop());
  supervisor.start();
  if (config.metrics) serveMetrics({ ...config.metrics, chains: () => supervisor.chains, logger });
}

function findChain(config: TributaryConfig, id: number, path: string): ChainConfig {
  const found = config.chains.find((chain) => chain.id === id);
  if (found) return found;
  const known = config.chains.map((chain) => chain.id).join(', ');
  throw new ConfigError(`${path} has no chain ${id}; its chains are ${known}.`);
}

function readChainId(text: string): number {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw new InvalidArgumentError('Expected a chain id, for example 8453.');
  return Number(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? EXIT.MISUSED : EXIT.FAILED);
});
