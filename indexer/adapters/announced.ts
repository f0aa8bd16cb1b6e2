import type { AnnouncedContract } from '../log/blocks.js';

/**
 * The contracts that logs have announced, in the order of the announcing logs. The first announcement of a
 * contract counts: a later one could hand it to another adapter in the middle of its life.
 */
export class AnnouncedContracts {
  readonly #inOrder: AnnouncedContract[] = [];
  readonly #byContract = new Map<string, AnnouncedContract>();

  constructor(announced: readonly AnnouncedContract[]) {
    for (const one of announced) this.add(one);
  }

  get contracts(): string[] {
    return [...this.#byContract.keys()];
  }

  /** What was announced up to a block, in order. */
  upTo(block: number): AnnouncedContract[] {
    return this.#inOrder.filter((one) => one.block <= block);
  }

  /** Takes an announcement that comes after all others. @returns whether it is the contract's first */
  add(announced: AnnouncedContract): boolean {
    if (this.#byContract.has(announced.contract)) return false;
    this.#inOrder.push(announced);
    this.#byContract.set(announced.contract, announced);
    return true;
  }

  /** What was announced of a contract before a log of it. */
  find(contract: string, block: number, logIndex: number): AnnouncedContract | undefined {
    const found = this.#byContract.get(contract);
    if (!found) return undefined;
    const isBefore = found.block < block || (found.block === block && found.logIndex < logIndex);
    return isBefore ? found : undefined;
  }

  /** Forgets what was announced above a block. */
  rewind(block: number): void {
    while (this.#inOrder.length > 0 && this.#inOrder.at(-1)!.block > block) {
      this.#byContract.delete(this.#inOrder.pop()!.contract);
    }
  }
}
