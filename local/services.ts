import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../config/environment.js';
import { FOLDING_FLAGS } from '../src/memory.js';
import type { ClaimProof } from './economy/claims.js';
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
  /** Publishes payout roots regularly, with the operator's key, in a process of its own. */
  publish(every_s: number, operatorKey: string): void;
  stop(): Promise<void>;
}

/** Starts the indexer of all chains and the service, each in a process that is started again when it ends. */
export function startServices(options: ServicesOptions): Services {
  mkdirSync(options.logFolder, { recursive: true });
  const start = (name: string, entry: string, args: readonly string[], env = {}, flags: readonly string[] = []) =>
    startSupervised({
      name,
      command: [...flags, join(ROOT, 'dist', entry), ...args, '--config', options.configPath],
      env: inheritedEnvironment({ DATABASE_URL: options.databaseUrl, ...env }),
      logFile: join(options.logFolder, `${name}.log`),
      onFailure: (sentence) => options.report.line(sentence),
      onStarted: (pid) => options.pids.note(name, pid, entry),
    });
  const running: [string, Supervised][] = [
    ['indexer', start('indexer', 'indexer/main.js', [])],
    ['service', start('service', 'src/main.js', ['--port', String(options.port)], {}, FOLDING_FLAGS)],
  ];
  return {
    publish(every_s, operatorKey) {
      const args = ['payout', 'publish', '--every', String(every_s)];
      running.push(['publisher', start('publisher', 'src/cli/main.js', args, { OPERATOR_KEY: operatorKey })]);
    },
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

interface ServedProof {
  readonly chain: string;
  readonly vault: ClaimProof['vault'];
  readonly token: { readonly address: ClaimProof['token'] };
  readonly cumulative: string;
  readonly claimable: string;
  readonly proof: ClaimProof['proof'];
}

/** What a contributor can claim, as the service says it; nothing where it does not answer. */
export async function proofsFrom(port: number, contributor: string): Promise<ClaimProof[]> {
  const answer = await ask<{ payoutProofs: ServedProof[] }>(
    port,
    `{ payoutProofs(contributor: "${contributor}") { chain vault token { address } cumulative claimable proof } }`,
  );
  return (answer?.payoutProofs ?? []).map(({ chain, token, cumulative, claimable, ...rest }) => ({
    ...rest,
    chainId: Number(chain.replace('eip155:', '')),
    token: token.address,
    cumulative: BigInt(cumulative),
    claimable: BigInt(claimable),
  }));
}
