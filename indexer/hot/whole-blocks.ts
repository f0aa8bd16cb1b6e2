import type { ContractsAhead } from '../adapters/contracts-ahead.js';
import type { BlockRef } from '../log/blocks.js';
import type { Hex } from '../../src/domain/ids.js';
import type { CheckedBlock } from './check-blocks.js';

/** What is watched after the blocks that have been decoded, to go on from. */
export type Ahead = Pick<ContractsAhead, 'addresses' | 'notice'>;

/** Asks for a block with the logs of these contracts at least. */
export type Refetch = (ref: BlockRef, addresses: readonly string[]) => Promise<CheckedBlock>;

/**
 * Blocks that follow upon each other, with the logs of every contract that they announce themselves: one that
 * was too much at once came with those only of the contracts that were known when it was asked for.
 * @throws AnswerError
 */
export async function makeWhole(
  blocks: readonly CheckedBlock[],
  ahead: Ahead,
  refetch: Refetch,
): Promise<CheckedBlock[]> {
  const whole: CheckedBlock[] = [];
  for (let block of blocks) {
    ahead.notice([block]);
    while (!hasAll(block, ahead.addresses)) {
      const { number, hash } = block.header;
      block = await refetch({ number, hash: hash as Hex }, ahead.addresses);
      ahead.notice([block]);
    }
    whole.push(block);
  }
  return whole;
}

function hasAll({ contracts }: CheckedBlock, addresses: readonly string[]): boolean {
  if (!contracts) return true;
  const asked = new Set(contracts);
  return addresses.every((address) => asked.has(address));
}
