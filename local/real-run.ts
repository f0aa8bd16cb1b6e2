import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { inheritedEnvironment } from '../config/environment.js';
import { MissingDatabaseError, type TributaryConfig, loadConfig } from '../config/tributary-config.js';
import { migrate } from '../db/data-source.js';
import { adaptersOf } from '../indexer/adapters/adapters.js';
import type { Run } from './local-run.js';
import type { LocalOptions } from './options.js';
import { pathsIn } from './paths.js';
import { startPostgresFor } from './postgres/for-run.js';
import { PidFiles } from './processes/pid-files.js';
import type { Report } from './report.js';
import { startServices, untilServed } from './services.js';

/**
 * Follows the chains of a configuration. Without a database in the file or in DATABASE_URL, a Postgres of
 * our own keeps their log, one for each configuration file.
 */
export async function followRealChains(
  options: LocalOptions,
  path: string,
  report: Report,
  signal: AbortSignal,
): Promise<Run> {
  const paths = pathsIn(options.folder);
  const configPath = resolve(path);
  const named = configWithDatabase(configPath);
  const postgres = named
    ? undefined
    : await startPostgresFor(folderFor(paths.folder, configPath), options.postgresPort, report);
  let services: ReturnType<typeof startServices> | undefined;
  const stop = async (): Promise<void> => {
    await services?.stop();
    await postgres?.stop();
  };
  try {
    const config = named ?? loadConfig(configPath, inheritedEnvironment({ DATABASE_URL: postgres?.url }));
    // A mapping that is wrong is said here, not by an indexer that starts again and again.
    adaptersOf(config.chains.flatMap(({ contracts }) => contracts));
    if (!postgres) await migrate(config.database);
    services = startServices({
      configPath,
      port: options.port,
      databaseUrl: config.database,
      logFolder: paths.logs,
      pids: new PidFiles(paths.pids),
      report,
    });
    await untilServed(options.port, paths.logs, signal);
    report.line(`Following ${config.chains.map(({ name }) => name).join(', ')}.`);
    report.block([
      `  Explorer    http://127.0.0.1:${options.port}/`,
      `  Postgres    ${withoutPassword(config.database)}`,
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, broken: new Promise(() => undefined) };
}

/** The configuration where it names a database, undefined where only that is missing. @throws ConfigError */
function configWithDatabase(path: string): TributaryConfig | undefined {
  try {
    return loadConfig(path);
  } catch (error) {
    if (error instanceof MissingDatabaseError) return undefined;
    throw error;
  }
}

/** A database's URL for a screen: what it takes to get in stays out, in the address and in its parameters. */
export function withoutPassword(database: string): string {
  const url = new URL(database);
  url.password = '';
  url.searchParams.delete('password');
  return url.href;
}

function folderFor(folder: string, configPath: string): string {
  return join(folder, `postgres-${createHash('sha256').update(configPath).digest('hex').slice(0, 12)}`);
}
