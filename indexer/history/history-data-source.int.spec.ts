import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { FaultyNode } from '../../test/support/faulty-node.js';
import { METER, SyntheticChain } from '../../test/support/synthetic-chain.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import type { ProcessorBlock } from '../endpoints/processor-block.js';
import { HistoryDataSource } from './history-data-source.js';
import { HistoryReader } from './history-reader.js';

const chain = new SyntheticChain({ chainId: 77, head: 400 });
let node: FaultyNode;

beforeAll(async () => {
  node = await FaultyNode.start({ chain, mostBlocks: 60 });
});
afterAll(() => node.stop());

function open(): HistoryDataSource {
  const pool = new EndpointPool({ endpoints: [{ url: node.url }], logger: pino({ level: 'silent' }) });
  const contracts = { addresses: [METER], notice: () => false };
  return new HistoryDataSource(new HistoryReader({ chain: 77, chainName: 'Test', finality: 10, pool, contracts }));
}

it('the processor gets every final block of the range with our logs once, and is told where the head is', async () => {
  const blocks: ProcessorBlock[] = [];
  const heads: boolean[] = [];
  for await (const batch of open().getFinalizedBlocks([{ range: { from: 7 } }])) {
    blocks.push(...batch.blocks);
    heads.push(batch.isHead);
  }
  const withLogs = (number: number): boolean => chain.logs(number).some(({ address }) => address === METER);
  const wanted = Array.from({ length: 384 }, (_, index) => 7 + index).filter(withLogs);
  expect(blocks.filter(({ logs }) => logs.length > 0).map(({ header }) => header.height)).toEqual(wanted);
  expect(blocks.at(-1)!.header).toEqual({
    height: 390,
    hash: chain.hash(390),
    parentHash: chain.hash(389),
    timestamp: 1000 * Number(chain.header(390)!.timestamp),
  });
  expect(heads.length).toBeGreaterThan(1);
  expect(heads).toEqual(heads.map((_, index) => index === heads.length - 1));
});

it('there is nothing to read from above the finalized block', async () => {
  const source = open();
  for await (const batch of source.getFinalizedBlocks([{ range: { from: 391 } }])) expect(batch).toBeUndefined();
  expect(await source.getFinalizedHeight()).toBe(390);
  expect(await source.getBlockHash(3)).toBe(chain.hash(3));
});
