import { createHash } from 'node:crypto';
import type { RawLog } from '../../indexer/log/blocks.js';
import type { ChainId } from '../../src/domain/ids.js';
import { NO_BLOOM, quantity, type RpcLog, type ServedBlock, type ServedChain } from './served-chain.js';

/** A block of a test: what was logged in it, in order. */
export interface LoggedBlock {
  readonly number: number;
  readonly time_s: number;
  readonly logs: readonly Pick<RawLog, 'contract' | 'topics' | 'data'>[];
}

/** A chain that consists of the logs that a test gives, for a node to answer from. */
export class LoggedChain implements ServedChain {
  private readonly blocks: ReadonlyMap<number, LoggedBlock>;
  readonly head: number;

  constructor(
    readonly chainId: ChainId,
    blocks: readonly LoggedBlock[],
  ) {
    this.blocks = new Map(blocks.map((block) => [block.number, block]));
    this.head = blocks.at(-1)?.number ?? 0;
  }

  block(number: number): ServedBlock | undefined {
    if (number > this.head) return undefined;
    const { time_s, logs } = this.blocks.get(number) ?? { time_s: 0, logs: [] };
    const place = {
      blockNumber: quantity(number),
      blockHash: this.hash(number),
      transactionHash: this.hash(-number),
      transactionIndex: '0x0',
    };
    const written = logs.map(({ contract, topics, data }, index): RpcLog => {
      return { ...place, address: contract, topics: [...topics], data, logIndex: quantity(index), removed: false };
    });
    return {
      header: {
        number: place.blockNumber,
        hash: place.blockHash,
        parentHash: this.hash(number - 1),
        timestamp: quantity(time_s),
        logsBloom: NO_BLOOM,
        transactions: [place.transactionHash],
      },
      receipts: [{ ...place, logsBloom: NO_BLOOM, status: '0x1', logs: written }],
    };
  }

  blockByHash(hash: string): ServedBlock | undefined {
    for (let number = this.head; number >= 0; number--) if (this.hash(number) === hash) return this.block(number);
    return undefined;
  }

  private hash(number: number): string {
    return `0x${createHash('sha256').update(`${this.chainId} ${number}`).digest('hex')}`;
  }
}
