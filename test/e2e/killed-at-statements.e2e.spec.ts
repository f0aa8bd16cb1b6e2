import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import PQueue from 'p-queue';
import pg from 'pg';
import { inTurn } from '../../src/fold/in-turn.js';
import { ChainStory } from '../simulation/indexer/chain-story.js';
import { expectedLog } from '../simulation/indexer/expected-log.js';
import { Chance } from '../simulation/chance.js';
import { FaultyNode } from '../support/faulty-node.js';
import { temporaryFolder } from '../support/folder.js';
import { type LogContents, readLog, writeTestConfig } from '../support/indexer.js';
import { ManagedProcess } from '../support/managed-process.js';
import { databaseOf, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { type ClientMessage, PostgresProxy } from '../support/postgres-proxy.js';
import { compiled } from '../support/program.js';
import { METER, REGISTRY, SAMPLE_CONTRACTS } from '../support/sample-logs.js';
import { type TreeBlock, TreeView } from '../support/scripted-tree.js';
import { until } from '../support/until.js';
import { withClient } from '../support/with-client.js';

const CHAIN = 43_001;
const FINALITY = 8;
const AT_ONCE = 4;
const CONTRACTS = [REGISTRY, METER];
const ONE_CHAIN = ['--chain', String(CHAIN), '--no-migrate'];

/** Before a fork; after it, which makes one batch take blocks back and one append others; and a little later. */
const story = new ChainStory(43, new Chance(43), FINALITY);
const before = story.grow(30).head;
const forked = story.forkBy(4, 7).head;
const end = story.grow(2).head;

let postgres: TestPostgres;
let admin: pg.Client;
let folder: string;
const running: ManagedProcess[] = [];
const nodes: FaultyNode[] = [];
/** Once one case has failed the others have nothing to wait for. */
let isOver = false;

beforeAll(async () => {
  folder = temporaryFolder('tributary-statements-');
  postgres = await startTestPostgres();
  admin = inTurn(new pg.Client(urlOf('postgres')));
  await admin.connect();
  const { indexer } = await open(databaseOf(postgres.url), postgres.port, before);
  indexer.start();
  await withClient(postgres.url, (client) =>
    until('the blocks before the fork', async () => (await headOf(client)) === before.hash),
  );
  await indexer.stop();
}, 120_000);
afterAll(async () => {
  isOver = true;
  await Promise.all(running.map((process) => process.kill()));
  await admin?.end();
  await Promise.all([...nodes, postgres].map((each) => each?.stop()));
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('killed at any statement of a transaction that retracts and appends, it leaves the log of an undisturbed run', async () => {
  const statements: string[] = [];
  const undisturbed = await live(`${databaseOf(postgres.url)}_undisturbed`, ({ text }) => {
    statements.push(text);
    return false;
  });
  expect(undisturbed).toEqual(expectedLog(CHAIN, SAMPLE_CONTRACTS, end));

  // From the first statement of the process to the first one after the commit.
  const points = statements.indexOf('COMMIT') + 2;
  const transaction = statements.slice(statements.indexOf('BEGIN'), points - 1);
  expect(transaction.length).toBeGreaterThanOrEqual(9);
  expect(transaction.filter((text) => /^UPDATE log.event SET retracted_batch|^COPY done/.test(text))).toHaveLength(2);

  const queue = new PQueue({ concurrency: AT_ONCE });
  const logs = await queue.addAll(
    Array.from({ length: points }, (_, index) => () => {
      const at = index + 1;
      return live(`${databaseOf(postgres.url)}_killed_at_${at}`, ({ nth, text }) => {
        if (nth < points) expect(text).toBe(statements[nth - 1]);
        return nth === at;
      });
    }),
  );
  logs.forEach((log, index) =>
    expect({ at: statements[index], ...log }).toEqual({ at: statements[index], ...undisturbed }),
  );
}, 240_000);

/**
 * Follows the chain from before the fork to its end, in a database of its own. The process is killed before
 * the statement for which `isLast` says so reaches Postgres, and another one goes on.
 */
async function live(database: string, isLast: (message: ClientMessage) => boolean): Promise<LogContents> {
  await admin.query(`CREATE DATABASE ${database} TEMPLATE ${databaseOf(postgres.url)}`);
  const proxy = await PostgresProxy.start(postgres.port);
  const { indexer, view } = await open(database, proxy.port, forked);
  let isKilled = false;
  proxy.onMessage = (message) => {
    if (isKilled || !isLast(message)) return 'pass';
    isKilled = true;
    void indexer.kill();
    return 'cut';
  };
  const patience = { explain: () => indexer.lastWords, hopeless: () => isOver };
  // Not through the proxy, and kept: a look is cheap, to connect for each is not.
  await withClient(urlOf(database), async (client) => {
    const isAt = async ({ hash }: TreeBlock): Promise<boolean> => (await headOf(client)) === hash;
    indexer.start();
    await until('the fork to be logged, or the kill', async () => !indexer.isRunning || isAt(forked), patience);
    view.moveTo(end);
    const goesOn = async (): Promise<boolean> => {
      indexer.start();
      return isAt(end);
    };
    await until('the end to be logged', goesOn, patience);
  });
  await indexer.kill();
  await proxy.stop();
  return readLog(urlOf(database), CHAIN);
}

async function open(database: string, port: number, head: TreeBlock) {
  const view = new TreeView(CHAIN, head);
  const node = await FaultyNode.start({ chain: view });
  nodes.push(node);
  const chain = { id: CHAIN, rpc: node.url, contracts: CONTRACTS, finality: FINALITY };
  const path = writeTestConfig(join(folder, `${database}.yaml`), urlOf(database, port), [chain]);
  const indexer = new ManagedProcess(database, [compiled('indexer/main.js'), '--config', path, ...ONE_CHAIN]);
  running.push(indexer);
  return { indexer, view };
}

async function headOf(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ hash: string }>(
    `SELECT '0x' || encode(head_hash, 'hex') AS hash FROM log.batch ORDER BY number DESC LIMIT 1`,
  );
  return rows[0]?.hash;
}

function urlOf(database: string, port = postgres.port): string {
  return Object.assign(new URL(postgres.url), { port: String(port), pathname: `/${database}` }).href;
}
