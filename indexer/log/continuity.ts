import type { BlockRef, ChainUpdate, DecodedBlock, PassedBlock } from './blocks.js';

/** What an endpoint said cannot be: the process ends, and starts again from what the log holds. */
export class ChainInconsistencyError extends Error {
  override name = 'ChainInconsistencyError';
}

/**
 * The number of the first held block that the update contradicts: another block stands at its
 * height, its child names another parent, or it holds our events and the update, which reaches beyond
 * it, doesn't know it. The lowest held block is final and never in question here.
 */
export function findDivergence(held: readonly PassedBlock[], update: ChainUpdate): number | undefined {
  const said = new Map(update.blocks.map((block) => [block.number, block]));
  const reach = update.blocks.at(-1)!.number;
  const index = held.findIndex((block, at) => {
    if (at === 0 || block.number <= update.base.number || block.number > reach) return false;
    const other = said.get(block.number);
    if (other) return other.hash !== block.hash;
    const child = said.get(block.number + 1);
    return (child && child.parentHash !== block.hash) || block.rawDigest !== held[at - 1]!.rawDigest;
  });
  return index < 0 ? undefined : held[index]!.number;
}

/**
 * Checks what the processor does not: that the update stands on a block that the log holds, that
 * blocks next to each other are parent and child, and that log indexes only grow within a block.
 * @throws ChainInconsistencyError
 */
export function requireContinuity(kept: readonly PassedBlock[], update: ChainUpdate): void {
  requireBase(kept, update.base);
  const known = new Map<number, BlockRef>(kept.map((block) => [block.number, block]));
  for (const block of update.blocks) {
    const parent = known.get(block.number - 1);
    if (parent && parent.hash !== block.parentHash) {
      throw new ChainInconsistencyError(
        `Block ${block.number} (${block.hash}) names ${block.parentHash} as its parent, but block ${parent.number} is ${parent.hash}; ` +
          `the endpoint answered from two forks, and reading starts again from what the log holds.`,
      );
    }
    known.set(block.number, block);
    requireGrowingLogIndexes(block);
  }
  const finalized = known.get(update.finalized.number);
  if (finalized && finalized.hash !== update.finalized.hash) {
    throw new ChainInconsistencyError(
      `Block ${update.finalized.number} is final as ${update.finalized.hash}, but the log holds ${finalized.hash} there.`,
    );
  }
}

function requireBase(kept: readonly PassedBlock[], base: BlockRef): void {
  const lowest = kept[0];
  if (!lowest) return;
  const held = kept.find(({ number }) => number === base.number);
  if (held?.hash === base.hash) return;
  throw new ChainInconsistencyError(
    `New blocks stand on block ${base.number} (${base.hash}), which the log does not hold: its blocks from ${lowest.number} on can be replaced, ` +
      `older ones are final.`,
  );
}

function requireGrowingLogIndexes(block: DecodedBlock): void {
  let last = -1;
  for (const { raw } of block.logs) {
    if (raw.logIndex <= last) {
      throw new ChainInconsistencyError(
        `Block ${block.number} (${block.hash}) has log ${raw.logIndex} after log ${last}; the endpoint answered wrongly, and is asked again.`,
      );
    }
    last = raw.logIndex;
  }
}
