import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { indexerProcess, readLog, waitForLog, writeTestConfig } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { ReferenceChain } from '../support/reference-chain.js';
import { until } from '../support/until.js';

const FINALITY = 8;
const START_S = 1_790_000_000;

let folder: string;
let postgres: TestPostgres;
let fresh: TestPostgres;
let client: pg.Client;
const running: ManagedProcess[] = [];
const chains: ReferenceChain[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-indexer-'));
  [postgres, fresh] = await Promise.all([startTestPostgres(), startTestPostgres()]);
  client = new pg.Client(postgres.url);
  await client.connect();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()));
});
afterAll(async () => {
  await Promise.all(chains.map(({ anvil }) => anvil.stop()));
  await client.end();
  await Promise.all([postgres.stop(), fresh.stop()]);
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

it.each([1, 4, FINALITY - 1])('a fork of %i blocks leaves the log as an index that never saw it', async (depth) => {
  const chain = await startChain(41010 + depth);
  const indexer = start(chain, postgres.url);
  await liveALittle(chain);
  await chain.mine(2);
  await waitForHead(chain, postgres.url, indexer);
  await chain.client.request({ method: 'anvil_reorg' as never, params: [depth, []] as never });
  await liveALittle(chain);
  await waitForHead(chain, postgres.url, indexer);

  expect(await count(`log.batch WHERE kind = 'retract' AND chain_id = ${chain.anvil.chainId}`)).toBeGreaterThan(0);
  expect(await readLog(postgres.url, chain.anvil.chainId)).toEqual(await indexAfresh(chain));
});

it('killed ten times while it catches up, it loses nothing and doubles nothing', async () => {
  const chain = await startChain(41030);
  for (let round = 0; round < 5; round++) await liveALittle(chain);
  const indexer = indexerProcess(configFor(chain, postgres.url), 41030);
  running.push(indexer);
  for (let kill = 0; kill < 10; kill++) {
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
  const path = join(folder, `${list.map(({ anvil }) => anvil.chainId).join('-')}-${new URL(url).port}.yaml`);
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

async function waitForHead(chain: ReferenceChain, url: string, indexer: ManagedProcess): Promise<void> {
  const { number, hash } = await chain.client.getBlock();
  const target = { chain: chain.anvil.chainId, block: Number(number), hash };
  await waitForLog(url, target, { explain: () => indexer.lastWords });
}

/** What a deployment that starts now gets from the same chain. */
async function indexAfresh(chain: ReferenceChain): Promise<unknown> {
  const indexer = start(chain, fresh.url);
  await waitForHead(chain, fresh.url, indexer);
  return readLog(fresh.url, chain.anvil.chainId);
}

async function count(from: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
  return rows[0]!.n;
}
