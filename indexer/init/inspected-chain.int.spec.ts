import { afterEach, expect, it } from '@jest/globals';
import { createTestClient, http } from 'viem';
import type { Anvil } from '../../local/chains/anvil.js';
import { startTestAnvil } from '../../test/support/anvil.js';
import { InspectedChain } from './inspected-chain.js';

let node: Anvil;
afterEach(() => node.stop());

/** A node that takes what is so many blocks below its head for final, at the block with a number. */
async function at(block: number, slotsInEpoch: number): Promise<InspectedChain> {
  node = await startTestAnvil({ mining: 'none', flags: ['--slots-in-an-epoch', String(slotsInEpoch)] });
  const client = createTestClient({ mode: 'anvil', transport: http(node.url) });
  await client.mine({ blocks: block });
  return InspectedChain.open(node.url);
}

it('the distance of the finalized block is what the node says it is', async () => {
  expect(await (await at(100, 8)).finalizedDepth()).toBe(16);
}, 30_000);

it('a node that has finalized nothing yet does not say', async () => {
  expect(await (await at(10, 8)).finalizedDepth()).toBeUndefined();
}, 30_000);
