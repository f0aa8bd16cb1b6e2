import { afterEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { FAULTS, type Fault } from '../../test/support/endpoint-faults.js';
import { FaultyNode, type FaultyNodeOptions } from '../../test/support/faulty-node.js';
import { FOREIGN, METER, SyntheticChain } from '../../test/support/synthetic-chain.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import { PackedLog } from '../log/packed-log.js';
import type { AnsweredBlock } from '../endpoints/answered-blocks.js';
import { HistoryError } from './history-error.js';
import { HistoryReader, type ReaderOptions } from './history-reader.js';

const FINALITY = 10;
const chain = new SyntheticChain({ chainId: 77, head: 1_500 });
const nodes: FaultyNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

it('every log up to the final block is read once, in order, with only the headers that are needed', async () => {
  const { reader } = await readerOf([{ chain }]);
  const blocks = await readAll(reader, 3);
  expect(blocks.map(summary)).toEqual(expected(3, 1_490, blocks));
  expect(blocks.at(-1)!.header.number).toBe(1_490);
  expect(blocks.length).toBeLessThan(600);
});

it('logs of plain answers are kept as bytes', async () => {
  const { reader } = await readerOf([{ chain }]);
  const logs = (await readAll(reader, 3)).flatMap((block) => block.logs);
  expect(logs.length).toBeGreaterThan(0);
  expect(logs.filter((log) => !(log instanceof PackedLog))).toEqual([]);
});

it('a node that answers a few blocks or logs at a time only is asked for fewer until it does', async () => {
  const { reader, pool } = await readerOf([{ chain, mostBlocks: 90, mostLogs: 60 }]);
  expect((await readAll(reader, 0)).flatMap(logsOf)).toEqual(truth(0, 1_490));
  expect(refusalsOf(pool, 'range-limit')).toBeGreaterThan(3);
});

/** A single log that is left out in silence is not in this list: nobody can tell it from one that never was. */
it.each(Object.keys(FAULTS) as Fault[])(
  'an endpoint that is at fault with %s is counted and changes nothing',
  async (fault) => {
    const bad = { chain, share: 1, faults: [fault], mostBlocks: 200 };
    const { reader, pool } = await readerOf([bad, { chain, mostBlocks: 200 }]);
    expect((await readAll(reader, 0)).flatMap(logsOf)).toEqual(truth(0, 1_490));
    expect(nodes[0]!.injected.get(fault)).toBeGreaterThan(0);
    expect(refusalsOf(pool, fault)).toBeGreaterThan(0);
  },
);

it.each([1, 2, 3])(
  'one endpoint alone, wrong in every way by seed %i, is asked again until it is right',
  async (seed) => {
    const faults = Object.keys(FAULTS) as Fault[];
    const { reader } = await readerOf([{ chain, seed: String(seed), share: 0.4, faults, mostBlocks: 150 }]);
    expect((await readAll(reader, 0)).flatMap(logsOf)).toEqual(truth(0, 1_490));
    expect(nodes[0]!.injected.size).toBeGreaterThan(5);
  },
);

it('all endpoints leaving out all logs at once are not believed before one of them says it again', async () => {
  const bad = { chain, share: 0.99, faults: ['empty-contradicted' as const], mostBlocks: 200 };
  const { reader, pool } = await readerOf([bad, bad]);
  expect((await readAll(reader, 0)).flatMap(logsOf)).toEqual(truth(0, 1_490));
  expect(refusalsOf(pool, 'empty-contradicted')).toBeGreaterThan(0);
});

it('an endpoint on another fork is found out where ranges meet, and what it gave is read elsewhere', async () => {
  const bad = { chain, share: 1, faults: ['other-fork' as const], mostBlocks: 100 };
  const { reader, pool } = await readerOf([{ chain, mostBlocks: 100 }, bad, { chain, mostBlocks: 100 }]);
  const blocks = await readAll(reader, 0);
  expect(blocks.map(summary)).toEqual(expected(0, 1_490, blocks));
  expect(pool.refusals.filter(({ reason }) => reason === 'unlinked').map(({ endpoint }) => endpoint)).toEqual([
    pool.hosts[1],
  ]);
});

it('an endpoint on another fork than what is held for final is found out at the first block', async () => {
  const bad = { chain, share: 1, faults: ['other-fork' as const] };
  const { reader, pool } = await readerOf([bad, { chain }, { chain }], { base: { number: 99, hash: chain.hash(99) } });
  const blocks = await readAll(reader, 100);
  expect(blocks.map(summary)).toEqual(expected(100, 1_490, blocks));
  expect(refusalsOf(pool, 'unlinked')).toBeGreaterThan(0);
});

it('of two endpoints on two forks the one that follows upon what is held for final is believed', async () => {
  const bad = { chain, share: 1, faults: ['other-fork' as const], mostBlocks: 100 };
  const base = { number: 99, hash: chain.hash(99) };
  const { reader, pool } = await readerOf([bad, { chain, mostBlocks: 100 }], { base });
  const blocks = await readAll(reader, 100);
  expect(blocks.map(summary)).toEqual(expected(100, 1_490, blocks));
  expect(refusalsOf(pool, 'unlinked')).toBeGreaterThan(0);
});

it('a block with more logs than an endpoint gives at once is read from its receipts', async () => {
  const busy = new SyntheticChain({ chainId: 77, head: 60, logsPerBlock: (block) => (block === 30 ? 50 : 1) });
  const { reader } = await readerOf([{ chain: busy, mostLogs: 20 }]);
  const blocks = await readAll(reader, 0);
  const block30 = blocks.find(({ header }) => header.number === 30);
  expect(block30!.logs.map(({ logIndex, topics }) => [logIndex, topics])).toEqual(
    busy
      .logs(30)
      .filter(({ address }) => address === METER)
      .map(({ logIndex, topics }) => [Number(logIndex), topics]),
  );
  expect(blocks.at(-1)!.header.number).toBe(50);
});

it('such a block is read contract by contract where receipts are not served', async () => {
  const busy = new SyntheticChain({ chainId: 77, head: 60, logsPerBlock: (block) => (block === 30 ? 50 : 1) });
  const contracts = { addresses: [METER, FOREIGN], notice: () => false };
  const { reader } = await readerOf([{ chain: busy, mostLogs: 50, withoutReceipts: true }], { contracts });
  const blocks = await readAll(reader, 0);
  expect(blocks.find(({ header }) => header.number === 30)!.logs.map(({ logIndex }) => logIndex)).toEqual(
    busy.logs(30).map(({ logIndex }) => Number(logIndex)),
  );
});

it('such a block ends reading with its number and a remedy where nothing helps', async () => {
  const busy = new SyntheticChain({ chainId: 77, head: 60, logsPerBlock: (block) => (block === 30 ? 50 : 1) });
  const { reader } = await readerOf([{ chain: busy, mostLogs: 20, withoutReceipts: true }]);
  await expect(readAll(reader, 0)).rejects.toThrow(
    /^Block 30 of Test holds more logs .* add an endpoint that allows more results or serves eth_getBlockReceipts\.$/,
  );
});

it('an endpoint that is not there leaves the work to the other', async () => {
  const gone = await FaultyNode.start({ chain });
  const { url } = gone;
  await gone.stop();
  const { reader, pool } = await readerOf([{ chain }], { others: [url] });
  expect((await readAll(reader, 0)).flatMap(logsOf)).toEqual(truth(0, 1_490));
  expect(refusalsOf(pool, 'unreachable')).toBeGreaterThan(0);
});

it('an endpoint that runs ahead does not make blocks final', async () => {
  const ahead = new SyntheticChain({ chainId: 77, head: 9_000 });
  const { reader } = await readerOf([{ chain: ahead }, { chain }]);
  expect(await reader.height()).toBe(1_490);
});

it('thousands of contracts that are announced on the way are asked for in groups, and their logs come in order', async () => {
  const others = Array.from({ length: 1_998 }, (_, at) => `0x${at.toString(16).padStart(40, '0')}`);
  const contracts = {
    addresses: [METER],
    // As if the first block announced them; the foreign contract stands in another group than the meter.
    notice: () => contracts.addresses.length < (contracts.addresses = [METER, ...others, FOREIGN]).length,
  };
  const { reader } = await readerOf([{ chain, mostContracts: 500 }], { contracts });
  const blocks = await readAll(reader, 0);
  const all = blocks.flatMap(({ header }) => chain.logs(header.number));
  expect(blocks.flatMap(({ logs }) => logs.map(({ address, topics }) => [address, topics]))).toEqual(
    all.map(({ address, topics }) => [address, topics]),
  );
  expect(all.filter(({ address }) => address === FOREIGN).length).toBeGreaterThan(50);
});

it('reading starts anew where somebody asks for another block than the next', async () => {
  const { reader } = await readerOf([{ chain, mostBlocks: 100 }]);
  await reader.take(0);
  expect((await readAll(reader, 700)).flatMap(logsOf)).toEqual(truth(700, 1_490));
  expect(await reader.take(1_491)).toBeUndefined();
});

it('the hash of a block is told whether it has logs or not', async () => {
  const { reader } = await readerOf([{ chain }]);
  for (const number of [0, 1, 2, 3]) expect(await reader.hashOf(number)).toBe(chain.hash(number));
});

it('what no patience mends ends with the words of the endpoint', async () => {
  const refuses = { chain, mostBlocks: 0, withoutReceipts: true };
  const { reader } = await readerOf([refuses]);
  await expect(reader.take(0)).rejects.toThrow(HistoryError);
  await expect(reader.take(0)).rejects.toThrow(/block range is too wide/);
});

it('an endpoint that gives logs by receipts only is not read block by block for ever', async () => {
  const { reader } = await readerOf([{ chain, mostBlocks: 0 }]);
  await expect(readAll(reader, 0)).rejects.toThrow(/refuse eth_getLogs for 50 single blocks in a row/);
});

async function readerOf(
  options: readonly FaultyNodeOptions[],
  {
    others = [],
    contracts = { addresses: [METER], notice: () => false },
    base,
  }: Partial<Pick<ReaderOptions, 'contracts' | 'base'>> & { readonly others?: readonly string[] } = {},
): Promise<{ reader: HistoryReader; pool: EndpointPool }> {
  for (const option of options) nodes.push(await FaultyNode.start(option));
  const urls = [...others, ...nodes.map(({ url }) => url)];
  const logger = pino({ level: 'silent' });
  const pool = new EndpointPool({ endpoints: urls.map((url) => ({ url })), logger });
  const reader = new HistoryReader({ chain: 77, chainName: 'Test', finality: FINALITY, pool, contracts, base });
  return { reader, pool };
}

async function readAll(reader: HistoryReader, from: number): Promise<AnsweredBlock[]> {
  const blocks: AnsweredBlock[] = [];
  const height = await reader.height();
  for (let next = from; next <= height; next = blocks.at(-1)!.header.number + 1) {
    blocks.push(...(await reader.take(next))!);
  }
  return blocks;
}

const summary = ({ header, logs }: AnsweredBlock): string =>
  `${header.number} ${header.hash} ${header.parentHash} ${logs.map(({ logIndex }) => logIndex).join()}`;

/** What the chain has: all blocks with logs, and those that the answers end with. */
function expected(from: number, to: number, blocks: readonly AnsweredBlock[]): string[] {
  const given = new Set(blocks.map(({ header }) => header.number));
  const lines: string[] = [];
  for (let number = from; number <= to; number++) {
    const indexes = ours(number).map(({ logIndex }) => Number(logIndex));
    if (indexes.length === 0 && !given.has(number)) continue;
    lines.push(`${number} ${chain.hash(number)} ${chain.hash(number - 1)} ${indexes.join()}`);
  }
  return lines;
}

const ours = (number: number) => chain.logs(number).filter(({ address }) => address === METER);
const logsOf = ({ header, logs }: AnsweredBlock): string[] =>
  logs.map(({ logIndex, topics }) => `${header.number} ${logIndex} ${topics[1]}`);

function truth(from: number, to: number): string[] {
  const lines: string[] = [];
  for (let number = from; number <= to; number++) {
    for (const { logIndex, topics } of ours(number)) lines.push(`${number} ${Number(logIndex)} ${topics[1]}`);
  }
  return lines;
}

/** How often an answer was refused for a reason, whoever gave it. */
function refusalsOf({ refusals }: EndpointPool, reason: string): number {
  return refusals.filter((refusal) => refusal.reason === reason).reduce((sum, { count }) => sum + count, 0);
}
