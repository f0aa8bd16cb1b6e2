import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Address, assetId, chainId, homeChain, isHomedOn } from './ids.js';

it('an asset is homed on the chain that its id names, whichever chains were asked about before', () => {
  // Chains whose numbers begin alike are the ones that a prefix could mix up.
  const chain = fc.constantFrom(1, 10, 11, 137, 1_337, 13_371).map(chainId);
  const registry = `0x${'a'.repeat(40)}` as Address;
  fc.assert(
    fc.property(fc.array(fc.tuple(chain, chain)), (pairs) => {
      for (const [home, asked] of pairs) {
        const asset = assetId(home, registry, 7n);
        expect(homeChain(asset)).toBe(home);
        expect(isHomedOn(asset, asked)).toBe(home === asked);
      }
    }),
  );
});
