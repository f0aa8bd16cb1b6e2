import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../local/postgres/embedded.js';
import { FaultyNode } from '../support/faulty-node.js';
import { temporaryFolder } from '../support/folder.js';
import { indexerProcess, readLog, waitForLog } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { METER, SyntheticChain } from '../support/synthetic-chain.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

const CHAIN = 42101;

let folder: string;
let postgres: TestPostgres;
let node: FaultyNode;
let chain: SyntheticChain;
let metricsPort: number;
let indexer: ManagedProcess;

beforeAll(async () => {
  folder = temporaryFolder('tributary-stop-');
  postgres = await startTestPostgres();
  chain = new SyntheticChain({ chainId: CHAIN, head: 20_000, logsPerBlock: () => 4 });
  node = await FaultyNode.start({ chain });
  metricsPort = await freePort();
  const path = join(folder, 'tributary.yaml');
  const contracts = [{ adapter: 'reference', address: METER, firstBlock: 1 }];
  const entry = {
    id: CHAIN,
    name: 'Busy',
    rpc: [`${node.url}/a-secret-key`],
    finality: 10,
    pollIntervalMs: 50,
    contracts,
  };
  writeFileSync(
    path,
    stringify({ interval: 60, database: postgres.url, metrics: { port: metricsPort }, chains: [entry] }),
  );
  indexer = indexerProcess(path);
});
afterEach(() => indexer.stop());
afterAll(async () => {
  await node.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const reach = (block: number): Promise<void> =>
  waitForLog(postgres.url, { chain: CHAIN, block }, { limit_ms: 60_000, explain: () => indexer.lastWords });

it('asked to stop while it reads at full speed, the indexer ends within two seconds and loses nothing', async () => {
  indexer.start();
  await reach(1_000);
  expect(await indexer.endsWithin(2_000)).toBe(true);
  const { headBlock, events } = await readLog(postgres.url, CHAIN);
  expect(headBlock).toBeLessThan(chain.head);
  expect(events.length).toBeGreaterThan(3_000);
  for (const line of indexer.lastWords.trim().split('\n').slice(1)) expect(JSON.parse(line)).toHaveProperty('time');
  chain.head = headBlock + 200;
  indexer.start();
  await reach(chain.head);
  const numbers = (await readLog(postgres.url, CHAIN)).events.map(
    ({ block_number, log_index }) => `${block_number} ${log_index}`,
  );
  expect(new Set(numbers).size).toBe(numbers.length);
});

it('Prometheus reads what the chain does, and no key', async () => {
  indexer.start();
  const metric = async (name: string): Promise<number | undefined> => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).not.toContain('a-secret-key');
    const line = text.split('\n').find((each) => each.startsWith(`tributary_indexer_${name}{chain="eip155:${CHAIN}"}`));
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  };
  chain.head += 5;
  await until('the head to be indexed', async () => (await metric('indexed_block')) === chain.head, {
    explain: () => indexer.lastWords,
  });
  expect(await metric('finalized_block')).toBe(chain.head - 10);
  expect(await metric('up')).toBe(1);
  expect(await metric('circuit_open')).toBe(0);
  expect(await metric('events_total')).toBeGreaterThan(0);
});
