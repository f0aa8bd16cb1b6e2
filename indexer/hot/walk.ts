import { HotProcessor } from '@subsquid/util-internal-ingest-tools';
import type { HotDatabaseState, HotUpdate } from '@subsquid/util-internal-processor-tools';
import type { Hex } from '../../src/domain/ids.js';
import type { BlockRef } from '../log/blocks.js';
import type { CheckedBlock } from './check-blocks.js';
import { type HeldBlocks, holdState, holdUpdate } from './held-blocks.js';

/** Finds the way from what the log holds to a head, back over the blocks of a branch where it must. */
export class Walk {
  #held: HeldBlocks;
  #blocks: CheckedBlock[] = [];
  readonly #processor: HotProcessor<CheckedBlock>;

  /**
   * @param process takes in blocks that follow upon `baseHead`, the log's head or a block below it
   * @param ancestor gives a block that a branch stands on
   */
  constructor(
    state: HotDatabaseState,
    process: (update: HotUpdate<CheckedBlock>) => Promise<void>,
    ancestor: (ref: BlockRef, held: HeldBlocks) => Promise<CheckedBlock>,
  ) {
    this.#held = holdState(state);
    this.#processor = new HotProcessor<CheckedBlock>(state, {
      process: async (update) => {
        await process(update);
        this.#held = holdUpdate(this.#held, { ...update, blocks: update.blocks.map(toPlaced) });
      },
      getBlock: ({ height, hash }) => ancestor({ number: height, hash: hash as Hex }, this.#held),
      getBlockRange: () => only(this.#blocks),
      getHeader: ({ header: { number: height, hash, parentHash } }) => ({ height, hash, parentHash }),
    });
  }

  /** What the log holds. */
  get held(): HeldBlocks {
    return this.#held;
  }

  /**
   * Takes blocks in that follow upon each other. Finality is counted from the last of them: a head that
   * is only told makes nothing final.
   */
  async goTo(blocks: CheckedBlock[], finality: number): Promise<void> {
    this.#blocks = blocks;
    const { number: height, hash } = blocks.at(-1)!.header;
    await this.#processor.goto({ best: { height, hash }, finalized: { height: Math.max(0, height - finality) } });
  }
}

const toPlaced = ({ header: { number: height, hash } }: CheckedBlock) => ({ header: { height, hash } });

async function* only<T>(value: T): AsyncIterable<T> {
  yield await Promise.resolve(value);
}
