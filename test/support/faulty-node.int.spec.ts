import { afterEach, describe, expect, it } from '@jest/globals';
import { FAULTS, type Fault } from './endpoint-faults.js';
import { FaultyNode, type FaultyNodeOptions } from './faulty-node.js';
import { ScriptedTree, TreeView } from './scripted-tree.js';
import { METER, SyntheticChain } from './synthetic-chain.js';
import { until } from './until.js';

const chain = new SyntheticChain({ chainId: 5, head: 400 });
const faults = (Object.keys(FAULTS) as Fault[]).filter((fault) => fault !== 'oversized');
const lying = { chain, share: 0.5, faults, hot: { share: 0.5, faults: [...faults, 'fallen-head' as const] } };
const nodes: FaultyNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

describe('a faulty node', () => {
  it('decides the same for the same seed, whatever comes between', async () => {
    const [one, two, other] = await Promise.all([start({ seed: 'a' }), start({ seed: 'a' }), start({ seed: 'b' })]);
    const questions = QUESTIONS.flatMap((question) => [question, question, question]);
    const inOrder = await askAll(one, questions);
    const mixed = new Map(await entries(two, [...QUESTIONS, ...QUESTIONS.toReversed(), ...QUESTIONS]));
    expect(inOrder.at(-1)).toBe(mixed.get(JSON.stringify(QUESTIONS.at(-1))));
    for (const [index, question] of questions.entries()) {
      if (index % 3 === 2) expect(inOrder[index]).toBe(mixed.get(JSON.stringify(question)));
    }
    expect(await askAll(other, questions)).not.toEqual(inOrder);
    expect(one.injected.size).toBeGreaterThan(8);
    expect(one.injected).toEqual(two.injected);
  });

  it('never answers the same question wrongly twice in a row, unless it always lies', async () => {
    const honest = await start({ hot: { share: 0, faults: [] }, share: 0 });
    const node = await start({ seed: 'c', share: 0.99, hot: { share: 0.99, faults } });
    for (const question of QUESTIONS) {
      const truth = await ask(honest, question);
      const answers = [await ask(node, question), await ask(node, question)];
      expect(answers[1]).toBe(truth);
    }
    const liar = await start({ share: 1, faults: ['error'], hot: { share: 1, faults: ['error'] } });
    for (const question of [logs(0), logs(0)]) expect(await ask(liar, question)).toContain('something went wrong');
  });

  it('says no to batches where it is told to', async () => {
    const node = await start({ refusesBatches: true, share: 0, hot: { share: 0, faults: [] } });
    expect(await ask(node, [logs(0)])).toContain('batch requests are not supported');
    expect(JSON.parse(await ask(node, logs(0)))).toMatchObject({ id: 1, result: expect.any(Array) });
  });
});

describe('a node that holds polls', () => {
  const honest = { share: 0, hot: { share: 0, faults: [] }, holds: { every_ms: 5, most_ms: 600_000 } };
  const tree = new ScriptedTree('held');

  it('answers once the head has moved, and counts as served what need not be asked meanwhile', async () => {
    const view = new TreeView(5, tree.genesis);
    const node = await start({ ...honest, chain: view });
    expect(await ask(node, latest)).toContain(tree.genesis.hash);
    const held = ask(node, latest);
    await until('polls to be saved', () => Promise.resolve(node.served > 5));
    const block = tree.grow(tree.genesis, []);
    view.moveTo(block);
    expect(await held).toContain(block.hash);
  });

  it('answers with what goes wrong as often as it would be asked', async () => {
    const node = await start({ ...honest, seed: 'd', hot: { share: 0.2, faults: ['error'] } });
    const answers = await askAll(node, [latest, latest, latest]);
    expect(answers.join()).toContain('something went wrong');
    expect(node.served).toBeGreaterThan(3);
  });

  it('answers at once where anything else was asked before, and nobody where it is away', async () => {
    const node = await start(honest);
    for (const question of [latest, logs(0), latest, call('eth_blockNumber'), latest]) await ask(node, question);
    const held = ask(node, latest);
    await until('the poll to be held', () => Promise.resolve(node.served > 6));
    node.isAway = true;
    expect(await held).toBe('no answer');
  });
});

const call = (method: string, ...params: unknown[]) => ({ jsonrpc: '2.0', id: 1, method, params });
const hex = (number: number): string => `0x${number.toString(16)}`;
const logs = (from: number) => call('eth_getLogs', { fromBlock: hex(from), toBlock: hex(from + 19), address: [METER] });
const latest = call('eth_getBlockByNumber', 'latest', false);
const header = (number: number) => call('eth_getBlockByNumber', hex(number), false);
const QUESTIONS: readonly unknown[] = [
  call('eth_blockNumber'),
  ...Array.from({ length: 15 }, (_, index) => logs(20 * index)),
  ...Array.from({ length: 15 }, (_, index) => [logs(20 * index + 7)]),
  ...Array.from({ length: 10 }, (_, index) => [header(index), { ...header(index + 1), id: 2 }]),
];

async function start(options: Partial<FaultyNodeOptions>): Promise<FaultyNode> {
  const node = await FaultyNode.start({ ...lying, ...options });
  nodes.push(node);
  return node;
}

/** The body of an answer, or that there was none. */
async function ask({ url }: FaultyNode, question: unknown): Promise<string> {
  const body = JSON.stringify(question);
  try {
    const response = await fetch(url, { method: 'POST', body, headers: { connection: 'close' } });
    return `${await response.text()}`;
  } catch {
    return 'no answer';
  }
}

async function askAll(node: FaultyNode, questions: readonly unknown[]): Promise<string[]> {
  const answers: string[] = [];
  for (const question of questions) answers.push(await ask(node, question));
  return answers;
}

/** Each question with its last answer. */
async function entries(node: FaultyNode, questions: readonly unknown[]): Promise<[string, string][]> {
  const answers = await askAll(node, questions);
  return questions.map((question, index) => [JSON.stringify(question), answers[index]!]);
}
