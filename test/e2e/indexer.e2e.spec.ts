import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { freePort } from '../../local/postgres/embedded.js';
import { indexerProcess, readLog, waitForLog, writeTestConfig } from '../support/indexer.js';
import { ManagedProcess } from '../support/managed-process.js';
import { databaseOf, newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { compiled } from '../support/program.js';
import { ReferenceChain } from '../support/reference-chain.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

/** More than the ten blocks that the processor reads at once. */
const FINALITY = 14;
const START_S = 1_790_000_000;

let folder: string;
let postgres: TestPostgres;
let fresh: string;
let client: pg.Client;
const running: ManagedProcess[] = [];
const chains: ReferenceChain[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-indexer-'));
  postgres = await startTestPostgres();
  fresh = await newDatabase(postgres.url);
  client = new pg.Client(postgres.url);
  await client.connect();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()));
});
afterAll(async () => {
  await Promise.all(chains.map(({ anvil }) => anvil.stop()));
  await client.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('indexes registrations, links, shares and usages, and kinds say what happened', async () => {
  const chain = await startChain(41001);
  const indexer = start(chain, postgres.url);
  await liveALittle(chain);
  await waitForHead(chain, postgres.url, indexer);
  const { events } = await readLog(postgres.url, 41001);
  const kinds = new Set(events.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([
    'AssetRegistered',
    'AssetTransferred',
    'FeeSet',
    'Ignored',
    'ParentLinked',
    'RoleSplitSet',
    'SharesChanged',
    'TokenDescribed',
    'UsageRecorded',
  ]);
});

it.each([1, 6, FINALITY])('a fork of %i blocks leaves the log as an index that never saw it', async (depth) => {
  const chain = await startChain(41010 + depth);
  const indexer = start(chain, postgres.url);
  await liveALittle(chain);
  await chain.mine(2);
  await liveALittle(chain);
  await waitForHead(chain, postgres.url, indexer);
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never });
  await liveALittle(chain);
  await waitForHead(chain, postgres.url, indexer);

  expect(await count(`log.batch WHERE kind = 'retract' AND chain_id = ${chain.anvil.chainId}`)).toBeGreaterThan(0);
  expect(await readLog(postgres.url, chain.anvil.chainId)).toEqual(await indexAfresh(chain));
});

it('killed five times while it catches up, it loses nothing and doubles nothing', async () => {
  const chain = await startChain(41030);
  for (let round = 0; round < 5; round++) await liveALittle(chain);
  const indexer = indexerProcess(configFor(chain, postgres.url), 41030);
  running.push(indexer);
  // Between any two statements is another test's matter: killed-at-statements.
  for (let kill = 0; kill < 5; kill++) {
    indexer.start();
    const batches = await count('log.batch WHERE chain_id = 41030');
    await until('a batch more', async () => (await count('log.batch WHERE chain_id = 41030')) > batches);
    await indexer.kill();
    await liveALittle(chain);
  }
  indexer.start();
  await waitForHead(chain, postgres.url, indexer);
  expect(await readLog(postgres.url, 41030)).toEqual(await indexAfresh(chain));
  expect(
    await count(`(SELECT number - lag(number) OVER (ORDER BY number) AS step FROM log.batch WHERE chain_id = 41030) s
    WHERE step <> 1`),
  ).toBe(0);
});

it('a fork while it is away is found when it comes back', async () => {
  const chain = await startChain(41040);
  const indexer = start(chain, postgres.url);
  await liveALittle(chain);
  await waitForHead(chain, postgres.url, indexer);
  await indexer.kill();
  await chain.client.request({ method: 'anvil_reorg' as never, params: [5, []] as never });
  await liveALittle(chain);
  indexer.start();
  await waitForHead(chain, postgres.url, indexer);
  expect(await readLog(postgres.url, 41040)).toEqual(await indexAfresh(chain));
});

it('a second indexer of one chain waits, says so, and takes over when the first is gone', async () => {
  const chain = await startChain(41050);
  const first = start(chain, postgres.url);
  await waitForHead(chain, postgres.url, first);
  const second = start(chain, postgres.url);
  await until('the second to say that it waits', async () =>
    second.lastWords.includes('Another indexer writes the log'),
  );
  await first.kill();
  await liveALittle(chain);
  await waitForHead(chain, postgres.url, second);
});

it('a fork deeper than finality halts that chain with the reason, and the others go on', async () => {
  const [broken, sound] = [await startChain(41060), await startChain(41061)];
  const supervisor = indexerProcess(configFor([broken, sound], postgres.url));
  running.push(supervisor);
  supervisor.start();
  await Promise.all([broken, sound].map((chain) => waitForHead(chain, postgres.url, supervisor)));
  await broken.mine(20);
  await waitForHead(broken, postgres.url, supervisor);
  await broken.client.request({ method: 'anvil_reorg' as never, params: [FINALITY + 10, []] as never });
  await broken.mine(2);
  await until(
    'the chain to be shown as halted',
    () => count(`log.chain WHERE chain_id = 41060 AND status = 'HALTED' AND reason LIKE '%deeper than its finality%'`),
    { explain: () => supervisor.lastWords },
  );
  await liveALittle(sound);
  await waitForHead(sound, postgres.url, supervisor);
  expect(await count(`log.chain WHERE chain_id = 41061 AND status = 'FOLLOWING'`)).toBe(1);
});

it('an endpoint of another chain gets one clear sentence', async () => {
  const chain = await startChain(41070);
  const path = join(folder, 'wrong.yaml');
  const { url } = chain.anvil;
  writeTestConfig(path, postgres.url, [{ id: 41071, rpc: url, contracts: chain.contracts }]);
  const indexer = indexerProcess(path, 41071);
  running.push(indexer);
  indexer.start();
  await until('it to end', async () => !indexer.isRunning);
  expect(indexer.lastWords).toContain(
    `The endpoint ${url} of Chain 41071 serves chain 41070, not chain 41071; correct its rpc or its id in the configuration.`,
  );
});

it('an endpoint that is away is named without its key, waited for, and left when asked', async () => {
  const chain = await startChain(41072);
  const port = await freePort();
  const path = join(folder, 'away.yaml');
  const rpc = `http://127.0.0.1:${port}/a-secret-key`;
  writeTestConfig(path, postgres.url, [{ id: 41072, rpc, contracts: chain.contracts }]);
  const indexer = indexerProcess(path);
  running.push(indexer);
  indexer.start();
  const said = `The endpoint http://127.0.0.1:${port} of Chain 41072 does not answer eth_chainId`;
  await until('it to say so', async () => indexer.lastWords.includes(said), { explain: () => indexer.lastWords });
  expect(indexer.lastWords).not.toContain('a-secret-key');
  const proxy = await forward(port, chain.anvil.port);
  await waitForHead(chain, postgres.url, indexer);
  proxy.close();
  proxy.closeAllConnections();
  await chain.mine(1);
  await until('it to miss the endpoint', async () =>
    indexer.lastWords.includes(`127.0.0.1:${port} does not answer: E`),
  );
  expect(indexer.lastWords).not.toContain('a-secret-key');
  await indexer.stop();
  expect(indexer.lastWords).toContain('Stopping: SIGTERM.');
});

it('a chain that keeps failing is shown as halted with its last words', async () => {
  const chain = await startChain(41073);
  const port = await freePort();
  const proxy = await forward(port, chain.anvil.port, (method) => method === 'eth_getBlockByNumber');
  const path = join(folder, 'failing.yaml');
  writeTestConfig(path, postgres.url, [{ id: 41073, rpc: `http://127.0.0.1:${port}`, contracts: chain.contracts }]);
  const indexer = indexerProcess(path);
  running.push(indexer);
  indexer.start();
  await until(
    'the chain to be shown as halted',
    () =>
      count(
        `log.chain WHERE chain_id = 41073 AND status = 'HALTED' AND reason LIKE 'It failed 5 times in a row%refused by the test%'`,
      ),
    { explain: () => indexer.lastWords },
  );
  proxy.close();
});

it.each([
  ['over WebSocket', { ws: true }],
  ['without a time in which blocks can be replaced', { finality: 0 }],
  ['whose contracts start in a block to come', { firstBlock: 40 }],
])('a chain %s is followed', async (_, options: { ws?: boolean; finality?: number; firstBlock?: number }) => {
  const id = 41090 + Object.keys(options)[0]!.length;
  const chain = await startChain(id);
  const rpc = options.ws ? chain.anvil.url.replace('http', 'ws') : chain.anvil.url;
  const path = join(folder, `${id}.yaml`);
  writeTestConfig(path, postgres.url, [{ id, rpc, contracts: chain.contracts, finality: FINALITY, ...options }]);
  const indexer = indexerProcess(path, id);
  running.push(indexer);
  indexer.start();
  // Over WebSocket only a new block tells of the blocks before it.
  await until('the first batches', async () => {
    await chain.mine(1);
    return (await count(`log.batch WHERE chain_id = ${id}`)) > 1;
  });
  await chain.mine(30);
  for (let round = 0; round < 3; round++) {
    await liveALittle(chain);
    await waitForHead(chain, postgres.url, indexer);
  }
  const blocks = (await readLog(postgres.url, id)).events.map((event) => Number(event['block_number']));
  expect(blocks.length).toBeGreaterThan(20);
  expect(Math.min(...blocks)).toBeGreaterThanOrEqual(options.firstBlock ?? 0);
});

it.each([
  [['--config', 'nowhere.yaml'], 'nowhere.yaml: cannot be read; give the path of a tributary.yaml with --config.'],
  [['--config', 'CONFIG', '--chain', '5'], 'CONFIG has no chain 5; its chains are 1, 10.'],
  [['--config', 'CONFIG', '--chain', 'x'], 'Expected a chain id, for example 8453.'],
  [[], "required option '--config <file>' not specified"],
])('the arguments %j get one clear sentence', async (args, sentence) => {
  const contracts = [`0x${'11'.repeat(20)}`];
  const rpc = 'http://127.0.0.1:1';
  const path = writeTestConfig(join(folder, 'two.yaml'), 'postgres://127.0.0.1:1/none', [
    { id: 1, rpc, contracts },
    { id: 10, rpc, contracts },
  ]);
  const named = args.map((arg) => arg.replace('CONFIG', path));
  const indexer = new ManagedProcess('indexer', [compiled('indexer/main.js'), ...named]);
  indexer.start();
  await until('it to end', async () => !indexer.isRunning);
  expect(indexer.lastWords).toContain(sentence.replace('CONFIG', path));
  expect(indexer.lastWords.trim().split('\n')).toHaveLength(1);
});

it('chains end with their supervisor, asked or killed', async () => {
  const chain = await startChain(41080);
  const supervisor = indexerProcess(configFor([chain], postgres.url));
  running.push(supervisor);
  const writers = (): Promise<number> => count(`pg_stat_activity WHERE application_name = 'tributary-indexer-41080'`);
  for (const end of ['stop', 'kill'] as const) {
    supervisor.start();
    await until('its chain to be written', async () => (await writers()) === 1);
    await supervisor[end]();
    await until('its chain to be left', async () => (await writers()) === 0);
  }
});

async function startChain(id: number): Promise<ReferenceChain> {
  const chain = await ReferenceChain.start(id, { genesisTime_s: START_S });
  chains.push(chain);
  return chain;
}

function configFor(chain: ReferenceChain | ReferenceChain[], url: string): string {
  const list = [chain].flat();
  const path = join(folder, `${list.map(({ anvil }) => anvil.chainId).join('-')}-${databaseOf(url)}.yaml`);
  const entries = list.map(({ anvil, contracts }) => ({
    id: anvil.chainId,
    rpc: anvil.url,
    contracts,
    finality: FINALITY,
  }));
  return writeTestConfig(path, url, entries);
}

function start(chain: ReferenceChain, url: string): ManagedProcess {
  const indexer = indexerProcess(configFor(chain, url), chain.anvil.chainId);
  running.push(indexer);
  indexer.start();
  return indexer;
}

/** What happens in a chain's life, a block each. */
async function liveALittle(chain: ReferenceChain): Promise<void> {
  const [, ann, ben, eve] = chain.people;
  const parent = await chain.register(ann!);
  await chain.shares(ann!, parent, 'ANNOTATOR', { [ben!]: 3n, [eve!]: 2n ** 96n - 1n });
  await chain.split(ann!, parent, { ANNOTATOR: 400_000 });
  const child = await chain.register(ben!);
  await chain.link(ben!, child, parent, { royaltyPpm: 100_000 });
  await chain.use(child, 1_000_000n);
  await chain.transfer(ann!, parent, eve!);
}

/** An endpoint that passes calls on to a chain, except those of methods that it refuses. */
async function forward(port: number, to: number, refuses: (method: string) => boolean = () => false): Promise<Server> {
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as { id: number; method: string } | { id: number; method: string }[];
    const refused = [body].flat().some(({ method }) => refuses(method));
    const error = { code: -1, message: 'refused by the test' };
    const refuse = ({ id }: { id: number }) => ({ jsonrpc: '2.0', id, error });
    const answer = refused
      ? Array.isArray(body)
        ? body.map(refuse)
        : refuse(body)
      : await (
          await fetch(`http://127.0.0.1:${to}`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) })
        ).json();
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return server;
}

const JSON_TYPE = { 'content-type': 'application/json' };

async function waitForHead(chain: ReferenceChain, url: string, indexer: ManagedProcess): Promise<void> {
  const limit_ms = 60_000;
  const { number, hash } = await chain.client.getBlock();
  const target = { chain: chain.anvil.chainId, block: Number(number), hash };
  await waitForLog(url, target, { limit_ms, explain: () => indexer.lastWords });
}

/** What a deployment that starts now gets from the same chain. */
async function indexAfresh(chain: ReferenceChain): Promise<unknown> {
  const indexer = start(chain, fresh);
  await waitForHead(chain, fresh, indexer);
  return readLog(fresh, chain.anvil.chainId);
}

async function count(from: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
  return rows[0]!.n;
}
