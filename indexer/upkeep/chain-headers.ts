import { RpcClient } from '@subsquid/rpc-client';
import type { ChainConfig } from '../../config/tributary-config.js';
import type { Hex } from '../../src/domain/ids.js';
import { hostOf } from '../endpoints/host.js';
import type { TimedBlock } from './timed-block.js';
import { UpkeepError } from './upkeep-error.js';

interface Header {
  readonly hash: Hex;
  readonly timestamp: string;
}

const PATIENCE_MS = 10_000;

/**
 * A chain's blocks as all of its endpoints that answer say they are. What is retracted on one endpoint's
 * word alone would be lost to one that lies or lags.
 */
export class ChainHeaders {
  readonly #endpoints: { readonly host: string; readonly rpc: RpcClient }[];

  constructor(private readonly config: Pick<ChainConfig, 'id' | 'name' | 'rpc'>) {
    this.#endpoints = config.rpc.map((url) => ({
      host: hostOf(url),
      rpc: new RpcClient({ url, retryAttempts: 1, retrySchedule: [500], requestTimeout: PATIENCE_MS, log: null }),
    }));
  }

  /** @throws UpkeepError when no endpoint answers, or one serves another chain */
  async requireChain(): Promise<void> {
    for (const { host, answer } of await this.#ask<string>('eth_chainId', [])) {
      if (Number(answer) === this.config.id) continue;
      throw new UpkeepError(
        `The endpoint ${host} of ${this.config.name} serves chain ${Number(answer)}, not chain ${this.config.id}; correct its rpc.`,
      );
    }
  }

  /** The lowest of the heads that the endpoints name. @throws UpkeepError */
  async height(): Promise<number> {
    const heads = await this.#ask<string>('eth_blockNumber', []);
    return Math.min(...heads.map(({ answer }) => Number(answer)));
  }

  /**
   * The block of a number; undefined where no endpoint has it.
   * @throws UpkeepError when the endpoints disagree or none answers
   */
  async at(number: number): Promise<TimedBlock | undefined> {
    const params = [`0x${number.toString(16)}`, false];
    const answers = await this.#ask<Header | null>('eth_getBlockByNumber', params);
    const found = answers.flatMap(({ host, answer }) => (answer ? [{ host, ...answer }] : []));
    const [first] = found;
    const other = found.find(({ hash }) => hash !== first!.hash);
    if (first && other) {
      throw new UpkeepError(
        `The endpoints of ${this.config.name} disagree: block ${number} is ${first.hash} at ${first.host} and ${other.hash} at ${other.host}; ` +
          `take the one that is wrong out of the configuration.`,
      );
    }
    return first && { number, hash: first.hash, time_s: Number(first.timestamp) };
  }

  close(): void {
    for (const { rpc } of this.#endpoints) rpc.close();
  }

  async #ask<T>(method: string, params: unknown[]): Promise<{ host: string; answer: T }[]> {
    let trouble = '';
    const answers = await Promise.all(
      this.#endpoints.map(async ({ host, rpc }) => {
        try {
          return [{ host, answer: await rpc.call<T>(method, params as never[]) }];
        } catch (error) {
          trouble = (error as Error).message.split('\n')[0]!;
          return [];
        }
      }),
    );
    if (answers.flat().length > 0) return answers.flat();
    throw new UpkeepError(
      `No endpoint of ${this.config.name} answers ${method} (${trouble}); try again later, or give another one.`,
    );
  }
}
