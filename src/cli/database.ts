import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { type TributaryConfig, loadConfig } from '../../config/tributary-config.js';
import { BEGIN_READING } from '../fold/transaction.js';
import { type Queryable, queryable } from '../read-models/queryable.js';

/** What `npm start` writes for its local chains: the default where it is there. */
const LOCAL_CONFIG = '.tributary/tributary.yaml';

/** Adds the option that says which deployment a command is about. */
export function withConfig(command: Command): Command {
  return command.option(
    '--config <file>',
    `the configuration (default: ${LOCAL_CONFIG} where npm start has written it, else tributary.yaml)`,
  );
}

/** The configuration that {@link withConfig}'s option names. @throws ConfigError */
export function configOf(options: { readonly config?: string }): TributaryConfig {
  return loadConfig(options.config ?? (existsSync(LOCAL_CONFIG) ? LOCAL_CONFIG : 'tributary.yaml'));
}

/** Runs `work` on one consistent moment of the database, for reading. */
export async function readDatabase<T>(url: string, work: (db: Queryable) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(BEGIN_READING);
    return await work(queryable(client));
  } finally {
    await client.end();
  }
}
