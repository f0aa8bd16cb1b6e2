import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, toHex } from 'viem';
import { PARTS, type TestChain, type TestContract, startTestChain } from './test/chain.js';
import { ANNOTATOR, split } from './test/splits.js';

const HASH = keccak256(toHex('content'));
const [RELATIVE, ABSOLUTE] = [0, 1];

/** Whoever owns an asset can own a parent too: royalties to it are a way around whatever the asset keeps. */
describe('Royalties to parents', () => {
  let chain: TestChain;
  let registry: TestContract;
  let arbiter: Address;
  let alice: Address;
  let tasks: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    registry = chain.registry;
    arbiter = chain.accounts[PARTS.arbiter]!;
    [, , alice, tasks] = chain.accounts as [Address, Address, Address, Address];
    // 1 earns; 2 and 3 are parents of it, 4 and 5 are not.
    for (const name of ['Street scenes', 'Streets', 'Scenes', 'Mine', 'Mine too']) {
      await registry.send(alice, 'register', [{ kind: 0, contentHash: HASH, uri: '', name }]);
    }
    await registry.send(alice, 'setRoleSplit', [1n, split(400_000)]);
    await registry.send(alice, 'appointTasks', [1n, tasks]);
    await registry.send(alice, 'linkParents', [1n, [to(2n, 100_000), to(3n, 50_000, ABSOLUTE)]]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const to = (assetId: bigint, royaltyPpm: number, policy = RELATIVE) => ({
    chainId: BigInt(chain.chainId),
    registry: registry.address,
    assetId,
    relation: 0,
    royaltyPpm,
    policy,
  });
  const link = (...links: object[]) => registry.send(alice, 'linkParents', [1n, links]);
  const refusal = (...links: object[]) => registry.refusal(alice, 'linkParents', [1n, links]);
  const lock = () => registry.send(tasks, 'taskOpened', [1n, ANNOTATOR, 300_000]);
  const dispute = () => registry.send(arbiter, 'raiseDispute', [1n, alice, '']);

  describe.each([
    ['has a locked part', lock, 'RoyaltiesLocked'],
    ['is disputed', dispute, 'AssetDisputed'],
  ] as const)('of an asset that %s', (_, begin, error) => {
    beforeEach(() => begin());

    it('are not raised, neither by a new link nor by one that exists', async () => {
      expect(await refusal(to(4n, 1))).toEqual([error, 1n]);
      expect(await refusal(to(4n, 1, ABSOLUTE))).toEqual([error, 1n]);
      expect(await refusal(to(2n, 100_001))).toEqual([error, 1n]);
      expect(await refusal(to(3n, 50_001, ABSOLUTE))).toEqual([error, 1n]);
    });

    it('are not moved from one parent to another', async () => {
      expect(await refusal(to(2n, 0), to(4n, 100_000))).toEqual([error, 1n]);
    });

    it('are not opened to what the parent owes its own parents', async () => {
      expect(await refusal(to(4n, 0, ABSOLUTE))).toEqual([error, 1n]);
      expect(await refusal(to(2n, 0, ABSOLUTE))).toEqual([error, 1n]);
    });

    it('fall, stay, and name new parents that earn nothing', async () => {
      await link(to(2n, 99_999), to(3n, 50_000, ABSOLUTE), to(4n, 0));
      await link(to(3n, 40_000));
      expect(await registry.read('parentsOf', [1n])).toEqual([3n, 139_999]);
      expect(await refusal(to(3n, 40_000, ABSOLUTE))).toEqual([error, 1n]);
    });
  });

  it('can be raised when the last dispute is decided', async () => {
    await dispute();
    await registry.send(arbiter, 'dismissDispute', [1n]);
    await link(to(4n, 850_000));
  });

  it('can be raised where a task locks nothing', async () => {
    await registry.send(tasks, 'taskOpened', [1n, ANNOTATOR, 0]);
    await link(to(4n, 850_000, ABSOLUTE), to(2n, 0, ABSOLUTE));
  });
});
