import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { FaultyNode } from '../../test/support/faulty-node.js';
import { branchOf, type EmittedLog, ScriptedTree, type TreeBlock, TreeView } from '../../test/support/scripted-tree.js';
import { until } from '../../test/support/until.js';
import type { Address, ChainId } from '../../src/domain/ids.js';
import { ignored, type LogAdapter } from '../adapters/adapter.js';
import { ContractsAhead } from '../adapters/contracts-ahead.js';
import { WatchList } from '../adapters/watch-list.js';
import { decodeBlock } from '../chain/processor.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import type { ProcessorBlock } from '../endpoints/processor-block.js';
import { HotTail } from './hot-tail.js';

jest.setTimeout(60_000);

const CHAIN = 43002 as ChainId;
const FINALITY = 4;
/** A node gives no more logs at once. */
const MOST_LOGS = 6;
const contract = (digits: string): string => `0x${digits.repeat(20)}`;
const [FACTORY, FOREIGN, CHILD, GRANDCHILD] = [contract('fa'), contract('f0'), contract('c1'), contract('c2')];
const [ANNOUNCES, SAYS] = [`0x${'a0'.repeat(32)}`, `0x${'5a'.repeat(32)}`];

/** A log's data is the contract that it announces. */
const adapter: LogAdapter = {
  name: 'factory',
  decode: () => ignored('whatever'),
  announces: ({ topics, data }) =>
    topics[0] === ANNOUNCES ? [{ contract: data as string as Address, adapter: 'factory' }] : [],
};
const announce = (address: string, announced: string): EmittedLog => ({
  address,
  topics: [ANNOUNCES],
  data: announced,
});
const say = (address: string): EmittedLog => ({ address, topics: [SAYS], data: '0x01' });
/** So many that the block is too large to be asked for as a whole. */
const noise = Array.from({ length: MOST_LOGS + 1 }, () => say(FOREIGN));

let tree: ScriptedTree;
let node: FaultyNode;
let tail: HotTail;
let watched: WatchList;
/** The logs that count, by block: contract and index. */
let log: Map<number, string[]>;
let logHead: string | undefined;

beforeEach(() => {
  tree = new ScriptedTree('announcing');
  watched = new WatchList([{ address: FACTORY, adapter: 'factory', firstBlock: 0 }], { factory: adapter });
  [log, logHead] = [new Map(), undefined];
});
afterEach(async () => {
  tail.stop();
  await node.stop();
});

let transactions = 0;
function grow(parent: TreeBlock, ...logs: EmittedLog[]): TreeBlock {
  const hash = `0x${(++transactions).toString(16).padStart(64, '0')}`;
  return tree.grow(parent, logs.length > 0 ? [{ hash, logs }] : []);
}

async function open(view: TreeView): Promise<void> {
  node = await FaultyNode.start({ chain: view, mostLogs: MOST_LOGS });
  const endpoints = [{ url: node.url, timeout_ms: 2_000 }];
  tail = new HotTail({
    chain: CHAIN,
    chainName: 'Scripted',
    pool: new EndpointPool({ endpoints, logger: pino({ enabled: false }) }),
    addresses: () => watched.addresses,
    ahead: (block) => new ContractsAhead(watched.upTo(block), CHAIN),
    strict: true,
    finality: FINALITY,
    pollInterval_ms: 20,
    onStall: () => Promise.resolve(),
  });
}

/** Takes blocks into the log as a chain's process does. */
function take(base: number, blocks: readonly ProcessorBlock[]): void {
  watched.rewind(base);
  for (const number of log.keys()) if (number > base) log.delete(number);
  for (const block of blocks) {
    const { number, hash, logs } = decodeBlock(block, CHAIN, watched);
    log.set(
      number,
      logs.map(({ raw }) => `${raw.contract.slice(0, 4)}/${raw.logIndex}`),
    );
    logHead = hash;
  }
}

async function follow(view: TreeView): Promise<void> {
  await open(view);
  void tail.processHotBlocks([], { height: 0, hash: tree.genesis.hash, top: [] }, (update) =>
    Promise.resolve(take(update.baseHead.height, update.blocks)),
  );
}

const reached = (head: TreeBlock): Promise<unknown> =>
  until(`the log to reach block ${head.number}`, () => Promise.resolve(logHead === head.hash));

it('a block that announces a contract and is too much at once comes with the logs of that contract', async () => {
  const logs = [say(CHILD), announce(FACTORY, CHILD), ...noise, say(CHILD), announce(CHILD, GRANDCHILD)];
  const head = grow(tree.genesis, ...logs, say(GRANDCHILD));
  await follow(new TreeView(CHAIN, head));
  await reached(head);
  expect(log.get(1)).toEqual(['0xfa/1', '0xc1/9', '0xc1/10', '0xc2/11']);
});

it('a block that is too much at once comes with the logs of contracts announced just before it', async () => {
  const head = grow(grow(tree.genesis, announce(FACTORY, CHILD)), ...noise, say(CHILD));
  await follow(new TreeView(CHAIN, head));
  await reached(head);
  expect([...log.values()]).toEqual([['0xfa/0'], ['0xc1/7']]);
});

it('contracts announced on a branch are read there, and on the next one only where they are announced again', async () => {
  const base = grow(tree.genesis);
  const a = grow(grow(base, announce(FACTORY, CHILD)), ...noise, say(CHILD));
  const b = grow(grow(grow(base, say(CHILD)), ...noise, announce(FACTORY, CHILD), say(CHILD)), ...noise, say(CHILD));
  const view = new TreeView(CHAIN, a);
  await follow(view);
  await reached(a);
  expect([...log.values()]).toEqual([[], ['0xfa/0'], ['0xc1/7']]);
  view.moveTo(b);
  await reached(b);
  expect([...log.values()]).toEqual([[], [], ['0xfa/7', '0xc1/8'], ['0xc1/7']]);
});

it('final blocks that are read block by block come with them, too', async () => {
  const logs = [announce(FACTORY, CHILD), ...noise, say(CHILD)];
  let head = grow(grow(tree.genesis, ...logs), ...noise, say(CHILD));
  for (let more = 0; more < 40; more++) head = more % 15 === 0 ? grow(head, ...noise, say(CHILD)) : grow(head);
  await open(new TreeView(CHAIN, head));
  const all = [{ range: { from: 0 } }] as unknown as Parameters<HotTail['getFinalizedBlocks']>[0];
  for await (const { blocks } of tail.getFinalizedBlocks(all, true)) take(blocks[0]!.header.height - 1, blocks);
  const loud = [...log].filter(([, found]) => found.length > 0);
  expect(loud).toEqual([
    [1, ['0xfa/0', '0xc1/8']],
    [2, ['0xc1/7']],
    [3, ['0xc1/7']],
    [18, ['0xc1/7']],
    [33, ['0xc1/7']],
  ]);
  expect(branchOf(head)[head.number - FINALITY]!.hash).toBe(logHead);
});
