import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, toHex, zeroAddress } from 'viem';
import { RELATIONS, ROLES } from '../src/domain/vocabulary.js';
import { type TestChain, type TestContract, startTestChain } from './test/chain.js';

const HASH = keccak256(toHex('content'));
const ELSEWHERE: Address = `0x${'22'.repeat(20)}`;
const NO_SPLIT = ROLES.map(() => 0);

const registration = (name: string): object => ({ kind: 1, contentHash: HASH, uri: '', name });

interface Link {
  chainId: bigint;
  registry: Address;
  assetId: bigint;
  relation: number;
  royaltyPpm: number;
  policy: number;
}

describe('Links of an AssetRegistry', () => {
  let chain: TestChain;
  let registry: TestContract;
  let alice: Address;
  let bob: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    registry = chain.registry;
    [, , alice, bob] = chain.accounts as [Address, Address, Address, Address];
  });
  afterAll(() => chain?.stop());
  beforeEach(async () => {
    await chain.reset();
    // 1 is Alice's child, 2 is Bob's possible parent.
    await registry.send(alice, 'register', [registration('Child')]);
    await registry.send(bob, 'register', [registration('Parent')]);
  });

  const here = (changes: Partial<Link> = {}): Link => ({
    chainId: BigInt(chain.chainId),
    registry: registry.address,
    assetId: 2n,
    relation: 1,
    royaltyPpm: 50_000,
    policy: 0,
    ...changes,
  });
  const elsewhere = (assetId: bigint, royaltyPpm = 10_000): Link => ({
    chainId: 8_453n,
    registry: ELSEWHERE,
    assetId,
    relation: 0,
    royaltyPpm,
    policy: 1,
  });
  const link = (...links: Link[]): Promise<unknown> => registry.send(alice, 'linkParents', [1n, links]);
  const refusal = (...links: Link[]): Promise<unknown[]> => registry.refusal(alice, 'linkParents', [1n, links]);
  const terms = (changes: object = {}): Promise<unknown> =>
    registry.send(bob, 'setTerms', [
      2n,
      {
        derivativesAllowed: true,
        minRoyaltyPpm: 0,
        royaltyPolicy: 0,
        commercialUse: true,
        termsHash: HASH,
        ...changes,
      },
    ]);

  it('name child, parent, relation, rate and policy, without asking the parent', async () => {
    const events = await registry.events(alice, 'linkParents', [1n, [here(), elsewhere(99n)]]);
    expect(events).toEqual([
      {
        name: 'ParentLinked',
        args: {
          childId: 1n,
          parentChainId: BigInt(chain.chainId),
          parentRegistry: registry.address,
          parentId: 2n,
          relation: 1,
          royaltyPpm: 50_000,
          policy: 0,
        },
      },
      {
        name: 'ParentLinked',
        args: {
          childId: 1n,
          parentChainId: 8_453n,
          parentRegistry: ELSEWHERE,
          parentId: 99n,
          relation: 0,
          royaltyPpm: 10_000,
          policy: 1,
        },
      },
    ]);
    expect(await registry.read('parentsOf', [1n])).toEqual([2n, 60_000]);
  });

  it('take every relation and both policies, and none beyond', async () => {
    for (const relation of RELATIONS.keys()) await link(here({ relation, policy: relation % 2 }));
    expect(await refusal(here({ relation: RELATIONS.length }))).toEqual(['no reason']);
    expect(await refusal(here({ policy: 2 }))).toEqual(['no reason']);
  });

  it('are refused where there are none', async () => {
    expect(await refusal()).toEqual(['NothingGiven']);
  });

  it('go to 16 parents, in one transaction or several', async () => {
    await link(...Array.from({ length: 15 }, (_, i) => elsewhere(BigInt(i))));
    await link(here());
    expect(await refusal(elsewhere(15n))).toEqual(['TooManyParents', 1n, 16n]);
    expect(await registry.read('parentsOf', [1n])).toEqual([16n, 200_000]);
  });

  it('of a pair that is linked already replace the rate and count once', async () => {
    await link(...Array.from({ length: 15 }, (_, i) => elsewhere(BigInt(i), 60_000)), here({ royaltyPpm: 100_000 }));
    expect(await registry.read('parentsOf', [1n])).toEqual([16n, 1_000_000]);
    const [event] = await registry.events(alice, 'linkParents', [1n, [here({ royaltyPpm: 40_000, relation: 4 })]]);
    expect(event!.args).toMatchObject({ parentId: 2n, royaltyPpm: 40_000, relation: 4 });
    expect(await registry.read('parentsOf', [1n])).toEqual([16n, 940_000]);
    await link(here({ royaltyPpm: 0 }));
    expect(await registry.read('parentsOf', [1n])).toEqual([16n, 900_000]);
  });

  it('tell parents apart by chain, registry and id', async () => {
    await link(here(), here({ chainId: 1n }), here({ registry: ELSEWHERE }), here({ chainId: 1n, assetId: 3n }));
    expect(await registry.read('parentsOf', [1n])).toEqual([4n, 200_000]);
  });

  it('owe one whole at most, together', async () => {
    await link(here({ royaltyPpm: 600_000 }), elsewhere(1n, 400_000));
    expect(await refusal(elsewhere(2n, 1))).toEqual(['RateAboveWhole', 1_000_001n]);
    expect(await refusal(here({ royaltyPpm: 600_001 }))).toEqual(['RateAboveWhole', 1_000_001n]);
    expect(await refusal(here({ royaltyPpm: 2 ** 32 - 1 }))).toEqual(['RateAboveWhole', 400_000n + 2n ** 32n - 1n]);
    await link(elsewhere(2n, 0));
  });

  it('to the asset itself are refused, here only', async () => {
    expect(await refusal(here({ assetId: 1n }))).toEqual(['ParentIsChild', 1n]);
    await link(here({ assetId: 1n, chainId: 1n }), here({ assetId: 1n, registry: ELSEWHERE }));
  });

  it('to a parent of this registry need it registered; elsewhere it is taken as it is', async () => {
    expect(await refusal(here({ assetId: 3n }))).toEqual(['UnknownAsset', 3n]);
    await link(elsewhere(2n ** 256n - 1n));
  });

  it('to a chain or registry that cannot exist are refused', async () => {
    expect(await refusal(here({ chainId: 0n }))).toEqual(['InvalidParent', 0n, registry.address]);
    expect(await refusal(here({ chainId: 2n ** 53n }))).toEqual(['InvalidParent', 2n ** 53n, registry.address]);
    expect(await refusal(here({ registry: zeroAddress }))).toEqual([
      'InvalidParent',
      BigInt(chain.chainId),
      zeroAddress,
    ]);
    await link(here({ chainId: 2n ** 53n - 1n }));
  });

  it('of which one is refused are all refused', async () => {
    expect(await refusal(here(), here({ assetId: 1n }))).toEqual(['ParentIsChild', 1n]);
    expect(await registry.read('parentsOf', [1n])).toEqual([0n, 0]);
  });

  describe('and the terms of a parent of this registry', () => {
    it('ask for nothing where they were never set', async () => {
      await link(here({ royaltyPpm: 0 }));
    });

    it('refuse any child where derivatives are not allowed', async () => {
      await terms({ derivativesAllowed: false });
      expect(await refusal(here({ royaltyPpm: 1_000_000 }))).toEqual(['DerivativesNotAllowed', 2n]);
    });

    it('refuse a royalty below the least', async () => {
      await terms({ minRoyaltyPpm: 50_000 });
      expect(await refusal(here({ royaltyPpm: 49_999 }))).toEqual(['RoyaltyBelowTerms', 2n, 49_999, 50_000]);
      await link(here({ royaltyPpm: 50_000 }));
    });

    it('refuse another policy than that of the least royalty', async () => {
      await terms({ minRoyaltyPpm: 1, royaltyPolicy: 1 });
      expect(await refusal(here({ policy: 0 }))).toEqual(['PolicyAgainstTerms', 2n, 0, 1]);
      await link(here({ policy: 1 }));
      await terms({ minRoyaltyPpm: 0, royaltyPolicy: 1 });
      await link(here({ policy: 0 }));
    });

    it('leave links alone that were made before, until they are made anew', async () => {
      await link(here({ royaltyPpm: 10_000 }));
      await terms({ minRoyaltyPpm: 20_000 });
      expect(await registry.read('parentsOf', [1n])).toEqual([1n, 10_000]);
      expect(await refusal(here({ royaltyPpm: 15_000 }))).toEqual(['RoyaltyBelowTerms', 2n, 15_000, 20_000]);
    });

    it('do not bind links to other registries of the same number', async () => {
      await terms({ derivativesAllowed: false });
      await link(here({ registry: ELSEWHERE }), here({ chainId: 1n }));
    });
  });

  it('to a retired parent are refused when new and can be changed when old', async () => {
    await registry.send(alice, 'register', [registration('Another child')]);
    await link(here({ royaltyPpm: 10_000 }));
    await registry.send(bob, 'retire', [2n]);
    await link(here({ royaltyPpm: 20_000 }));
    expect(await registry.refusal(alice, 'linkParents', [3n, [here()]])).toEqual(['AssetRetired', 2n]);
  });

  describe('made with the registration', () => {
    const split = [0, 500_000, 0, 0, 0, 0, 0];

    it('come with split and shares in one transaction, each told as if made alone', async () => {
      const shares = [
        { role: 1, contributors: [bob], shares: [3n] },
        { role: 5, contributors: [alice], shares: [1n] },
      ];
      const events = await registry.events(alice, 'registerWith', [registration('Model'), [here()], split, shares]);
      expect(events.map(({ name }) => name)).toEqual([
        'AssetRegistered',
        'Transfer',
        'ParentLinked',
        'RoleSplitSet',
        'SharesChanged',
        'SharesChanged',
      ]);
      expect(events[2]!.args).toMatchObject({ childId: 3n, parentId: 2n, royaltyPpm: 50_000 });
      expect(events[3]!.args).toEqual({ assetId: 3n, ppm: split });
      expect(events[5]!.args).toEqual({ assetId: 3n, role: 5, contributors: [alice], shares: [1n] });
    });

    it('may be left out, like split and shares', async () => {
      const events = await registry.events(alice, 'registerWith', [registration('Model'), [], NO_SPLIT, []]);
      expect(events.map(({ name }) => name)).toEqual(['AssetRegistered', 'Transfer']);
    });

    it('keep every rule', async () => {
      const refused = (links: Link[], ppm: number[], shares: object[]): Promise<unknown[]> =>
        registry.refusal(alice, 'registerWith', [registration('Model'), links, ppm, shares]);
      expect(await refused([here({ assetId: 3n })], NO_SPLIT, [])).toEqual(['ParentIsChild', 3n]);
      expect(
        await refused(
          [],
          ROLES.map(() => 200_000),
          [],
        ),
      ).toEqual(['RateAboveWhole', 1_400_000n]);
      expect(await refused([], NO_SPLIT, [{ role: 0, contributors: [bob], shares: [1n] }])).toEqual([
        'OwnerHasNoShares',
        3n,
      ]);
      await terms({ derivativesAllowed: false });
      expect(await refused([here()], NO_SPLIT, [])).toEqual(['DerivativesNotAllowed', 2n]);
    });
  });
});
