import { type Address, type Hex, maxUint256 } from 'viem';
import type { TestChain, TestContract } from './chain.js';
import { ANNOTATOR, split } from './splits.js';

/**
 * Makes asset 1 of `sponsor`, with two fifths for annotators and tasks by the chain's contract, and gives them `amount`
 * of each token, which those tasks may take.
 */
export async function prepareTasks(
  { registry, tasks }: TestChain,
  sponsor: Address,
  contentHash: Hex,
  tokens: readonly TestContract[],
  amount: bigint,
): Promise<void> {
  await registry.send(sponsor, 'register', [{ kind: 0, contentHash, uri: '', name: 'Street scenes' }]);
  await registry.send(sponsor, 'setRoleSplit', [1n, split(400_000)]);
  await registry.send(sponsor, 'appointTasks', [1n, tasks.address]);
  for (const token of tokens) {
    await token.send(sponsor, 'mint', [sponsor, amount]);
    await token.send(sponsor, 'approve', [tasks.address, maxUint256]);
  }
}

/** What a task about asset 1 asks for, as `open` takes it. */
export function taskSpec(changes: object = {}) {
  return { assetId: 1n, role: ANNOTATOR, leastPpm: 0, dailyUnits: 50n, uri: 'ipfs://task', ...changes };
}
