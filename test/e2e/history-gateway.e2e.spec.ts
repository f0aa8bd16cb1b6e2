import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import type { TributaryConfig } from '../../config/tributary-config.js';
import { watchOf } from '../../src/cli/watch.js';
import type { Watch } from '../../src/verify/chain-logs.js';
import { checkLog } from '../../src/verify/log-equals-chain.js';
import { sentBy } from '../support/answer.js';
import { FAULTS, type Fault } from '../support/endpoint-faults.js';
import { FaultyNode } from '../support/faulty-node.js';
import { indexerProcess, type LogContents, readLog, waitForLog } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { SubsquidGateway } from '../support/subsquid-gateway.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
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
  writeFileSync(join(folder, SENDERS), stringify(sendersMapping()));
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
  const faulty = { chain, share: 0.3, faults, faultyUpTo: () => HEAD - FINALITY, mostBlocks: 30, mostLogs: 60 };
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

it('a chain that has a Subsquid gateway reads its past there, transactions too, and the log is the one of the others', async () => {
  const chain = new SyntheticChain({ chainId: OTHER_CHAIN, head: 400 });
  const subsquid = await SubsquidGateway.start(chain, 400 - FINALITY);
  const other = await databaseBeside(straight);
  const [node, plain] = [await nodeOf({ chain, mostLogs: 50 }), await nodeOf({ chain })];
  const indexers = [
    start(straight.url, 'rpc', [plain.url], { id: OTHER_CHAIN, adapter: SENDERS }),
    start(gateway.url, 'auto', [node.url], { id: OTHER_CHAIN, adapter: SENDERS, gateway: subsquid.url }),
    start(other.url, 'gateway', [node.url], { id: OTHER_CHAIN, adapter: SENDERS }),
  ];
  const logs: LogContents[] = [];
  for (const [at, database] of [straight, gateway, other].entries()) {
    await reach(database, 400, indexers[at]!, OTHER_CHAIN);
    logs.push(await readLog(database.url, OTHER_CHAIN));
  }
  subsquid.stop();
  expect(logs[1]).toEqual(logs[0]);
  expect(logs[2]).toEqual(logs[0]);
  expect(subsquid.queries).toBeGreaterThan(3);
  expect(node.lowestUnfiltered).toBeGreaterThan(400 - FINALITY);

  const { events } = logs[0]!;
  expect(events.length).toBeGreaterThan(200);
  for (const { tx_hash, tx_from, tx_to, tx_value, payload } of events) {
    const { from, to, value } = sentBy(`0x${String(tx_hash)}`);
    expect(payload).toMatchObject({ consumer: from, application: to, amount: String(value) });
    expect([tx_from, tx_to, tx_value]).toEqual([from.slice(2), to?.slice(2) ?? null, String(value)]);
  }
  expect(await differences(straight, plain)).toBe(0);
  await query(
    straight,
    `UPDATE log.event SET tx_value = tx_value + 1 WHERE chain_id = ${OTHER_CHAIN} AND log_index = 3`,
  );
  expect(await differences(straight, plain)).toBeGreaterThan(10);
});

/** Reads its consumers, applications and amounts from the transactions. */
const SENDERS = './senders.yaml';

function sendersMapping(): unknown {
  const fields = {
    asset: { assetId: '$assetId', registry: '$assetRegistry', chain: '$assetChainId' },
    consumer: '$tx.from',
    application: { orNull: '$tx.to' },
    operation: 'INVOKE',
    units: '$units',
    token: '$token',
    amount: '$tx.value',
    receiptId: '$receiptId',
    settlement: 'NONE',
  };
  const events = { UsageRecorded: { means: { event: 'UsageRecorded', fields } } };
  return { name: 'senders', abi: resolve('abi/reference/UsageMeter.json'), events };
}

/** What `tributary verify` finds between a log and the chain. */
async function differences({ url }: TestPostgres, { url: rpc }: FaultyNode): Promise<number> {
  const contracts = [{ adapter: join(folder, SENDERS), address: METER, firstBlock: 5 }];
  const config = { chains: [{ id: OTHER_CHAIN, contracts }] } as unknown as TributaryConfig;
  const client = new pg.Client(url);
  await client.connect();
  try {
    const watch = (): Watch => watchOf(config, OTHER_CHAIN);
    const { count } = await checkLog(client, { chain: OTHER_CHAIN, rpc: [rpc], watch, progress: () => undefined });
    return count;
  } finally {
    await client.end();
  }
}

async function query({ url }: { readonly url: string }, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Another database of the same server. */
async function databaseBeside(postgres: TestPostgres): Promise<TestPostgres> {
  return { ...postgres, url: await newDatabase(postgres.url) };
}

async function nodeOf(options: Parameters<typeof FaultyNode.start>[0]): Promise<FaultyNode> {
  const node = await FaultyNode.start(options);
  nodes.push(node);
  return node;
}

function start(
  database: string,
  history: 'rpc' | 'gateway' | 'auto',
  rpc: readonly string[],
  { adapter = 'reference', ...more }: { readonly id: number; readonly adapter?: string; readonly gateway?: string } = {
    id: CHAIN,
  },
): ManagedProcess {
  const path = join(folder, `${history}-${more.id}.yaml`);
  const chain = { name: 'Synthetic', rpc, history, finality: FINALITY, pollIntervalMs: 50, ...more };
  const contracts = [{ adapter, address: METER, firstBlock: 5 }];
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
