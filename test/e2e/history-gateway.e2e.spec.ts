import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { FAULTS, type Fault } from '../support/endpoint-faults.js';
import { FaultyNode } from '../support/faulty-node.js';
import { indexerProcess, type LogContents, readLog, waitForLog } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { SubsquidGateway } from '../support/subsquid-gateway.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { METER, SyntheticChain } from '../support/synthetic-chain.js';

jest.setTimeout(180_000);

const CHAIN = 42001;
const OTHER_CHAIN = 42002;
const FINALITY = 14;
const HEAD = 1_500;

let folder: string;
let straight: TestPostgres;
let gateway: TestPostgres;
const running: ManagedProcess[] = [];
const nodes: FaultyNode[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-history-'));
  [straight, gateway] = await Promise.all([startTestPostgres(), startTestPostgres()]);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()));
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});
afterAll(async () => {
  await Promise.all([straight.stop(), gateway.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

it('history read through the gateway from faulty endpoints, killed on the way, is the log that RPC gives', async () => {
  const chain = new SyntheticChain({ chainId: CHAIN, head: HEAD });
  const honest = await nodeOf({ chain });
  const faults = Object.keys(FAULTS) as Fault[];
  const faulty = { chain, share: 0.3, faults, faultyUpTo: () => HEAD - FINALITY, mostBlocks: 60, mostLogs: 90 };
  const endpoints = [await nodeOf({ ...faulty, seed: 'one' }), await nodeOf({ ...faulty, seed: 'two' })];

  const byRpc = start(straight.url, 'rpc', [honest.url]);
  const byGateway = start(
    gateway.url,
    'gateway',
    endpoints.map(({ url }) => url),
  );
  await reach(gateway, 300, byGateway);
  await byGateway.kill();
  byGateway.start();
  await Promise.all([reach(straight, HEAD, byRpc), reach(gateway, HEAD, byGateway)]);
  expect(await contents(gateway)).toEqual(await contents(straight));

  // Beyond the join the processor asks the endpoint itself.
  chain.head += 40;
  await Promise.all([reach(straight, chain.head, byRpc), reach(gateway, chain.head, byGateway)]);
  const log = await contents(gateway);
  expect(log).toEqual(await contents(straight));

  expect(log.events.length).toBeGreaterThan(1_000);
  for (const { injected } of endpoints) expect([...injected.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(10);
  expect(honest.lowestUnfiltered).toBeLessThan(20);
  for (const { lowestUnfiltered } of endpoints) expect(lowestUnfiltered).toBeGreaterThan(HEAD - FINALITY);
});

it('a chain that has a Subsquid gateway reads its past there, and the log is the one that RPC gives', async () => {
  const chain = new SyntheticChain({ chainId: OTHER_CHAIN, head: 400 });
  const subsquid = await SubsquidGateway.start(chain, 400 - FINALITY);
  const [node, plain] = [await nodeOf({ chain }), await nodeOf({ chain })];
  const indexers = [
    start(straight.url, 'rpc', [plain.url], { id: OTHER_CHAIN }),
    start(gateway.url, 'auto', [node.url], { id: OTHER_CHAIN, gateway: subsquid.url }),
  ];
  await Promise.all([reach(straight, 400, indexers[0]!, OTHER_CHAIN), reach(gateway, 400, indexers[1]!, OTHER_CHAIN)]);
  const log = await readLog(gateway.url, OTHER_CHAIN);
  subsquid.stop();
  expect(log).toEqual(await readLog(straight.url, OTHER_CHAIN));
  expect(log.events.length).toBeGreaterThan(200);
  expect(subsquid.queries).toBeGreaterThan(3);
  expect(node.lowestUnfiltered).toBeGreaterThan(400 - FINALITY);
});

async function nodeOf(options: Parameters<typeof FaultyNode.start>[0]): Promise<FaultyNode> {
  const node = await FaultyNode.start(options);
  nodes.push(node);
  return node;
}

function start(
  database: string,
  history: 'rpc' | 'gateway' | 'auto',
  rpc: readonly string[],
  more: { readonly id: number; readonly gateway?: string } = { id: CHAIN },
): ManagedProcess {
  const path = join(folder, `${history}-${more.id}.yaml`);
  const chain = { name: 'Synthetic', rpc, history, finality: FINALITY, pollIntervalMs: 50, ...more };
  const contracts = [{ adapter: 'reference', address: METER, firstBlock: 5 }];
  writeFileSync(path, stringify({ interval: 60, database, chains: [{ ...chain, contracts }] }));
  const indexer = indexerProcess(path, more.id);
  running.push(indexer);
  indexer.start();
  return indexer;
}

async function reach({ url }: TestPostgres, block: number, indexer: ManagedProcess, chain = CHAIN): Promise<void> {
  await waitForLog(url, { chain, block }, { limit_ms: 120_000, explain: () => indexer.lastWords });
}

const contents = ({ url }: TestPostgres): Promise<LogContents> => readLog(url, CHAIN);
