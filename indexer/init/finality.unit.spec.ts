import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { KNOWN_CHAINS } from '../../config/known-chains.js';
import { renderConfiguration } from './chain-entry.js';
import { proposeFinality } from './finality.js';

it.each(KNOWN_CHAINS)(
  'the depth of $name is the known one, whatever its node says',
  ({ id, name, finality_blocks }) => {
    for (const depth of [undefined, 3, 5_000]) {
      expect(proposeFinality(id, depth)).toEqual({
        blocks: finality_blocks,
        why: `${name}: see docs/operating.md`,
      });
    }
  },
);

it('elsewhere it is half as much again as the distance of the finalized block, and at least a few blocks', () => {
  expect(proposeFinality(4242, 70)).toEqual({
    blocks: 105,
    why: "a proposal: just now the node's finalized block is 70 below its head; hold it against the documentation of the chain",
  });
  expect(proposeFinality(4242, 0).blocks).toBe(8);
});

it('where the node does not say, it is called a guess', () => {
  expect(proposeFinality(4242, undefined)).toEqual({
    blocks: 64,
    why: 'a guess: look up in the documentation of the chain how deep a fork can be',
  });
});

it('the draft of a configuration says it beside the figure', () => {
  const entry = { chainId: 4242, adapter: 'reference', contract: undefined, rpc: 'https://node.example/key' };
  const text = renderConfiguration({ ...entry, finality: proposeFinality(4242, 70) });
  expect(text).toContain("finality: 105 # a proposal: just now the node's finalized block is 70 below its head;");
  expect(parse(text)).toMatchObject({ chains: [{ id: 4242, name: 'Chain 4242', finality: 105 }] });
  expect(renderConfiguration({ ...entry, chainId: 1, finality: proposeFinality(1, undefined) })).toContain(
    '    name: Ethereum\n',
  );
});
