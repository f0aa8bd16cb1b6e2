import { createHash } from 'node:crypto';
import { encodeAbiParameters, encodeEventTopics, type Hex, zeroAddress, zeroHash } from 'viem';
import { usageMeterAbi } from '../../contracts/generated/abis.js';
import {
  NO_BLOOM,
  quantity,
  type RpcHeader,
  type RpcLog,
  type RpcReceipt,
  type ServedBlock,
  type ServedChain,
} from './served-chain.js';

export const METER = `0x${'c1'.repeat(20)}`;
/** A contract that nobody watches. */
export const FOREIGN = `0x${'f0'.repeat(20)}`;
const TOKEN: Hex = `0x${'a0'.repeat(20)}`;
const CONSUMER: Hex = `0x${'b0'.repeat(20)}`;
const START_S = 1_700_000_000;
/** Says maybe to everything: what is asked in vain because of it costs time only. */
const FULL_BLOOM = `0x${'ff'.repeat(256)}`;

/**
 * A chain that is computed, not executed: block `n` is the same for the same seed, whoever asks.
 * `logsPerBlock` says how many usages a block records; every third block with some also has a log
 * of a contract that nobody watches, between them.
 */
export class SyntheticChain implements ServedChain {
  readonly #encode = usageEncoder();
  head: number;

  constructor(
    readonly options: {
      readonly chainId: number;
      readonly head: number;
      readonly seed?: string;
      readonly logsPerBlock?: (block: number) => number;
    },
  ) {
    this.head = options.head;
  }

  get chainId(): number {
    return this.options.chainId;
  }

  block(number: number): ServedBlock | undefined {
    const header = this.header(number);
    if (!header) return undefined;
    const receipts = (): RpcReceipt[] => this.#receipts(header);
    // Most are asked for their header only.
    return {
      header,
      get receipts() {
        return receipts();
      },
    };
  }

  blockByHash(hash: string): ServedBlock | undefined {
    for (let number = this.head; number >= 0; number--) if (this.hash(number) === hash) return this.block(number);
    return undefined;
  }

  hash(number: number): string {
    return number < 0 ? `0x${'00'.repeat(32)}` : this.#digest('block', number);
  }

  header(number: number): RpcHeader | null {
    if (number > this.head) return null;
    return {
      number: quantity(number),
      hash: this.hash(number),
      parentHash: this.hash(number - 1),
      timestamp: quantity(START_S + 2 * number),
      logsBloom: this.#usages(number) > 0 ? FULL_BLOOM : NO_BLOOM,
      transactions: this.#usages(number) > 0 ? [this.#digest('transaction', number)] : [],
    };
  }

  logs(number: number): RpcLog[] {
    const usages = this.#usages(number);
    if (number > this.head || usages === 0) return [];
    const blockHash = this.hash(number);
    const isForeign = (index: number): boolean => number % 3 === 0 && index === 1;
    const count = usages + (number % 3 === 0 && usages > 1 ? 1 : 0);
    return Array.from({ length: count }, (_, index) => ({
      ...this.#encode(number * 1_000 + index),
      address: isForeign(index) ? FOREIGN : METER,
      blockNumber: quantity(number),
      blockHash,
      transactionHash: this.#digest('transaction', number),
      transactionIndex: '0x0',
      logIndex: quantity(index),
      removed: false,
    }));
  }

  #usages(number: number): number {
    return this.options.logsPerBlock?.(number) ?? fewLogs(number);
  }

  #receipts({ number, hash, transactions, logsBloom }: RpcHeader): RpcReceipt[] {
    const place = { blockHash: hash, blockNumber: number, transactionIndex: '0x0', status: '0x1', logsBloom };
    return transactions.map((transactionHash) => ({ ...place, transactionHash, logs: this.logs(Number(number)) }));
  }

  #digest(what: string, number: number): string {
    const hash = createHash('sha256').update(`${this.options.seed ?? 'main'} ${what} ${number}`);
    return `0x${hash.digest('hex')}`;
  }
}

/** None in most blocks, up to six in the others. */
export function fewLogs(block: number): number {
  const mixed = Math.imul(block ^ 0x5bd1e995, 0x9e3779b1) >>> 12;
  return mixed % 4 === 0 ? 1 + (mixed % 6) : 0;
}

/** Usages of asset 1, told apart by their receipt: encoded once, with the receipt put in. */
function usageEncoder(): (receipt: number) => { topics: string[]; data: string } {
  const event = usageMeterAbi.find((item) => item.type === 'event' && item.name === 'UsageRecorded')!;
  const inputs = (event as { inputs: readonly { name: string; type: string; indexed?: boolean }[] }).inputs;
  const values: Record<string, unknown> = {
    assetChainId: 1n,
    assetRegistry: FOREIGN,
    assetId: 1n,
    consumer: CONSUMER,
    application: zeroAddress,
    executor: zeroAddress,
    parentReceiptId: zeroHash,
    receiptId: zeroHash,
    operation: 1,
    units: 1n,
    token: TOKEN,
    amount: 1_000_000n,
  };
  const topics = encodeEventTopics({ abi: [event] as never, args: values as never } as never) as string[];
  const plain = inputs.filter(({ indexed }) => !indexed);
  const data = encodeAbiParameters(plain as never, plain.map(({ name }) => values[name]) as never);
  const indexedAt = inputs.filter(({ indexed }) => indexed).findIndex(({ name }) => name === 'receiptId');
  const plainAt = 2 + 64 * plain.findIndex(({ name }) => name === 'receiptId');
  return (receipt) => {
    const word = receipt.toString(16).padStart(64, '0');
    if (indexedAt >= 0) return { topics: topics.with(indexedAt + 1, `0x${word}`), data };
    return { topics, data: data.slice(0, plainAt) + word + data.slice(plainAt + 64) };
  };
}
