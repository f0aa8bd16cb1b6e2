import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Anvil } from '../../local/chains/anvil.js';
import { deployLocally, startLocalNode } from '../../local/chains/local-chains.js';
import {
  type EmbeddedPostgres,
  freePort,
  removeCluster,
  startEmbeddedPostgres,
} from '../../local/postgres/embedded.js';
import { type ComposeService, readComposeFile } from './compose-file.js';
import { temporaryFolder } from '../support/folder.js';

/**
 * No container engine is needed: each service's command runs as a plain process with the file's
 * environment, in which only the names of hosts and the ports differ.
 */
describe('docker-compose.yml', () => {
  const services = readComposeFile('docker-compose.yml');
  const byName = (name: string): ComposeService => services.find((one) => one.name === name)!;
  let folder: string;
  let postgres: EmbeddedPostgres;
  let nodes: readonly [Anvil, Anvil];
  let servicePort: number;
  const children: { process: ChildProcess; said: () => string }[] = [];

  beforeAll(async () => {
    folder = temporaryFolder('tributary-compose-');
    postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), settings: settingsOf('postgres') });
    nodes = [await localNode(0), await localNode(1)];
    servicePort = await freePort();
  }, 60_000);

  afterAll(async () => {
    for (const { process } of children) process.kill('SIGTERM');
    await Promise.all(children.map(({ process }) => ended(process)));
    await Promise.all(nodes?.map((node) => node.kill()) ?? []);
    await postgres?.stop();
    await removeCluster(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function localNode(index: 0 | 1): Promise<Anvil> {
    const node = await startLocalNode({ index, folder, port: undefined, genesisTime_s: 1_790_000_000 });
    await deployLocally(node);
    return node;
  }

  /** The `-c name=value` of Postgres's own command. */
  function settingsOf(name: string): Record<string, string> {
    const [program, ...args] = byName(name).command;
    expect(program).toBe('postgres');
    return Object.fromEntries(args.filter((arg) => arg !== '-c').map((arg) => arg.split('=') as [string, string]));
  }

  /** What a name in the file means outside of containers. */
  function outside(service: ComposeService, text: string): string {
    let result = text
      .replace(/postgres:\/\/[^@]+@postgres:5432\/tributary/, postgres.url)
      .replace('http://host.docker.internal:8545', nodes[0].url)
      .replace('http://host.docker.internal:8546', nodes[1].url)
      .replace(/^0\.0\.0\.0$/, '127.0.0.1');
    for (const { source, target } of service.mounts) result = result.replace(target, resolve(source));
    for (const { container } of service.ports) if (result === String(container)) result = String(servicePort);
    return result;
  }

  function start(service: ComposeService): void {
    const [program, ...args] = service.command.map((text) => outside(service, text));
    const environment = Object.entries(service.environment).map(([key, value]) => [key, outside(service, value)]);
    let words = '';
    const child = spawn(program === 'node' ? process.execPath : program!, args, {
      env: { PATH: '/usr/bin:/bin', ...Object.fromEntries(environment) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += String(chunk)));
    children.push({ process: child, said: () => `${service.name}: ${words.slice(-2_000)}` });
  }

  it('mounts files that are there, and depends on services that are there', () => {
    for (const { mounts, dependsOn } of services) {
      for (const { source } of mounts) expect(existsSync(source)).toBe(true);
      for (const name of dependsOn) expect(byName(name)).toBeDefined();
    }
  });

  it('has an indexer for every chain of tributary.yaml', () => {
    const chains = [...readFileSync('tributary.yaml', 'utf8').matchAll(/^ {2}- id: (\d+)/gm)].map(([, id]) => id!);
    expect(services.map(({ name }) => name)).toEqual(['postgres', ...chains.map((id) => `indexer-${id}`), 'service']);
  });

  it('follows both chains and serves them, each service as a process of its own', async () => {
    for (const service of services.filter(({ name }) => name !== 'postgres')) start(service);
    const fees = await until(async () => {
      const { rows } = await select<{ chain_id: string }>(
        `SELECT DISTINCT chain_id FROM log.event WHERE kind = 'FeeSet' AND retracted_batch IS NULL ORDER BY 1`,
      );
      return rows.length === 2 ? rows.map(({ chain_id }) => Number(chain_id)) : undefined;
    });
    expect(fees).toEqual([31337, 31338]);
    const names = await until(async () => {
      const answer = await fetch(`http://127.0.0.1:${servicePort}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ chains { name foldedBlock } }' }),
      });
      const { data } = (await answer.json()) as { data?: { chains: { name: string; foldedBlock: number | null }[] } };
      const folded = data?.chains.filter(({ foldedBlock }) => foldedBlock !== null) ?? [];
      return folded.length === 2 ? folded.map(({ name }) => name) : undefined;
    });
    expect(names).toEqual(['Local One', 'Local Two']);
  }, 90_000);

  async function select<R extends pg.QueryResultRow>(sql: string): Promise<pg.QueryResult<R>> {
    const client = new pg.Client(postgres.url);
    await client.connect();
    try {
      return await client.query<R>(sql);
    } finally {
      await client.end();
    }
  }

  async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await ask().catch(() => undefined);
      if (answer !== undefined) return answer;
      if (Date.now() > deadline) throw new Error(`Not within 60 s. ${children.map(({ said }) => said()).join('\n')}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }
});

describe('Dockerfile', () => {
  it('copies what is there, and runs a compiled program', () => {
    const lines = readFileSync('Dockerfile', 'utf8').split('\n');
    const copied = lines
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1));
    for (const path of copied) expect(existsSync(path)).toBe(true);
    const [, command] = /^CMD (.*)$/m.exec(lines.join('\n'))!;
    const [program, ...args] = JSON.parse(command!) as string[];
    const entry = args.find((arg) => !arg.startsWith('--'));
    expect([program, existsSync(entry!)]).toEqual(['node', true]);
    expect(lines).toContain('USER node');
  });
});

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(killer);
      done();
    });
  });
}
