import { ENCODED } from '../../db/log/digest.js';
import type { Address, Hex } from '../../src/domain/ids.js';
import type { EncodedLog, RawLog } from './blocks.js';

/**
 * A log as bytes, side by side with the others of its answer: a million of them live without a million
 * strings that would have to be moved about until their turn. What is asked for as text is made at each time.
 */
export class PackedLog implements RawLog {
  constructor(
    readonly encoded: EncodedLog,
    readonly contract: Address,
    readonly logIndex: number,
    readonly transactionIndex: number,
  ) {}

  get address(): string {
    return this.contract;
  }

  get txHash(): Hex {
    return this.#hex(ENCODED.txHash, ENCODED.logIndex);
  }

  get transactionHash(): string {
    return this.txHash;
  }

  get topics(): Hex[] {
    const count = this.encoded.bytes[this.encoded.start + ENCODED.topicCount]!;
    return Array.from({ length: count }, (_, at) => {
      const topic = ENCODED.topics + ENCODED.topicSize * at;
      return this.#hex(topic, topic + ENCODED.topicSize);
    });
  }

  get data(): Hex {
    const { bytes, start, end } = this.encoded;
    const count = bytes[start + ENCODED.topicCount]!;
    return this.#hex(ENCODED.topics + ENCODED.topicSize * count, end - start);
  }

  /** With everything as text: for who reads it more than once. */
  unpack(): RawLog {
    const { logIndex, txHash, contract, topics, data } = this;
    return { logIndex, txHash, contract, topics, data };
  }

  #hex(from: number, to: number): Hex {
    const { bytes, start } = this.encoded;
    return `0x${bytes.toString('hex', start + from, start + to)}` as Hex;
  }
}
