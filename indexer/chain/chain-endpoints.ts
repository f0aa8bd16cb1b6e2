import type { Logger } from 'pino';
import type { EndpointPool } from '../endpoints/endpoint-pool.js';
import { accepted, AnswerError } from '../endpoints/refusal.js';
import { type CheckedHeader, checkHeader } from '../endpoints/check-headers.js';
import { readQuantity } from '../endpoints/check-logs.js';
import type { BlockRef, DecodedBlock } from '../log/blocks.js';

/** A chain cannot be followed until somebody does something about it; the message says what. */
export class HaltError extends Error {
  override name = 'HaltError';
}

/** What an endpoint said, or that it has no such block. */
interface Said<T> {
  readonly host: string;
  readonly answer: T;
}

/** Questions about a chain's past to all of its endpoints: no single one decides that a chain halts. */
export class ChainEndpoints {
  constructor(
    private readonly options: { readonly chainName: string; readonly pool: EndpointPool; readonly logger: Logger },
  ) {}

  /**
   * Waits until an endpoint answers, then makes sure that it serves the chain; those that don't are not
   * believed later either.
   * @throws HaltError when all serve another one
   */
  async requireChain(chain: number): Promise<void> {
    const said = await this.#askUntil('eth_chainId', [], readQuantity, (serves) => serves === chain);
    const wrong = said.find(({ answer }) => answer !== chain);
    if (!wrong) return;
    throw new HaltError(
      `The endpoint ${wrong.host} of ${this.options.chainName} serves chain ${wrong.answer}, not chain ${chain}; correct its rpc or its id in the configuration.`,
    );
  }

  /**
   * Makes sure that the last block that the log holds for final is still the chain's.
   * @throws HaltError when every endpoint says that a fork went deeper than finality
   */
  async requireFinal(block: BlockRef): Promise<void> {
    const { chainName } = this.options;
    const read = (answer: unknown): CheckedHeader | null =>
      answer === null ? null : accepted(checkHeader(answer, block.number));
    const said = await this.#askUntil(
      'eth_getBlockByNumber',
      [`0x${block.number.toString(16)}`, false],
      read,
      (header) => header?.hash === block.hash,
    );
    if (said.some(({ answer }) => answer?.hash === block.hash)) return;
    const other = said.find(({ answer }) => answer !== null);
    if (!other) {
      throw new HaltError(
        `The endpoint ${said[0]!.host} of ${chainName} has no block ${block.number}, which the log holds for final (${block.hash}): ` +
          `it is behind or was reset; wait for it, or repair the chain.`,
      );
    }
    throw new HaltError(
      `A fork of ${chainName} went deeper than its finality: block ${block.number} is final in the log as ${block.hash}, and ${other.answer!.hash} on the chain; ` +
        `repair the chain, and raise its finality.`,
    );
  }

  /** The header of a block that the chain holds for final. @throws Error when it is another one by now */
  async headerOf(block: BlockRef): Promise<DecodedBlock> {
    const said = await this.#askUntil(
      'eth_getBlockByNumber',
      [`0x${block.number.toString(16)}`, false],
      (answer) => accepted(checkHeader(answer, block.number)),
      ({ hash }) => hash === block.hash,
    );
    const header = said.map(({ answer }) => answer).find(({ hash }) => hash === block.hash);
    if (!header) {
      throw new Error(
        `Block ${block.number} of ${this.options.chainName} was ${block.hash} a moment ago and is ${said[0]!.answer.hash} now.`,
      );
    }
    const { parentHash, timestamp: time_s } = header;
    return { ...block, parentHash: parentHash as DecodedBlock['parentHash'], time_s, logs: [] };
  }

  /** Asks all endpoints, until one answers as is hoped or all have answered: an endpoint that is away comes back. */
  async #askUntil<T>(
    method: string,
    params: readonly unknown[],
    read: (answer: unknown) => T,
    isHoped: (answer: T) => boolean,
  ): Promise<Said<T>[]> {
    const { pool, logger, chainName } = this.options;
    for (let pause_ms = 250; ; pause_ms = Math.min(pause_ms * 2, 5_000)) {
      const said = await pool.askAll(async ({ rpc, host }): Promise<Said<T>> => {
        try {
          return { host, answer: read((await rpc.batch([{ method, params }]))[0]) };
        } catch (error) {
          if (error instanceof AnswerError) {
            logger.warn(
              `The endpoint ${host} of ${chainName} does not answer ${method} (${error.message}); trying again in ${pause_ms} ms.`,
            );
          }
          throw error;
        }
      });
      if (said.length === pool.size || said.some(({ answer }) => isHoped(answer))) return said;
      await new Promise((done) => setTimeout(done, pause_ms));
    }
  }
}
