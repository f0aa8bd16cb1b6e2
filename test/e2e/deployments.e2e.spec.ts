import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ChainStory } from '../simulation/indexer/chain-story.js';
import { expectedLog } from '../simulation/indexer/expected-log.js';
import { Chance } from '../simulation/chance.js';
import { FAULTS, type Fault } from '../support/endpoint-faults.js';
import { FaultyNode, type FaultyNodeOptions } from '../support/faulty-node.js';
import { temporaryFolder } from '../support/folder.js';
import { indexerProcess, readLog, type TestChain, waitForLog, writeTestConfig } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { databaseOf, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { METER, REGISTRY, SAMPLE_CONTRACTS } from '../support/sample-logs.js';
import { type TreeBlock, TreeView } from '../support/scripted-tree.js';

const FINALITY = 9;
const CONTRACTS = [REGISTRY, METER];

let folder: string;
let databases: TestPostgres[];
const running: ManagedProcess[] = [];
const nodes: FaultyNode[] = [];

beforeAll(async () => {
  folder = temporaryFolder('tributary-deployments-');
  databases = await Promise.all([startTestPostgres(), startTestPostgres()]);
}, 60_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()));
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
}, 60_000);
afterAll(async () => {
  await Promise.all(databases.map((database) => database.stop()));
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('two deployments with other endpoints, other batches and other ways to read the past come to the same digests', async () => {
  const chain = 43_201;
  const story = new ChainStory(45, new Chance(45), FINALITY);
  const view = new TreeView(chain, story.grow(250).head);
  const one = [await serve({ chain: view, mostBlocks: 23 }), await serve({ chain: view, mostLogs: 30 })];
  const two = [await serve({ chain: view })];
  const [first, second] = databases as [TestPostgres, TestPostgres];
  const indexers = [
    start(first, { id: chain, rpc: one.map(({ url }) => url), history: 'gateway', contracts: CONTRACTS }),
    start(second, {
      id: chain,
      rpc: two.map(({ url }) => url),
      history: 'rpc',
      contracts: CONTRACTS,
      pollIntervalMs: 200,
    }),
  ];
  const both = (head: TreeBlock) => Promise.all(databases.map((each, at) => reach(each, chain, head, indexers[at]!)));
  await both(story.head);
  for (let round = 0; round < 6; round++) {
    view.moveTo(story.forkBy(1 + ((4 * round) % FINALITY), 3 + round).head);
    view.moveTo(story.rise().head);
    await both(story.head);
  }
  const [left, right] = await Promise.all(databases.map(({ url }) => readLog(url, chain)));
  expect(left).toEqual(right);
  expect(left).toEqual(expected(chain, story.head));
  const [batches, others] = await Promise.all(databases.map((each) => appended(each, chain)));
  expect(batches).not.toEqual(others);
}, 180_000);

it('where one of three endpoints always lies, the log is right', async () => {
  const chain = 43_202;
  const story = new ChainStory(46, new Chance(46), FINALITY);
  const view = new TreeView(chain, story.grow(400).head);
  const faults = Object.keys(FAULTS) as Fault[];
  const honest = [await serve({ chain: view, mostBlocks: 30 }), await serve({ chain: view, mostBlocks: 50 })];
  const liar = await serve({ chain: view, mostBlocks: 50, share: 1, faults, hot: { share: 1, faults } });
  const [database] = databases as [TestPostgres];
  const rpc = [liar, ...honest].map(({ url }) => url);
  const indexer = start(database, { id: chain, rpc, history: 'gateway', contracts: CONTRACTS });
  await reach(database, chain, story.head, indexer);
  view.moveTo(story.forkBy(FINALITY, FINALITY).head);
  view.moveTo(story.rise().head);
  await reach(database, chain, story.head, indexer);
  expect(await readLog(database.url, chain)).toEqual(expected(chain, story.head));
  const lies = [...liar.injected.values()].reduce((sum, count) => sum + count, 0);
  expect(lies).toBeGreaterThan(0);
}, 180_000);

async function serve(options: FaultyNodeOptions): Promise<FaultyNode> {
  const node = await FaultyNode.start(options);
  nodes.push(node);
  return node;
}

function start({ url }: TestPostgres, chain: TestChain): ManagedProcess {
  const path = writeTestConfig(join(folder, `${chain.id}-${databaseOf(url)}.yaml`), url, [
    { ...chain, finality: FINALITY },
  ]);
  const indexer = indexerProcess(path);
  running.push(indexer);
  indexer.start();
  return indexer;
}

async function reach({ url }: TestPostgres, chain: number, head: TreeBlock, indexer: ManagedProcess): Promise<void> {
  const target = { chain, block: head.number, hash: head.hash };
  await waitForLog(url, target, { limit_ms: 90_000, explain: () => indexer.lastWords });
}

function expected(chain: number, head: TreeBlock) {
  return expectedLog(chain, SAMPLE_CONTRACTS, head);
}

/** The ranges of blocks that were appended at once. */
async function appended({ url }: TestPostgres, chain: number): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT from_block, to_block FROM log.batch WHERE chain_id = $1 AND kind = 'append' ORDER BY number`,
      [chain],
    );
    return rows;
  } finally {
    await client.end();
  }
}
