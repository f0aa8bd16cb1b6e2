import type { BlockRef } from '../log/blocks.js';

export interface HeldBlocks {
  /** The highest block at or below a number whose hash the log holds. */
  atOrBelow(number: number): Promise<BlockRef | undefined>;
  /** The lowest of all. */
  lowest(): Promise<BlockRef | undefined>;
}

/**
 * The highest block held at or below `top` that the chain still has. A block's hash stands for all below
 * it, so it is searched by steps that double, then by halves: some forty questions for any chain.
 * @returns undefined where the chain has none of them
 */
export async function findLastCommon(
  held: HeldBlocks,
  top: number,
  isOnChain: (block: BlockRef) => Promise<boolean>,
): Promise<BlockRef | undefined> {
  const first = await held.atOrBelow(top);
  if (!first || (await isOnChain(first))) return first;
  let gone = first.number;
  let common: BlockRef | undefined;
  for (let step = 1; !common; step *= 2) {
    const block = (await held.atOrBelow(gone - step)) ?? (await held.lowest())!;
    if (await isOnChain(block)) common = block;
    else if (block.number === gone) return undefined;
    else gone = block.number;
  }
  // Nothing is held between `common` and `low`; `gone` is held and not on the chain.
  let low = common.number;
  while (gone - low > 1) {
    const middle = Math.floor((low + gone) / 2);
    const block = (await held.atOrBelow(middle))!;
    if (block.number > common.number && !(await isOnChain(block))) {
      gone = block.number;
      continue;
    }
    if (block.number > common.number) common = block;
    low = middle;
  }
  return common;
}
