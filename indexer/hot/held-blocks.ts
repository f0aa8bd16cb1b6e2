import type { HotDatabaseState, HotUpdate } from '@subsquid/util-internal-processor-tools';
import type { BlockRef } from '../log/blocks.js';
import type { Hex } from '../../src/domain/ids.js';

/** The blocks that the log holds from the finalized one to the head, by number. */
export interface HeldBlocks {
  readonly finalized: BlockRef;
  readonly head: BlockRef;
  readonly hashes: ReadonlyMap<number, string>;
}

interface Placed {
  readonly height: number;
  readonly hash: string;
}

const toRef = ({ height, hash }: Placed): BlockRef => ({ number: height, hash: hash as Hex });

export function holdState(state: HotDatabaseState): HeldBlocks {
  return hold([state, ...state.top]);
}

/** What is held once an update, which may replace blocks, is in the log. */
export function holdUpdate(
  { hashes }: HeldBlocks,
  { baseHead, finalizedHead, blocks }: HotUpdate<{ header: Placed }>,
): HeldBlocks {
  const kept = [...hashes].map(([height, hash]) => ({ height, hash }));
  const below = kept.filter(({ height }) => height <= baseHead.height);
  const held = [...below, ...blocks.map(({ header }) => header)];
  const final = held.filter(({ height }) => height >= finalizedHead.height);
  return hold(final.length > 0 ? final : held.slice(-1));
}

function hold(blocks: readonly Placed[]): HeldBlocks {
  return {
    finalized: toRef(blocks[0]!),
    head: toRef(blocks.at(-1)!),
    hashes: new Map(blocks.map(({ height, hash }) => [height, hash])),
  };
}

/**
 * What a head is to the blocks held: `known`, because it is one of them or lies below what can change;
 * `higher` than all of them; or `other` than the block held at its height, or after a fork to fewer blocks.
 */
export function judgeHead(
  { finalized, head, hashes }: HeldBlocks,
  { number, hash }: { number: number; hash: string },
): 'known' | 'higher' | 'other' {
  if (number > head.number) return 'higher';
  return number <= finalized.number || hashes.get(number) === hash ? 'known' : 'other';
}
