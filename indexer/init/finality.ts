import { GUESSED_FINALITY_BLOCKS, knownChain } from '../../config/known-chains.js';

/** How many blocks below the head a draft takes for final, and in words where that is from. */
export interface ProposedFinality {
  readonly blocks: number;
  readonly why: string;
}

/** How far the finalized block is behind moves up and down; once measured, it may be that much more. */
const SPARE = 1.5;
/** A node that takes its newest blocks for final may still have heard of them before others. */
const LEAST_BLOCKS = 8;

/**
 * @param finalizedDepth how far the node says its finalized block is below its head; nothing where it does not say
 */
export function proposeFinality(chainId: number, finalizedDepth: number | undefined): ProposedFinality {
  const known = knownChain(chainId);
  if (known) return { blocks: known.finality_blocks, why: `${known.name}: see docs/operating.md` };
  if (finalizedDepth === undefined) {
    return {
      blocks: GUESSED_FINALITY_BLOCKS,
      why: 'a guess: look up in the documentation of the chain how deep a fork can be',
    };
  }
  return {
    blocks: Math.max(LEAST_BLOCKS, Math.ceil(finalizedDepth * SPARE)),
    why: `a proposal: just now the node's finalized block is ${finalizedDepth} below its head; hold it against the documentation of the chain`,
  };
}
