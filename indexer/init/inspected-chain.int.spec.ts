import { afterEach, expect, it } from '@jest/globals';
import { createTestClient, http } from 'viem';
import type { Anvil } from '../../local/chains/anvil.js';
import { startTestAnvil } from '../../test/support/anvil.js';
import { InspectedChain } from './inspected-chain.js';

let node: Anvil | undefined;
afterEach(() => node?.stop());

/** A node at a block, which takes what is two blocks below its head for final. */
async function at(block: number): Promise<InspectedChain> {
  node = await startTestAnvil({ mining: 'none' });
  await createTestClient({ mode: 'anvil', transport: http(node.url) }).mine({ blocks: block });
  return InspectedChain.open(node.url);
}

it('the distance of the finalized block is what the node says it is', async () => {
  const chain = await at(100);
  expect(chain.head).toBe(100);
  expect(await chain.finalizedDepth()).toBe(2);
}, 30_000);

it('a node that has finalized nothing yet does not say', async () => {
  expect(await (await at(1)).finalizedDepth()).toBeUndefined();
}, 30_000);
