import { afterEach, expect, it } from '@jest/globals';
import { freePort } from '../../local/postgres/embedded.js';
import { FaultyNode, type FaultyNodeOptions } from '../../test/support/faulty-node.js';
import { METER, SyntheticChain } from '../../test/support/synthetic-chain.js';
import { ChainReader, type PlacedLog, type Watch } from './chain-logs.js';

const HEAD = 60;
const chain = new SyntheticChain({ chainId: 8001, head: HEAD, logsPerBlock: (block) => (block % 3 === 0 ? 4 : 0) });
const nodes: FaultyNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

async function nodeWith(limits: Partial<FaultyNodeOptions> = {}): Promise<string> {
  const node = await FaultyNode.start({ chain, ...limits });
  nodes.push(node);
  return node.url;
}

/** Watches one contract from a block on. */
const watch = (firstBlock: number): Watch => ({
  firstBlock,
  addresses: [METER],
  readsTransactionsOf: () => false,
  read: (found) => found.map((log) => ({ ...log, adapter: 'test', events: [] })),
});

async function readAll(rpc: readonly string[], firstBlock = 0): Promise<PlacedLog[]> {
  const logs: PlacedLog[] = [];
  for await (const range of new ChainReader(8001, rpc).ranges(watch(firstBlock), HEAD)) {
    logs.push(...range.logs);
  }
  return logs;
}

it('reads every log of a watched contract once, in order, with the time of its block', async () => {
  const logs = await readAll([await nodeWith()]);
  const expected = Array.from({ length: HEAD + 1 }, (_, block) => chain.logs(block))
    .flat()
    .filter(({ address }) => address === METER);
  expect(logs.map(({ block, logIndex, data }) => [block, logIndex, data])).toEqual(
    expected.map((log) => [Number(log.blockNumber), Number(log.logIndex), log.data]),
  );
  for (const log of logs) expect(log.blockTime_s).toBe(Number(chain.header(log.block)!.timestamp));
});

it.each([{ mostBlocks: 7 }, { mostBlocks: 1 }, { mostLogs: 5 }])(
  'reads the same from an endpoint that gives no more than %p at once',
  async (limits) => {
    expect(await readAll([await nodeWith(limits)])).toEqual(await readAll([await nodeWith()]));
  },
  60_000,
);

it('reads the same from endpoints that take one call at a time', async () => {
  const alone = await nodeWith({ refusesBatches: true, mostBlocks: 20 });
  await new ChainReader(8001, [alone]).requireChain();
  expect(await readAll([alone])).toEqual(await readAll([await nodeWith()]));
  expect(await new ChainReader(8001, [alone]).hashOf(3)).toBe(chain.header(3)!.hash);
});

it('passes over an endpoint that is gone', async () => {
  const gone = `http://127.0.0.1:${await freePort()}`;
  expect(await readAll([gone, await nodeWith()])).toEqual(await readAll([await nodeWith()]));
});

it('leaves out what lies before a contract is watched', async () => {
  const logs = await readAll([await nodeWith()], 30);
  expect(Math.min(...logs.map(({ block }) => block))).toBe(30);
});

it('says in one sentence which chain cannot be read', async () => {
  const gone = `http://127.0.0.1:${await freePort()}`;
  await expect(new ChainReader(8001, [gone]).requireChain()).rejects.toThrow(
    /^Chain 8001 cannot be read \(.+\); check its rpc in the configuration\.$/,
  );
});

it('refuses an endpoint of another chain', async () => {
  await expect(new ChainReader(8002, [await nodeWith()]).requireChain()).rejects.toThrow(
    'The endpoint of chain 8002 is of chain 8001; correct its rpc.',
  );
});
