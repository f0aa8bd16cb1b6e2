import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import { freePort } from '../../local/postgres/embedded.js';
import { blocksOf, LogBuilder } from '../support/log-builder.js';
import { ManagedProcess } from '../support/managed-process.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { compiled } from '../support/program.js';
import { randomWorld } from '../support/random-world.js';
import { until } from '../support/until.js';
import { temporaryFolder } from '../support/folder.js';

let postgres: TestPostgres;
let folder: string;
let config: string;
const running: ManagedProcess[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = temporaryFolder('tributary-service-');
  config = writeConfig('tributary.yaml', postgres.url);
}, 120_000);
afterAll(async () => {
  await Promise.all(running.map((process) => process.kill()));
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function writeConfig(name: string, database: string): string {
  const path = join(folder, name);
  const contracts = [{ adapter: 'reference', address: `0x${'1'.repeat(40)}` }];
  const chains = [{ id: 1, name: 'One', rpc: ['http://127.0.0.1:1'], finality: 5, contracts }];
  writeFileSync(path, stringify({ interval: 600, database, chains }));
  return path;
}

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stderr: string;
}

/** Runs the service where it should not start. */
function attempt(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, [compiled('src/main.js'), ...args], { timeout: 30_000 }, (error, _, stderr) =>
      done({ code: error?.code, stderr }),
    );
  });
}

function start(port: number, ...args: string[]): ManagedProcess {
  const service = new ManagedProcess('service', [
    compiled('src/main.js'),
    '--config',
    config,
    '--port',
    String(port),
    ...args,
  ]);
  running.push(service);
  service.start();
  return service;
}

async function health(port: number): Promise<{ chains: { chain: string; foldedBlock: number | null }[] }> {
  return (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as never;
}

const served = (port: number, service: ManagedProcess): Promise<unknown> =>
  until('the service to answer', () => health(port), { explain: () => service.lastWords });

it('a port that is taken, a file that is not there, a database that does not answer: one sentence each', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as { port: number };
  const nowhere = writeConfig('nowhere.yaml', `postgres://x@127.0.0.1:${await freePort()}/x`);
  const attempts: [string[], RegExp][] = [
    [
      ['--config', config, '--port', String(port)],
      /^Port \d+ on 127\.0\.0\.1 is taken: give another one with --port\.\n$/,
    ],
    [
      ['--config', 'missing.yaml'],
      /^missing\.yaml: cannot be read; give the path of a tributary\.yaml with --config\.\n$/,
    ],
    [
      ['--config', nowhere, '--port', '0'],
      /^The database does not answer: start it, or correct "database" in the configuration\.\n$/,
    ],
    [
      ['--config', config, '--port', 'http'],
      /^error: option '--port <number>' argument 'http' is invalid\. Expected a port from 0 to 65535\.\n$/,
    ],
  ];
  for (const [args, sentence] of attempts) {
    const { code, stderr } = await attempt(...args);
    expect(stderr).toMatch(sentence);
    expect(code).toBeGreaterThan(0);
  }
  taken.close();
}, 120_000);

it('one process serves only, another folds, and the first serves what the second folds; both end in order', async () => {
  const [onlyServing, folding] = [await freePort(), await freePort()];
  const reader = start(onlyServing, '--no-fold');
  await served(onlyServing, reader);
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`INSERT INTO log.chain (chain_id, name, status) VALUES (1, 'One', 'FOLLOWING')`);
  const world = randomWorld({ seed: 31, events: 30, chain: 1, otherChain: 2 });
  await new LogBuilder(client, world.ledger.chain).append(blocksOf(world.events));
  await client.end();
  expect((await health(onlyServing)).chains).toMatchObject([{ chain: 'eip155:1', foldedBlock: null }]);
  const writer = start(folding);
  await served(folding, writer);
  await until(
    'the other process to fold',
    async () => (await health(onlyServing)).chains[0]!.foldedBlock === world.events.length,
  );
  for (const service of [writer, reader]) {
    await service.stop();
    expect(service.lastWords).toContain('Stopping on SIGTERM');
    expect(service.lastWords).not.toContain('"level":50');
  }
}, 120_000);
