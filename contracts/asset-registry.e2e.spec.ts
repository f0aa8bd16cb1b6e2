import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, type Hex, keccak256, toHex, zeroAddress } from 'viem';
import { ASSET_KINDS, ASSET_STATUSES, ROLES } from '../src/domain/vocabulary.js';
import { nothingAbi, nothingBytecode } from './generated/test-contracts.js';
import { type TestChain, type TestContract, startTestChain } from './test/chain.js';

const HASH = keccak256(toHex('content'));
const TERMS = {
  derivativesAllowed: true,
  minRoyaltyPpm: 50_000,
  royaltyPolicy: 1,
  commercialUse: true,
  termsHash: keccak256(toHex('terms')),
};

const registration = (name: string, kind = 0): object => ({ kind, contentHash: HASH, uri: `ipfs://${name}`, name });

describe('AssetRegistry', () => {
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
  beforeEach(() => chain.reset());

  const register = (name = 'Street scenes'): Promise<unknown> => registry.send(alice, 'register', [registration(name)]);

  describe('registering', () => {
    it('says everything about the asset and mints its token to the caller', async () => {
      const events = await registry.events(alice, 'register', [registration('Street scenes', 1)]);
      expect(events).toEqual([
        {
          name: 'AssetRegistered',
          args: {
            assetId: 1n,
            owner: alice,
            kind: 1,
            contentHash: HASH,
            uri: 'ipfs://Street scenes',
            name: 'Street scenes',
          },
        },
        { name: 'Transfer', args: { from: zeroAddress, to: alice, tokenId: 1n } },
      ]);
      expect(await registry.read('ownerOf', [1n])).toBe(alice);
      expect(await registry.read('tokenURI', [1n])).toBe('ipfs://Street scenes');
      expect(await registry.read('versionOf', [1n])).toBe(1);
      expect(await registry.read('statusOf', [1n])).toBe(ASSET_STATUSES.indexOf('ACTIVE'));
    });

    it('counts ids from 1, whoever registers', async () => {
      await register();
      await registry.send(bob, 'register', [registration('Second')]);
      expect(await registry.read('assetCount')).toBe(2n);
      expect(await registry.read('ownerOf', [2n])).toBe(bob);
      expect(await Promise.all([0n, 1n, 2n, 3n].map((id) => registry.read('exists', [id])))).toEqual([
        false,
        true,
        true,
        false,
      ]);
    });

    it('takes every kind, and none beyond', async () => {
      for (const kind of ASSET_KINDS.keys()) await registry.send(alice, 'register', [registration('Any', kind)]);
      expect(await registry.refusal(alice, 'register', [registration('Any', ASSET_KINDS.length)])).toEqual([
        'no reason',
      ]);
    });

    it('carries names that hold any bytes, and empty ones', async () => {
      for (const name of ['', '名前 \u{1f525}', 'a\u0000b', 'x'.repeat(5_000)]) {
        const [event] = await registry.events(alice, 'register', [registration(name)]);
        expect(event!.args['name']).toBe(name);
      }
    });

    it('works for an owner that cannot receive ERC-721 tokens by hook', async () => {
      const { address } = await chain.deploy(nothingAbi, nothingBytecode);
      await chain.impersonate(address);
      await registry.send(address, 'register', [registration('By a contract')]);
      expect(await registry.read('ownerOf', [1n])).toBe(address);
    });
  });

  describe('versions', () => {
    it('count up from the registration and move the URI', async () => {
      await register();
      const next = keccak256(toHex('next'));
      expect(await registry.events(alice, 'publishVersion', [1n, next, 'ipfs://v2'])).toEqual([
        { name: 'VersionPublished', args: { assetId: 1n, version: 2, contentHash: next, uri: 'ipfs://v2' } },
      ]);
      const [third] = await registry.events(alice, 'publishVersion', [1n, HASH, 'ipfs://v3']);
      expect(third!.args['version']).toBe(3);
      expect(await registry.read('tokenURI', [1n])).toBe('ipfs://v3');
    });

    it('are not published for a retired asset', async () => {
      await register();
      await registry.send(alice, 'retire', [1n]);
      expect(await registry.refusal(alice, 'publishVersion', [1n, HASH, ''])).toEqual(['AssetRetired', 1n]);
    });
  });

  describe('terms', () => {
    it('are told in full and replaced as often as the owner likes', async () => {
      await register();
      expect(await registry.read('termsOf', [1n])).toMatchObject([false, { derivativesAllowed: false }]);
      expect(await registry.events(alice, 'setTerms', [1n, TERMS])).toEqual([
        { name: 'TermsSet', args: { assetId: 1n, ...TERMS } },
      ]);
      expect(await registry.read('termsOf', [1n])).toEqual([true, TERMS]);
      const harder = { ...TERMS, derivativesAllowed: false, minRoyaltyPpm: 1_000_000 };
      await registry.send(alice, 'setTerms', [1n, harder]);
      expect(await registry.read('termsOf', [1n])).toEqual([true, harder]);
    });

    it('cannot ask for more than everything', async () => {
      await register();
      expect(await registry.refusal(alice, 'setTerms', [1n, { ...TERMS, minRoyaltyPpm: 1_000_001 }])).toEqual([
        'RateAboveWhole',
        1_000_001n,
      ]);
    });
  });

  describe('the role split', () => {
    it('names a part for each role, up to one whole', async () => {
      await register();
      const split = [0, 400_000, 300_000, 100_000, 100_000, 50_000, 50_000];
      expect(await registry.events(alice, 'setRoleSplit', [1n, split])).toEqual([
        { name: 'RoleSplitSet', args: { assetId: 1n, ppm: split } },
      ]);
      expect(await registry.read('roleSplitOf', [1n])).toEqual(split);
    });

    it('cannot divide more than one whole, even where the sum passes 32 bits', async () => {
      await register();
      expect(await registry.refusal(alice, 'setRoleSplit', [1n, [1, 1_000_000, 0, 0, 0, 0, 0]])).toEqual([
        'RateAboveWhole',
        1_000_001n,
      ]);
      expect(await registry.refusal(alice, 'setRoleSplit', [1n, ROLES.map(() => 2 ** 32 - 1)])).toEqual([
        'RateAboveWhole',
        7n * (2n ** 32n - 1n),
      ]);
    });
  });

  describe('shares', () => {
    const MAX = 2n ** 96n - 1n;

    it('are counts per contributor, told as given', async () => {
      await register();
      expect(await registry.events(alice, 'setShares', [1n, 2, [bob, alice], [MAX, 0n]])).toEqual([
        { name: 'SharesChanged', args: { assetId: 1n, role: 2, contributors: [bob, alice], shares: [MAX, 0n] } },
      ]);
    });

    it('exist for every role but the owner', async () => {
      await register();
      for (const role of ROLES.keys()) {
        if (role === 0) continue;
        const [event] = await registry.events(alice, 'setShares', [1n, role, [bob], [1n]]);
        expect(event!.args['role']).toBe(role);
      }
      expect(await registry.refusal(alice, 'setShares', [1n, 0, [bob], [1n]])).toEqual(['OwnerHasNoShares', 1n]);
      expect(await registry.refusal(alice, 'setShares', [1n, ROLES.length, [bob], [1n]])).toEqual(['no reason']);
    });

    it('need as many counts as contributors, one at least, and no zero address', async () => {
      await register();
      const set = (people: Address[], shares: bigint[]): Promise<unknown[]> =>
        registry.refusal(alice, 'setShares', [1n, 1, people, shares]);
      expect(await set([bob, alice], [1n])).toEqual(['LengthMismatch', 2n, 1n]);
      expect(await set([], [])).toEqual(['NothingGiven']);
      expect(await set([bob, zeroAddress], [1n, 1n])).toEqual(['ZeroContributor', 1n]);
    });

    it('of 500 contributors are set in one transaction', async () => {
      await register();
      const people = Array.from({ length: 500 }, (_, i): Hex => `0x${(i + 1).toString(16).padStart(40, '0')}`);
      const receipt = await registry.send(alice, 'setShares', [1n, 2, people, people.map((_, i) => BigInt(i))]);
      expect(receipt.logs).toHaveLength(1);
      expect(await registry.read('sharesOf', [1n, 2, people[499]])).toBe(499n);
      // 12.2 million seen; one transaction may use 16 million on Ethereum.
      expect(receipt.gasUsed).toBeLessThan(14_000_000n);
    });
  });

  describe('retiring', () => {
    it('is told once and for good', async () => {
      await register();
      expect(await registry.events(alice, 'retire', [1n])).toEqual([
        { name: 'StatusChanged', args: { assetId: 1n, status: ASSET_STATUSES.indexOf('RETIRED') } },
      ]);
      expect(await registry.refusal(alice, 'retire', [1n])).toEqual(['AssetRetired', 1n]);
    });

    it('leaves the division of what the asset earns to its owner', async () => {
      await register();
      await registry.send(alice, 'retire', [1n]);
      await registry.send(alice, 'setShares', [1n, 1, [bob], [5n]]);
      await registry.send(alice, 'setRoleSplit', [1n, [0, 1, 0, 0, 0, 0, 0]]);
      await registry.send(alice, 'setTerms', [1n, TERMS]);
    });
  });

  describe('ownership', () => {
    const calls: [string, unknown[]][] = [
      ['publishVersion', [HASH, '']],
      ['setTerms', [TERMS]],
      [
        'linkParents',
        [[{ chainId: 1n, registry: `0x${'11'.repeat(20)}`, assetId: 1n, relation: 0, royaltyPpm: 0, policy: 0 }]],
      ],
      ['setRoleSplit', [[0, 0, 0, 0, 0, 0, 0]]],
      ['setShares', [1, [`0x${'11'.repeat(20)}`], [1n]]],
      ['appointTasks', [`0x${'11'.repeat(20)}`]],
      ['retire', []],
    ];

    it.each(calls)('%s is for the owner alone, not even for those approved to move the token', async (name, args) => {
      await register();
      await registry.send(alice, 'setApprovalForAll', [bob, true]);
      expect(await registry.refusal(bob, name, [1n, ...args])).toEqual(['NotAssetOwner', 1n, bob]);
      await registry.send(alice, name, [1n, ...args]);
    });

    it.each(calls)('%s needs an asset that is registered', async (name, args) => {
      expect(await registry.refusal(alice, name, [1n, ...args])).toEqual(['UnknownAsset', 1n]);
    });

    it('moves with the token', async () => {
      await register();
      expect(await registry.events(alice, 'transferFrom', [alice, bob, 1n])).toEqual([
        { name: 'Transfer', args: { from: alice, to: bob, tokenId: 1n } },
      ]);
      await registry.send(bob, 'retire', [1n]);
      expect(await registry.refusal(alice, 'retire', [1n])).toEqual(['NotAssetOwner', 1n, alice]);
    });

    it('is given away by whoever has it, to somebody', async () => {
      await register();
      expect(await registry.refusal(bob, 'transferFrom', [alice, bob, 1n])).toEqual([
        'ERC721InsufficientApproval',
        bob,
        1n,
      ]);
      expect((await registry.refusal(alice, 'transferFrom', [alice, zeroAddress, 1n]))[0]).toBe(
        'ERC721InvalidReceiver',
      );
      const { address } = await chain.deploy(nothingAbi, nothingBytecode);
      expect((await registry.refusal(alice, 'safeTransferFrom', [alice, address, 1n]))[0]).toBe(
        'ERC721InvalidReceiver',
      );
    });

    it.each(['statusOf', 'versionOf', 'parentsOf', 'termsOf', 'roleSplitOf', 'announcedSplitOf', 'tokenURI'])(
      '%s of an asset that is not registered is refused',
      async (name) => {
        expect(await registry.refusal(alice, name, [7n])).toEqual(['UnknownAsset', 7n]);
      },
    );
  });
});
