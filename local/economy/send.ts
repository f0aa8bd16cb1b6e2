import { mineAt, type Rpc } from '../chains/rpc.js';
import type { Account, Action, PlannedBlock, Side } from './actions.js';
import type { BothSides } from './contracts.js';
import { type UnsignedTransaction, encodeAction, encodeFunding } from './encode.js';
import { payersOf, type People, sendersOf } from './people.js';
import type { EconomyPlan } from './plan.js';

/** How many receipts are asked for at once. */
const RECEIPTS_AT_ONCE = 200;
/** Ether for gas, in wei: more than anybody ever spends. */
const PLENTY = '0x200000000000000000000';

/** The two nodes, by side. They are anvils of our own: they send for anybody and mine when told. */
export type BothNodes = readonly [Rpc, Rpc];

export interface SendPlanOptions {
  /** Timestamp of the plan's second 0; later than both chains' heads. */
  readonly start_s: number;
  /** Called after every block with the blocks sent so far and in all. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (sent: number, total: number) => void;
}

/**
 * Carries out a plan on two nodes, each action in its block, each block at its time. The nodes only mine
 * what they are told to while this runs, and still do so afterwards. The same plan on the same fresh
 * nodes gives the same logs.
 * @throws Error naming the action that a contract refused
 */
export async function sendPlan(
  plan: EconomyPlan,
  sides: BothSides,
  nodes: BothNodes,
  options: SendPlanOptions,
): Promise<void> {
  let sent = 0;
  const send = async (side: Side): Promise<void> => {
    const node = nodes[side];
    await node.askAll([
      ['evm_setAutomine', [false]],
      ['evm_setIntervalMining', [0]],
    ]);
    await fund(node, plan.people, sides, side, options.start_s);
    const pending: Sent[] = [];
    for (const block of plan.blocks.filter((one) => one.side === side)) {
      options.signal?.throwIfAborted();
      pending.push(...(await sendBlock(node, block, sides, options.start_s)));
      if (pending.length >= RECEIPTS_AT_ONCE) await expectSuccess(node, pending.splice(0));
      sent += 1;
      options.onProgress?.(sent, plan.blocks.length);
    }
    await expectSuccess(node, pending);
  };
  await Promise.all([send(0), send(1)]);
}

/** Lets the senders of a plan send and pay on one chain. Mines two blocks, at `time_s` less 1 and at it. */
async function fund(node: Rpc, people: People, sides: BothSides, side: Side, time_s: number): Promise<void> {
  await enableSenders(node, sendersOf(people));
  const transactions = payersOf(people).flatMap((sender) => encodeFunding(sender, sides[side]));
  const hashes = await sendAll(node, transactions);
  await mineAt(node, time_s);
  await expectSuccess(
    node,
    hashes.map((hash) => ({ hash, what: 'funding an account' })),
  );
}

/** Lets anybody send without a key, with Ether enough. Nodes forget the first when they restart. */
export async function enableSenders(node: Rpc, senders: readonly Account[]): Promise<void> {
  await node.ask('anvil_autoImpersonateAccount', [true]);
  await node.askAll(senders.map((sender) => ['anvil_setBalance', [sender, PLENTY]] as const));
}

interface Sent {
  readonly hash: string;
  readonly what: string;
}

async function sendBlock(node: Rpc, block: PlannedBlock, sides: BothSides, start_s: number): Promise<Sent[]> {
  const hashes = await sendAll(node, await Promise.all(block.actions.map((action) => encodeAction(action, sides))));
  await mineAt(node, start_s + block.after_s + 1);
  return hashes.map((hash, index) => ({ hash, what: describe(block.actions[index]!) }));
}

/**
 * Sends transactions one after the other and returns their hashes. Not in one request: a node works on
 * those all at once, in any order.
 */
export async function sendAll(node: Rpc, transactions: readonly UnsignedTransaction[]): Promise<string[]> {
  const hashes: string[] = [];
  for (const transaction of transactions) hashes.push(await node.ask<string>('eth_sendTransaction', [transaction]));
  return hashes;
}

async function expectSuccess(node: Rpc, sent: readonly Sent[]): Promise<void> {
  const receipts = (await node.askAll(sent.map(({ hash }) => ['eth_getTransactionReceipt', [hash]] as const))) as ({
    status: string;
  } | null)[];
  receipts.forEach((receipt, index) => {
    if (receipt?.status !== '0x1') {
      const { what, hash } = sent[index]!;
      throw new Error(`The contracts refused ${what} (transaction ${hash}${receipt ? '' : ', never mined'}).`);
    }
  });
}

/** An action in a few words, for messages. */
export function describe(action: Action): string {
  if (action.do === 'register') return `register ${action.name}`;
  if ('usage' in action) return `${action.do} of asset ${action.usage.asset.id} (${action.usage.operation})`;
  return 'asset' in action ? `${action.do} of asset ${action.asset.id}` : action.do;
}
