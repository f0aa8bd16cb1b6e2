import { BaseError, createPublicClient, http, type PublicClient } from 'viem';
import type { Address, Hex } from '../../src/domain/ids.js';
import type { RawLog } from '../log/blocks.js';
import { findFirstBlock, NoArchiveError } from './first-block.js';

/** `tributary init` cannot go on, in one sentence that says what to do. */
export class InitError extends Error {
  override name = 'InitError';
}

/** A raw log with its block. */
export interface FoundLog {
  readonly raw: RawLog;
  readonly block: number;
  readonly blockHash: Hex;
}

export interface BlockRange {
  readonly from: number;
  readonly to: number;
}

/** A chain that is looked at over one endpoint, before anything is configured. */
export class InspectedChain {
  private constructor(
    private readonly client: PublicClient,
    readonly chainId: number,
    readonly head: number,
  ) {}

  /** @throws InitError when the endpoint does not answer */
  static async open(rpc: string): Promise<InspectedChain> {
    const client = createPublicClient({ transport: http(rpc, { timeout: 30_000, retryCount: 2 }) });
    try {
      const [chainId, head] = await Promise.all([client.getChainId(), client.getBlockNumber()]);
      return new InspectedChain(client, chainId, Number(head));
    } catch (error) {
      throw new InitError(`The endpoint does not answer (${firstLine(error)}); correct --rpc.`);
    }
  }

  /**
   * How far the block that the node calls finalized is below its head.
   * @returns nothing where it does not know that word, or has called none final yet but the first
   */
  async finalizedDepth(): Promise<number | undefined> {
    const block = await this.client.getBlock({ blockTag: 'finalized' }).catch(() => undefined);
    if (!block || block.number === 0n) return undefined;
    return Math.max(0, this.head - Number(block.number));
  }

  /** @throws InitError when there is no contract, or the endpoint has no old state */
  async firstBlockOf(contract: Address, onStep: (done: number, total: number) => void): Promise<number> {
    const hasCode = async (block: number): Promise<boolean> => {
      const at = block === this.head ? {} : { blockNumber: BigInt(block) };
      const code = await this.client.getCode({ address: contract as `0x${string}`, ...at }).catch((error: unknown) => {
        throw new Error(firstLine(error));
      });
      return code !== undefined && code !== '0x';
    };
    try {
      const found = await findFirstBlock(this.head, hasCode, onStep);
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof NoArchiveError)) throw unanswered('eth_getCode', error);
      throw new InitError(
        `The endpoint has no state of block ${error.block} (${error.said}), so the first block cannot be searched: ` +
          'use an archive endpoint, or say the block with --first-block.',
      );
    }
    throw new InitError(`There is no contract at ${contract} on chain ${this.chainId}; correct --contract or --rpc.`);
  }

  /**
   * The logs of a contract in a range, in order. A range that is too much is asked for in halves.
   * @throws InitError when even one block's logs cannot be had
   */
  async logs(contract: Address, range: BlockRange, onStep: (done: number) => void): Promise<FoundLog[]> {
    const { from, to } = range;
    if (from > to) return [];
    let found;
    try {
      found = await this.client.getLogs({
        address: contract as `0x${string}`,
        fromBlock: BigInt(from),
        toBlock: BigInt(to),
      });
    } catch (error) {
      if (from === to) throw unanswered(`eth_getLogs of block ${from}`, error);
      const middle = Math.floor((from + to) / 2);
      const first = await this.logs(contract, { from, to: middle }, onStep);
      return [...first, ...(await this.logs(contract, { from: middle + 1, to }, onStep))];
    }
    onStep(to - from + 1);
    return found
      .map((log) => ({
        raw: {
          logIndex: log.logIndex,
          txHash: log.transactionHash as string as Hex,
          contract,
          topics: log.topics as readonly string[] as readonly Hex[],
          data: log.data as string as Hex,
        },
        block: Number(log.blockNumber),
        blockHash: log.blockHash as string as Hex,
      }))
      .sort((a, b) => a.block - b.block || a.raw.logIndex - b.raw.logIndex);
  }
}

function unanswered(what: string, error: unknown): InitError {
  return new InitError(`The endpoint does not answer ${what} (${firstLine(error)}); try again, or another endpoint.`);
}

function firstLine(error: unknown): string {
  if (error instanceof BaseError) return (error.details || error.shortMessage).split('\n')[0]!.replace(/\.$/, '');
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
