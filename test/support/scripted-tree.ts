import { createHash } from 'node:crypto';
import { bloomOf } from './bloom.js';
import { quantity, type RpcLog, type RpcReceipt, type ServedBlock, type ServedChain } from './served-chain.js';

/** What a contract emits. */
export interface EmittedLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

export interface TreeTransaction {
  readonly hash: string;
  readonly logs: readonly EmittedLog[];
}

export interface TreeBlock {
  readonly number: number;
  readonly hash: string;
  readonly parent: TreeBlock | undefined;
  readonly time_s: number;
  readonly transactions: readonly TreeTransaction[];
}

const ZERO_HASH = `0x${'00'.repeat(32)}`;
const START_S = 1_700_000_000;

/** Blocks that a test puts upon each other, with as many branches as it likes. The same script makes the same hashes. */
export class ScriptedTree {
  readonly genesis: TreeBlock;
  #blocks = 0;

  constructor(private readonly seed: string) {
    this.genesis = this.#make(undefined, [], START_S);
  }

  /** A new block upon `parent`. */
  grow(parent: TreeBlock, transactions: readonly TreeTransaction[], time_s = parent.time_s + 2): TreeBlock {
    return this.#make(parent, transactions, time_s);
  }

  #make(parent: TreeBlock | undefined, transactions: readonly TreeTransaction[], time_s: number): TreeBlock {
    const hash = createHash('sha256').update(`${this.seed} ${parent?.hash} ${this.#blocks++}`).digest('hex');
    return { number: (parent?.number ?? -1) + 1, hash: `0x${hash}`, parent, time_s, transactions };
  }
}

/** The blocks from the first one to `head`. */
export function branchOf(head: TreeBlock): TreeBlock[] {
  const branch: TreeBlock[] = [];
  for (let block: TreeBlock | undefined = head; block; block = block.parent) branch[block.number] = block;
  return branch;
}

/** The tree as one node sees it: a head and what is below it. */
export class TreeView implements ServedChain {
  #branch: readonly TreeBlock[] = [];
  readonly #known = new Map<string, TreeBlock>();

  constructor(
    readonly chainId: number,
    head: TreeBlock,
  ) {
    this.moveTo(head);
  }

  get head(): number {
    return this.#branch.length - 1;
  }

  /** The node takes another block for the head. It still knows by their hashes the blocks that it leaves. */
  moveTo(head: TreeBlock): void {
    this.#branch = branchOf(head);
    for (const block of this.#branch) this.#known.set(block.hash, block);
  }

  block(number: number): ServedBlock | undefined {
    const block = this.#branch[number];
    return block && served(block);
  }

  blockByHash(hash: string): ServedBlock | undefined {
    const block = this.#known.get(hash);
    return block && served(block);
  }
}

const cache = new WeakMap<TreeBlock, ServedBlock>();

function served(block: TreeBlock): ServedBlock {
  let found = cache.get(block);
  if (!found) cache.set(block, (found = serve(block)));
  return found;
}

function serve({ number, hash, parent, time_s, transactions }: TreeBlock): ServedBlock {
  let logIndex = 0;
  const receipts = transactions.map((transaction, index): RpcReceipt => {
    const place = {
      blockNumber: quantity(number),
      blockHash: hash,
      transactionHash: transaction.hash,
      transactionIndex: quantity(index),
    };
    const logs = transaction.logs.map(({ address, topics, data }): RpcLog => {
      return { address, topics: [...topics], data, ...place, logIndex: quantity(logIndex++), removed: false };
    });
    return { ...place, logsBloom: bloomOf(logs), status: '0x1', logs };
  });
  const header = {
    number: quantity(number),
    hash,
    parentHash: parent?.hash ?? ZERO_HASH,
    timestamp: quantity(time_s),
    logsBloom: bloomOf(transactions.flatMap(({ logs }) => logs)),
    transactions: transactions.map((transaction) => transaction.hash),
  };
  return { header, receipts };
}
