import { Logger, type LogRecord } from '@subsquid/logger';
import { RpcClient } from '@subsquid/rpc-client';
import type { Hex } from '../../src/domain/ids.js';
import { hostOf } from '../endpoints/host.js';
import type { BlockRef, DecodedBlock } from '../log/blocks.js';

/** A chain cannot be followed until somebody does something about it; the message says what. */
export class HaltError extends Error {
  override name = 'HaltError';
}

interface Header {
  readonly number: string;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly timestamp: string;
}

/** What has to be asked of an endpoint apart from what the processor asks. */
export class Endpoint {
  readonly #rpc: RpcClient;

  constructor(
    readonly url: string,
    private readonly chainName: string,
    private readonly warn: (message: string) => void,
  ) {
    // Over WebSocket the client connects again by itself and tells only its log; over HTTP each call tells.
    const log = url.startsWith('ws') ? new Logger((record) => this.#explain(record), 'endpoint') : null;
    const retrySchedule = log ? [250, 1_000, 5_000] : [10];
    this.#rpc = new RpcClient({ url, retryAttempts: 0, retrySchedule, requestTimeout: 10_000, log });
  }

  /**
   * Waits until the endpoint answers, then makes sure that it serves the chain.
   * @throws HaltError when it serves another one
   */
  async requireChain(chain: number): Promise<void> {
    const serves = Number(await this.#patiently('eth_chainId', []));
    if (serves === chain) return;
    throw new HaltError(
      `The endpoint ${hostOf(this.url)} of ${this.chainName} serves chain ${serves}, not chain ${chain}; correct its rpc or its id in the configuration.`,
    );
  }

  /**
   * Makes sure that the last block that the log holds for final is still the chain's.
   * @throws HaltError when a fork went deeper than finality
   */
  async requireFinal(block: BlockRef): Promise<void> {
    const header = await this.#header(block.number);
    if (header?.hash === block.hash) return;
    if (!header) {
      throw new HaltError(
        `The endpoint ${hostOf(this.url)} of ${this.chainName} has no block ${block.number}, which the log holds for final (${block.hash}): ` +
          `it is behind or was reset; wait for it, or repair the chain.`,
      );
    }
    throw new HaltError(
      `A fork of ${this.chainName} went deeper than its finality: block ${block.number} is final in the log as ${block.hash}, and ${header.hash} on the chain; ` +
        `repair the chain, and raise its finality.`,
    );
  }

  /** The height up to which no fork reaches, `finality` blocks below the head. */
  async finalizedHeight(finality: number): Promise<number> {
    return Math.max(0, Number(await this.#patiently('eth_blockNumber', [])) - finality);
  }

  /** The header of a block that the chain holds for final. @throws Error when it is another one by now */
  async headerOf(block: BlockRef): Promise<DecodedBlock> {
    const header = await this.#header(block.number);
    if (header?.hash !== block.hash) {
      throw new Error(
        `Block ${block.number} of ${this.chainName} was ${block.hash} a moment ago and is ${header?.hash ?? 'not there'} now.`,
      );
    }
    return { ...block, parentHash: header.parentHash, time_s: Number(header.timestamp), logs: [] };
  }

  async #header(number: number): Promise<Header | null> {
    return this.#patiently('eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
  }

  #explain(record: LogRecord & { readonly reason?: string }): void {
    if (record.reason === undefined) return;
    this.warn(
      `The endpoint ${hostOf(this.url)} of ${this.chainName} does not answer (${record.reason}); trying again.`,
    );
  }

  /** Asks until there is an answer: an endpoint that is away comes back. */
  async #patiently<T>(method: string, params: unknown[]): Promise<T> {
    for (let pause_ms = 250; ; pause_ms = Math.min(pause_ms * 2, 5_000)) {
      try {
        return await this.#rpc.call<T>(method, params as never[]);
      } catch (error) {
        this.warn(
          `The endpoint ${hostOf(this.url)} of ${this.chainName} does not answer ${method} (${firstLine(error)}); trying again in ${pause_ms} ms.`,
        );
        await new Promise((done) => setTimeout(done, pause_ms));
      }
    }
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message || error.name : String(error)).split('\n')[0]!;
}
