import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../config/environment.js';
import type { PidFiles } from './processes/pid-files.js';
import { type Supervised, startSupervised } from './processes/supervised.js';
import { type Report, RunError } from './report.js';
import { ROOT } from './root.js';

export interface ServicesOptions {
  readonly configPath: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly logFolder: string;
  readonly pids: PidFiles;
  readonly report: Report;
}

export interface Services {
  stop(): Promise<void>;
}

/** Starts the indexer of all chains and the service, each in a process that is started again when it ends. */
export function startServices(options: ServicesOptions): Services {
  mkdirSync(options.logFolder, { recursive: true });
  const start = (name: string, entry: string, ...args: string[]): Supervised =>
    startSupervised({
      name,
      command: [join(ROOT, 'dist', entry), '--config', options.configPath, ...args],
      env: inheritedEnvironment({ DATABASE_URL: options.databaseUrl }),
      logFile: join(options.logFolder, `${name}.log`),
      onFailure: (sentence) => options.report.line(sentence),
      onStarted: (pid) => options.pids.note(name, pid, entry),
    });
  const running: [string, Supervised][] = [
    ['indexer', start('indexer', 'indexer/main.js')],
    ['service', start('service', 'src/main.js', '--port', String(options.port))],
  ];
  return {
    async stop() {
      await Promise.all(
        running.map(async ([name, process]) => {
          await process.stop();
          options.pids.forget(name);
        }),
      );
    },
  };
}

const START_LIMIT_ms = 120_000;

/** Waits until the service answers. @throws RunError after the deadline, naming where the logs are */
export async function untilServed(port: number, logFolder: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_LIMIT_ms;
  while (!(await isServed(port))) {
    signal.throwIfAborted();
    if (Date.now() > deadline) {
      throw new RunError(
        `The service did not answer on port ${port} within ${START_LIMIT_ms / 1000} s; its log is in ${logFolder}.`,
      );
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Waits until the service shows the chains up to the given blocks, by chain id. @throws RunError like {@link untilServed} */
export async function untilShown(
  port: number,
  blocks: ReadonlyMap<number, number>,
  logFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + START_LIMIT_ms;
  for (;;) {
    const chains = (
      await ask<{ chains: { chainId: number; foldedBlock: number | null }[] }>(
        port,
        '{ chains { chainId foldedBlock } }',
      )
    )?.chains;
    const shown = new Map(chains?.map(({ chainId, foldedBlock }) => [chainId, foldedBlock ?? -1]));
    if ([...blocks].every(([chain, block]) => (shown.get(chain) ?? -1) >= block)) return;
    signal.throwIfAborted();
    if (Date.now() > deadline) {
      throw new RunError(
        `The chains were not read within ${START_LIMIT_ms / 1000} s; the logs in ${logFolder} may say why.`,
      );
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function isServed(port: number): Promise<boolean> {
  return (await ask(port, '{ __typename }')) !== undefined;
}

/** The answer of the service, undefined where there is none (yet). */
async function ask<T>(port: number, query: string): Promise<T | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: AbortSignal.timeout(2_000),
    });
    return ((await response.json()) as { data?: T }).data ?? undefined;
  } catch {
    return undefined;
  }
}
