import { Command, InvalidArgumentError } from 'commander';

export interface LocalOptions {
  /** Follows these chains instead of local ones. */
  readonly config: string | undefined;
  readonly port: number;
  /** Undefined keeps the port of the last run, or takes a free one. */
  readonly postgresPort: number | undefined;
  readonly rpcPorts: readonly [number, number] | undefined;
  readonly seed: string;
  readonly fresh: boolean;
  /** Where state is kept; undefined is .tributary/. */
  readonly folder: string | undefined;
  /** False leaves the chains alone after their history. */
  readonly economy: boolean;
}

/** Reads the arguments of `npm start --`. Ends the process with one sentence when they are wrong. */
export function readOptions(args: readonly string[]): LocalOptions {
  const options = new Command('npm start --')
    .description(
      'Runs the whole system on this machine: Postgres, two local chains with a living economy, the service.',
    )
    .option('--config <file>', 'follow the chains of this configuration instead of local ones')
    .option('--port <n>', 'where the explorer and GraphQL are served', port, 4000)
    .option('--postgres-port <n>', 'port of the Postgres that comes along (default: any free one)', port)
    .option('--rpc-ports <n,n>', 'ports of the two local chains (default: any free ones)', ports)
    .option('--seed <text>', 'another seed gives another economy; takes effect with --fresh', 'tributary')
    .option('--fresh', 'forget the state kept in .tributary/ first', false)
    .option('--folder <path>', 'keep the state here instead of in .tributary/')
    .option('--no-economy', 'send nothing after the history')
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' })
    .opts<Omit<LocalOptions, 'rpcPorts'> & { rpcPorts?: [number, number] }>();
  const { config, postgresPort, rpcPorts, folder } = options;
  return { ...options, config, postgresPort, rpcPorts, folder };
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError('Expected a port from 1 to 65535.');
  }
  return number;
}

function ports(text: string): [number, number] {
  const [first, second, ...more] = text.split(',');
  if (!first || !second || more.length > 0 || first === second) {
    throw new InvalidArgumentError('Expected two different ports with a comma between, for example 8545,8546.');
  }
  return [port(first.trim()), port(second.trim())];
}
