import type { ChainId, Hex } from '../../src/domain/ids.js';
import type { WatchList } from './watch-list.js';
import { type AnsweredBlock, toRawLog } from '../endpoints/answered-blocks.js';

/** The contracts to read the past of. Logs that are read may announce more: the list only grows. */
export class ContractsAhead {
  #addresses: readonly string[];

  /** @param watched nobody else's: reading runs ahead of decoding */
  constructor(
    private readonly watched: WatchList,
    private readonly chain: ChainId,
  ) {
    this.#addresses = watched.addresses;
  }

  /** In lower case. */
  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /** Whether the adapter of a contract reads its logs' transactions. */
  readsTransactionsOf(contract: string): boolean {
    return this.watched.readsTransactionsOf(contract);
  }

  /** Takes what blocks announce, in their order. @returns whether there are contracts now that were not known */
  notice(blocks: readonly AnsweredBlock[]): boolean {
    if (!this.watched.canGrow) return false;
    for (const { header, logs } of blocks) {
      const { number, hash, timestamp: time_s } = header;
      if (logs.length === 0) continue;
      this.watched.notice(logs.map(toRawLog), { chain: this.chain, number, hash: hash as Hex, time_s });
    }
    const known = this.#addresses.length;
    this.#addresses = this.watched.addresses;
    return this.#addresses.length > known;
  }
}
