import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { isAlive } from '../../local/processes/alive.js';
import { ChainStory } from '../simulation/indexer/chain-story.js';
import { expectedLog } from '../simulation/indexer/expected-log.js';
import { Chance } from '../simulation/chance.js';
import { FaultyNode } from '../support/faulty-node.js';
import { temporaryFolder } from '../support/folder.js';
import { indexerProcess, readLog, waitForLog, writeTestConfig } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { METER, REGISTRY, SAMPLE_CONTRACTS } from '../support/sample-logs.js';
import { TreeView } from '../support/scripted-tree.js';
import { templateCluster } from '../support/postgres-template.js';
import { until } from '../support/until.js';

const CHAIN = 43_101;
const CONTRACTS = [REGISTRY, METER];
const RESTARTS = 3;
const BLOCK_EVERY_ms = 20;

const story = new ChainStory(44, new Chance(44), 8);
const view = new TreeView(CHAIN, story.grow(400).head);
let folder: string;
let postgres: EmbeddedPostgres;
let node: FaultyNode;
let supervisor: ManagedProcess;
let growing: NodeJS.Timeout;

beforeAll(async () => {
  folder = temporaryFolder('tributary-restart-');
  // Committed must mean committed, as it does where money is counted.
  postgres = await startEmbeddedPostgres({ folder, template: await templateCluster() });
  node = await FaultyNode.start({ chain: view, mostBlocks: 40 });
  const chain = { id: CHAIN, rpc: node.url, contracts: CONTRACTS, finality: 8 };
  supervisor = indexerProcess(writeTestConfig(join(folder, 'config.yaml'), postgres.url, [chain]));
  growing = setInterval(() => view.moveTo(story.move().head), BLOCK_EVERY_ms);
}, 60_000);
afterAll(async () => {
  clearInterval(growing);
  await supervisor?.kill();
  await node?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('Postgres that crashes and comes back under load costs no event and doubles none', async () => {
  supervisor.start();
  for (let restart = 0; restart < RESTARTS; restart++) {
    const reached = view.head + 10;
    await waitForLog(postgres.url, { chain: CHAIN, block: reached }, patience());
    await crash();
    postgres = await startEmbeddedPostgres({ folder, port: postgres.port });
  }
  clearInterval(growing);
  const { head } = story.rise();
  view.moveTo(head);
  await waitForLog(postgres.url, { chain: CHAIN, block: head.number, hash: head.hash }, patience());
  expect(await readLog(postgres.url, CHAIN)).toEqual(expectedLog(CHAIN, SAMPLE_CONTRACTS, head));
}, 240_000);

/** As `pg_ctl stop -m immediate`: without a checkpoint, so that the next start recovers. */
async function crash(): Promise<void> {
  process.kill(postgres.pid, 'SIGQUIT');
  await until('Postgres to be gone', async () => !isAlive(postgres.pid));
}

const patience = () => ({ limit_ms: 90_000, explain: () => supervisor.lastWords });
