import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { HotUpdate } from '@subsquid/util-internal-processor-tools';
import { pino } from 'pino';
import type { AnswerLimits } from '../../test/support/answer.js';
import type { Fault } from '../../test/support/endpoint-faults.js';
import { FaultyNode } from '../../test/support/faulty-node.js';
import { branchOf, ScriptedTree, type TreeBlock, TreeView } from '../../test/support/scripted-tree.js';
import { until } from '../../test/support/until.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import type { ProcessorBlock } from '../endpoints/processor-block.js';
import { HotTail } from './hot-tail.js';

jest.setTimeout(60_000);

const CHAIN = 43001;
const FINALITY = 8;
const METER = `0x${'c1'.repeat(20)}`;
const TOPIC = `0x${'70'.repeat(32)}`;

/** A node's view that remembers the block it takes for the head. */
class Shown extends TreeView {
  declare top: TreeBlock;

  constructor(head: TreeBlock) {
    super(CHAIN, head);
  }

  override moveTo(head: TreeBlock): void {
    super.moveTo(head);
    this.top = head;
  }
}

let tree: ScriptedTree;
let pool: EndpointPool;
let tail: HotTail;
let nodes: FaultyNode[];
/** What the log holds: replaced blocks go. */
let log: ProcessorBlock[];
let updates: HotUpdate<ProcessorBlock>[];
let stalls: (string | undefined)[];
let heads: number;
/** How many polls there had been at the last update. */
let headsAtUpdate: number;
let now_ms: number;
let addresses: readonly string[];

beforeEach(() => {
  tree = new ScriptedTree('tail');
  addresses = [METER];
  [nodes, log, updates, stalls, heads, headsAtUpdate, now_ms] = [[], [], [], [], 0, 0, 0];
});
afterEach(async () => {
  tail.stop();
  await Promise.all(nodes.map((node) => node.stop()));
});

/** `length` blocks upon another, each with a usage unless told otherwise. @returns the last one */
function grow(parent: TreeBlock, length: number, logs = 1): TreeBlock {
  let head = parent;
  for (let count = 0; count < length; count++) {
    const emitted = Array.from({ length: logs }, () => ({ address: METER, topics: [TOPIC], data: '0x01' }));
    const hash = `0x${(head.number + 1).toString(16).padStart(64, '0')}`;
    head = tree.grow(head, logs > 0 ? [{ hash, logs: emitted }] : []);
  }
  return head;
}

interface Node {
  readonly view: TreeView;
  readonly faults?: readonly Fault[];
  readonly limits?: AnswerLimits;
}

/** Follows what nodes show, from the genesis block on. */
async function follow(...views: Node[]): Promise<void> {
  for (const { view, faults = [], limits } of views) {
    const hot = { share: 1, faults };
    nodes.push(await FaultyNode.start({ ...limits, chain: view, faultyUpTo: () => -1, hot }));
  }
  pool = new EndpointPool({
    endpoints: nodes.map(({ url }) => ({ url, timeout_ms: 2_000 })),
    logger: pino({ enabled: false }),
  });
  tail = new HotTail({
    chain: CHAIN,
    chainName: 'Scripted',
    pool,
    addresses: () => addresses,
    strict: true,
    finality: FINALITY,
    pollInterval_ms: 20,
    onHeads: () => heads++,
    onStall: (reason) => Promise.resolve(void stalls.push(reason)),
    now_ms: () => now_ms,
  });
  const take = (update: HotUpdate<ProcessorBlock>): Promise<void> => {
    updates.push(update);
    headsAtUpdate = heads;
    log = [...log.filter(({ header }) => header.height <= update.baseHead.height), ...update.blocks];
    return Promise.resolve();
  };
  void tail.processHotBlocks([], { height: 0, hash: tree.genesis.hash, top: [] }, take);
}

/** Waits until the log is the branch to `head`, block by block and log by log. */
async function expectLog(head: TreeBlock): Promise<void> {
  await until(`the log to reach block ${head.number}`, () => Promise.resolve(log.at(-1)?.header.hash === head.hash), {
    limit_ms: 20_000,
    explain: () => JSON.stringify(pool.refusals),
  });
  const branch = branchOf(head).slice(1);
  expect(log.map(({ header }) => header.hash)).toEqual(branch.map(({ hash }) => hash));
  const counts = branch.map(({ transactions }) => transactions.reduce((sum, { logs }) => sum + logs.length, 0));
  expect(log.map(({ logs }) => logs.length)).toEqual(counts);
}

const polls = async (count: number): Promise<void> => {
  const wanted = heads + count;
  await until('some polls', () => Promise.resolve(heads >= wanted));
};
const refused = (reason: string): number =>
  pool.refusals.filter((refusal) => refusal.reason === reason).reduce((sum, { count }) => sum + count, 0);

it('blocks come as they are, and those deep enough are final', async () => {
  const view = new Shown(grow(tree.genesis, 25, 3));
  await follow({ view });
  await expectLog(view.top);
  view.moveTo(grow(view.top, 2, 0));
  await expectLog(view.top);
  expect(updates.at(-1)!.finalizedHead).toMatchObject({ height: 19, hash: branchOf(view.top)[19]!.hash });
});

it.each([
  ['with other logs', 2],
  ['without any', 0],
])('a tip replaced at its height by a block %s is seen at the next poll, there and back', async (_, logs) => {
  const base = grow(tree.genesis, 5);
  const [a, b] = [grow(base, 1), grow(base, 1, logs)];
  const view = new Shown(a);
  await follow({ view });
  await expectLog(a);
  for (const tip of [b, a, b]) {
    await polls(1);
    const before = heads;
    view.moveTo(tip);
    await expectLog(tip);
    // One poll may have been under way.
    expect(headsAtUpdate - before).toBeLessThanOrEqual(2);
  }
});

it('a block with more logs than the endpoint gives is asked for by its contracts, thousands in groups', async () => {
  const others = Array.from({ length: 1_999 }, (_, at) => `0x${at.toString(16).padStart(40, '0')}`);
  addresses = [...others, METER];
  const emitters = [METER, others[7]!, others[0]!, METER, others[7]!, others[0]!];
  const logs = emitters.map((address) => ({ address, topics: [TOPIC], data: '0x01' }));
  const hash = `0x${'5'.padStart(64, '0')}`;
  await follow({
    view: new Shown(tree.grow(grow(tree.genesis, 4), [{ hash, logs }])),
    limits: { mostLogs: 4, mostContracts: 500 },
  });
  await until('the block', () => Promise.resolve(log.at(-1)?.header.height === 5));
  expect(log.at(-1)!.logs.map(({ logIndex, address }) => [logIndex, address])).toEqual(
    logs.map(({ address }, at) => [at, address]),
  );
});

it('a head that falls along its own branch takes nothing back', async () => {
  const a = grow(tree.genesis, 6);
  const view = new Shown(a);
  await follow({ view });
  await expectLog(a);
  view.moveTo(branchOf(a)[3]!);
  await polls(5);
  await expectLog(a);
});

it('a fork to fewer blocks is followed', async () => {
  const base = grow(tree.genesis, 3);
  const view = new Shown(grow(base, 4));
  await follow({ view });
  await expectLog(view.top);
  view.moveTo(grow(base, 2));
  await expectLog(view.top);
});

it('an endpoint that goes leaves the head to another', async () => {
  const view = new Shown(grow(tree.genesis, 4));
  await follow({ view }, { view });
  await expectLog(view.top);
  await nodes[0]!.stop();
  view.moveTo(grow(view.top, 3));
  await expectLog(view.top);
});

it('an endpoint that stands in and is behind, or on a branch as long, takes nothing back; a longer one is followed', async () => {
  const base = grow(tree.genesis, 4);
  const [a, b] = [grow(base, 2), grow(base, 2)];
  const [first, second] = [new Shown(a), new Shown(base)];
  await follow({ view: first }, { view: second });
  await expectLog(a);
  await nodes[0]!.stop();
  const before = updates.length;
  await polls(2);
  second.moveTo(b);
  await polls(2);
  expect(updates).toHaveLength(before);
  second.moveTo(grow(b, 1));
  await expectLog(second.top);
});

it('an endpoint that changes to a branch which another does not have is left for that one', async () => {
  const base = grow(tree.genesis, 4);
  const [a, b] = [grow(base, 2), grow(base, 2)];
  const [first, second] = [new Shown(a), new Shown(a)];
  await follow({ view: first }, { view: second });
  await expectLog(a);
  first.moveTo(b);
  await polls(3);
  second.moveTo(grow(a, 1));
  await expectLog(second.top);
  expect(updates.every(({ blocks }) => blocks.every(({ header }) => header.hash !== b.hash))).toBe(true);
});

it.each<Fault>([
  'wrong-chain',
  'malformed',
  'outside-range',
  'disordered',
  'removed',
  'two-hashes',
  'hash-mismatch',
  'missing-block',
  'unlinked',
  'empty-contradicted',
  'missing-log',
  'range-limit',
  'truncated',
  'oversized',
  'rate-limit',
  'unreachable',
  'error',
])('an endpoint at fault with %s every other time is counted, and the log is the chain', async (fault) => {
  const view = new Shown(grow(tree.genesis, 12, 2));
  await follow({ view, faults: [fault] }, { view });
  await expectLog(view.top);
  view.moveTo(grow(view.top, 3, 2));
  await expectLog(view.top);
  expect(nodes[0]!.injected.get(fault)).toBeGreaterThan(0);
  expect(refused(fault)).toBeGreaterThan(0);
});

it('an endpoint that stands still is left after a minute; with none left the chain is stalled until one moves', async () => {
  const [still, moving] = [new Shown(grow(tree.genesis, 3)), new Shown(tree.genesis)];
  moving.moveTo(grow(still.top, 3));
  await follow({ view: still }, { view: moving });
  await expectLog(still.top);
  await polls(3);
  expect(log.at(-1)!.header.height).toBe(3);
  now_ms += 61_000;
  await expectLog(moving.top);
  expect(refused('stale')).toBe(1);
  expect(stalls).toEqual([]);

  now_ms += 61_000;
  await until('the stall to be told', () => Promise.resolve(stalls.length === 1));
  expect(stalls[0]).toContain(`The endpoints of Scripted (${nodes[0]!.url}, ${nodes[1]!.url}) stand at block 6`);
  moving.moveTo(grow(moving.top, 1));
  await expectLog(moving.top);
  await until('the end of the stall', () => Promise.resolve(stalls.length === 2));
  expect(stalls[1]).toBeUndefined();
});
