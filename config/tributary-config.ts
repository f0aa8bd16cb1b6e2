import { readFileSync } from 'node:fs';
import { type Document, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { callsPerSecond, type EndpointConfig, endpointsOf, rpc, url } from './endpoints.js';
import { fixedPrices } from './fixed-prices.js';
import { boundThatIsNoMark, settlingWindow } from './settling-window.js';
import { contractsOf, isMapping } from './watched-contracts.js';

export { ConfigError };

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hexadecimal digits')
  .transform((text) => text.toLowerCase());

const contract = z
  .strictObject({
    adapter: z
      .string('expected an adapter: reference, chainlink, or the path of a mapping')
      .refine(
        (name) => name === 'reference' || name === 'chainlink' || isMapping(name),
        'expected an adapter: reference, chainlink, or the path of a mapping, for example ./mappings/name.yaml',
      ),
    /** May be left to a mapping, which lists its contracts. */
    address: address.optional(),
    firstBlock: z.int('expected a block number').nonnegative('expected a block number').default(0),
    /** Of a Chainlink feed: the token that it prices, and the decimals of its answers. */
    token: address.optional(),
    decimals: z
      .int('expected the number of decimals of the answers')
      .min(0, 'expected 0 to 36 decimals')
      .max(36, 'expected 0 to 36 decimals')
      .optional(),
  })
  .refine(({ adapter, address }) => isMapping(adapter) || address, {
    path: ['address'],
    message: 'expected an address: 0x and 40 hexadecimal digits',
  })
  .refine(({ adapter, token }) => adapter !== 'chainlink' || token !== undefined, {
    path: ['token'],
    message: 'expected the address of the token that the feed prices',
  })
  .refine(({ adapter, decimals }) => adapter !== 'chainlink' || decimals !== undefined, {
    path: ['decimals'],
    message: 'expected the decimals of the answers of the feed, as its decimals() says, for example 8',
  })
  .refine(({ adapter, token, decimals }) => adapter === 'chainlink' || (token ?? decimals) === undefined, {
    message: 'expected token and decimals only with the adapter chainlink',
  });

const A_DATABASE =
  'expected a URL that starts with postgres://, with # as %23, / as %2F and @ as %40 in its user and password';
const isDatabase = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);

/** No database is named, neither in the file nor by DATABASE_URL. */
export class MissingDatabaseError extends ConfigError {
  override name = 'MissingDatabaseError';
}

const chain = z
  .strictObject({
    id: z.int('expected a chain id, for example 8453').positive('expected a chain id, for example 8453'),
    name: z.string().min(1),
    rpc,
    gateway: url.optional(),
    /**
     * How the past is read: from `gateway`, or one of our own over the endpoints where there is none; by
     * `rpc`, ten blocks at a time; `auto` takes a gateway where it can.
     */
    history: z.enum(['gateway', 'rpc', 'auto'], 'expected gateway, rpc or auto').default('auto'),
    /** Of each endpoint that has no bound of its own. */
    callsPerSecond,
    /** Blocks below the head that no fork reaches. */
    finality: z.int('expected a number of blocks').nonnegative('expected a number of blocks'),
    /**
     * Whether a block's logs must be numbered without gaps and be those that its bloom tells of; false for
     * a chain whose nodes don't keep to that.
     */
    strictBlocks: z.boolean('expected true or false').default(true),
    pollIntervalMs: z.int().min(50).max(60_000).default(2_000),
    contracts: z.array(contract).min(1, 'expected at least one contract'),
    prices: fixedPrices,
    settles: settlingWindow.optional(),
  })
  .refine(
    (chain) =>
      chain.history !== 'gateway' || chain.gateway || endpointsOf(chain).some(({ url }) => url.startsWith('http')),
    {
      path: ['history'],
      message: 'a gateway needs an endpoint that starts with http:// or https://',
    },
  );

const file = z
  .strictObject({
    /** Length of an interval, in seconds. */
    interval: z
      .int('expected whole seconds')
      .positive('expected whole seconds')
      .refine((seconds) => 3600 % seconds === 0, 'expected a divisor of 3600')
      .default(600),
    /** Where it is absent, DATABASE_URL names it. */
    database: z.string().refine(isDatabase, A_DATABASE).optional(),
    /** Where the indexer serves what Prometheus reads of it, as /metrics; nowhere when absent. */
    metrics: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: z.int('expected a port').min(1, 'expected a port').max(65_535, 'expected a port'),
      })
      .optional(),
    chains: z
      .array(chain)
      .min(1, 'expected at least one chain')
      .refine((chains) => new Set(chains.map(({ id }) => id)).size === chains.length, 'expected every chain id once'),
  })
  .superRefine(({ chains, interval }, context) => {
    const path = boundThatIsNoMark(chains, interval);
    const message = `expected the end of an interval, of which each begins ${interval} s after the one before it`;
    if (path) context.addIssue({ code: 'custom', path, message });
  });

/** What a Chainlink feed tells: USD prices of a token, as integers of so many decimals. */
export interface FeedConfig {
  readonly token: string;
  readonly decimals: number;
}

/** A contract to watch. `adapter` is a name, or the whole path of a mapping; `feed` is there with chainlink. */
export interface ContractConfig {
  readonly adapter: string;
  readonly address: string;
  readonly firstBlock: number;
  readonly feed?: FeedConfig;
}
export type ChainConfig = Omit<z.infer<typeof chain>, 'contracts' | 'rpc' | 'callsPerSecond'> & {
  readonly contracts: ContractConfig[];
  readonly endpoints: EndpointConfig[];
  /** Their URLs. */
  readonly rpc: string[];
};
export type TributaryConfig = Omit<z.infer<typeof file>, 'chains'> & {
  readonly database: string;
  readonly chains: ChainConfig[];
};
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and validates a configuration file. `${NAME}` and `${NAME:-default}` take values from `env`.
 * @throws ConfigError; MissingDatabaseError where that is all that is wrong
 */
export function loadConfig(path: string, env: Environment = process.env): TributaryConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(`${path}: cannot be read; give the path of a tributary.yaml with --config.`);
  }
  return parseConfig(text, path, env);
}

/** {@link loadConfig} for text that is already there; `path` is for messages. */
export function parseConfig(text: string, path: string, env: Environment): TributaryConfig {
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem) throw new ConfigError(`${path}: ${problem.message.split('\n')[0]!.replace(/:?$/, '.')}`);
  const parsed = file.safeParse(substitute(contentOf(document, path), path, '', env));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const key = issue.path.join('.') || 'the file';
    throw new ConfigError(`${path}: ${key}: ${issue.message}.`);
  }
  const database = parsed.data.database ?? (env['DATABASE_URL'] || undefined);
  if (!database) {
    throw new MissingDatabaseError(
      `${path}: database: expected a URL that starts with postgres://, here or in DATABASE_URL.`,
    );
  }
  if (!isDatabase(database)) throw new ConfigError(`${path}: DATABASE_URL: ${A_DATABASE}.`);
  const chains = parsed.data.chains.map((described, at): ChainConfig => {
    const { callsPerSecond: _, ...rest } = described;
    const endpoints = endpointsOf(described);
    return {
      ...rest,
      endpoints,
      rpc: endpoints.map(({ url }) => url),
      contracts: contractsOf(described, { file: path, key: `chains.${at}.contracts` }),
    };
  });
  return { ...parsed.data, chains, database };
}

/** @throws ConfigError for a file whose aliases would fill the memory */
function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}.`);
  }
}

function substitute(value: unknown, path: string, key: string, env: Environment): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}/g, (_, name: string, fallback?: string) => {
      const found = env[name] || fallback;
      if (found === undefined) {
        throw new ConfigError(`${path}: ${key}: the environment variable ${name} is not set.`);
      }
      return found;
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => substitute(item, path, `${key}.${index}`.replace(/^\./, ''), env));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, substitute(item, path, key ? `${key}.${name}` : name, env)]),
    );
  }
  return value;
}
