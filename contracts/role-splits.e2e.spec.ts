import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, toHex, zeroAddress } from 'viem';
import { assetRegistryAbi } from './generated/abis.js';
import { assetRegistryBytecode } from './generated/bytecode.js';
import { DELAYS, PARTS, type TestChain, type TestContract, startTestChain } from './test/chain.js';
import { ANNOTATOR, split, VALIDATOR } from './test/splits.js';

const HASH = keccak256(toHex('content'));
const NONE = split(0);

describe('The role split of an asset', () => {
  let chain: TestChain;
  let registry: TestContract;
  let alice: Address;
  let bob: Address;
  let worker: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    registry = chain.registry;
    [, , alice, bob, worker] = chain.accounts as [Address, Address, Address, Address, Address];
    await registry.send(alice, 'register', [{ kind: 0, contentHash: HASH, uri: '', name: 'Street scenes' }]);
    await registry.send(alice, 'setRoleSplit', [1n, split(400_000, 100_000)]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const set = (ppm: number[]): ReturnType<TestContract['events']> => registry.events(alice, 'setRoleSplit', [1n, ppm]);
  const inForce = (): Promise<unknown> => registry.read('roleSplitOf', [1n]);
  const apply = (): ReturnType<TestContract['events']> => registry.events(bob, 'applyRoleSplit', [1n]);
  const setAt = (ppm: number[]) => [{ name: 'RoleSplitSet', args: { assetId: 1n, ppm } }];

  describe('that lowers nobody but the owner', () => {
    it('is in force at once', async () => {
      expect(await set(split(400_000, 500_000, 5))).toEqual(setAt(split(400_000, 500_000, 5)));
      expect(await set(split(400_000, 500_000, 0))).toEqual(setAt(split(400_000, 500_000, 0)));
    });
  });

  describe('that lowers any role', () => {
    const lower = split(500_000, 99_999);

    it('is announced, and the one before stays in force', async () => {
      const [event] = await set(lower);
      const effectiveAt = (await chain.now()) + BigInt(DELAYS.splitNotice_s);
      expect(event).toEqual({ name: 'RoleSplitAnnounced', args: { assetId: 1n, ppm: lower, effectiveAt } });
      expect(await inForce()).toEqual(split(400_000, 100_000));
      expect(await registry.read('announcedSplitOf', [1n])).toEqual([effectiveAt, lower]);
    });

    it('is applied by anybody when its notice has run, once', async () => {
      await set(lower);
      const effectiveAt = (await chain.now()) + BigInt(DELAYS.splitNotice_s);
      expect(await registry.refusal(bob, 'applyRoleSplit', [1n])).toEqual(['NoticeRuns', 1n, effectiveAt]);
      await chain.wait(DELAYS.splitNotice_s);
      expect(await apply()).toEqual(setAt(lower));
      expect(await inForce()).toEqual(lower);
      expect(await registry.refusal(bob, 'applyRoleSplit', [1n])).toEqual(['NothingAnnounced', 1n]);
    });

    it('is replaced by a newer one, whose notice starts anew', async () => {
      await set(lower);
      await chain.wait(DELAYS.splitNotice_s - 10);
      await set(NONE);
      await chain.wait(20);
      expect((await registry.refusal(bob, 'applyRoleSplit', [1n]))[0]).toBe('NoticeRuns');
      await chain.wait(DELAYS.splitNotice_s);
      expect(await apply()).toEqual(setAt(NONE));
    });

    it('is taken back by setting the one in force, and by any that lowers nobody', async () => {
      for (const ppm of [split(400_000, 100_000), split(450_000, 100_000)]) {
        await set(lower);
        await set(ppm);
        await chain.wait(DELAYS.splitNotice_s);
        expect(await registry.refusal(bob, 'applyRoleSplit', [1n])).toEqual(['NothingAnnounced', 1n]);
        expect(await inForce()).toEqual(ppm);
      }
    });

    it('cannot divide more than one whole', async () => {
      expect(await registry.refusal(alice, 'setRoleSplit', [1n, split(1_000_001, 0)])).toEqual([
        'RateAboveWhole',
        1_000_001n,
      ]);
    });

    it('takes effect at once where there is no notice', async () => {
      const hasty = await chain.deploy(assetRegistryAbi, assetRegistryBytecode, [alice, alice, 0n]);
      await hasty.send(alice, 'register', [{ kind: 0, contentHash: HASH, uri: '', name: '' }]);
      await hasty.send(alice, 'setRoleSplit', [1n, split(5, 5)]);
      expect(await hasty.events(alice, 'setRoleSplit', [1n, split(1, 9)])).toEqual(setAt(split(1, 9)));
    });

    it('has a year of notice at most', async () => {
      const year = 365n * 86_400n;
      expect(await chain.creationRefusal(assetRegistryAbi, assetRegistryBytecode, [alice, alice, year + 1n])).toEqual([
        'NoticeTooLong',
        year + 1n,
      ]);
      const nobodys = [zeroAddress, alice, year];
      expect(await chain.creationRefusal(assetRegistryAbi, assetRegistryBytecode, nobodys)).toEqual([
        'OwnableInvalidOwner',
        zeroAddress,
      ]);
    });
  });

  describe('and whoever runs its tasks', () => {
    const tasks = (): Address => bob;
    const lock = (role: number, ppm: number): ReturnType<TestContract['events']> =>
      registry.events(tasks(), 'taskOpened', [1n, role, ppm]);
    beforeEach(async () => {
      await registry.send(alice, 'appointTasks', [1n, tasks()]);
    });

    it('are appointed by the owner', async () => {
      expect(await registry.events(alice, 'appointTasks', [1n, worker])).toEqual([
        { name: 'TasksAppointed', args: { assetId: 1n, tasks: worker } },
      ]);
      expect(await registry.read('tasksOf', [1n])).toBe(worker);
      for (const [name, args] of [
        ['taskOpened', [1n, ANNOTATOR, 0]],
        ['taskEnded', [1n]],
        ['addShares', [1n, ANNOTATOR, alice, 1n]],
      ] as const) {
        expect(await registry.refusal(bob, name, args)).toEqual(['NotTasksOf', 1n, bob]);
      }
    });

    it('stay while a task is open', async () => {
      await lock(ANNOTATOR, 0);
      expect(await registry.refusal(alice, 'appointTasks', [1n, zeroAddress])).toEqual(['TasksOpen', 1n, 1n]);
      await registry.send(tasks(), 'taskEnded', [1n]);
      await registry.send(alice, 'appointTasks', [1n, zeroAddress]);
    });

    it('lock a least part for good, and stay for good then', async () => {
      expect(await lock(ANNOTATOR, 300_000)).toEqual([
        { name: 'RolePartLocked', args: { assetId: 1n, role: ANNOTATOR, leastPpm: 300_000 } },
      ]);
      expect(await registry.read('leastPartOf', [1n, ANNOTATOR])).toBe(300_000);
      await registry.send(tasks(), 'taskEnded', [1n]);
      expect(await registry.refusal(alice, 'setRoleSplit', [1n, split(299_999, 0)])).toEqual([
        'PartBelowLock',
        1n,
        ANNOTATOR,
        299_999,
        300_000,
      ]);
      await set(split(300_000, 0));
      expect(await registry.refusal(alice, 'appointTasks', [1n, alice])).toEqual(['TasksOpen', 1n, 0n]);
    });

    it('only raise locks', async () => {
      await lock(ANNOTATOR, 300_000);
      expect(await lock(ANNOTATOR, 200_000)).toEqual([]);
      expect(await lock(ANNOTATOR, 0)).toEqual([]);
      expect(await registry.read('leastPartOf', [1n, ANNOTATOR])).toBe(300_000);
      await lock(ANNOTATOR, 400_000);
      expect(await registry.read('leastPartOf', [1n, ANNOTATOR])).toBe(400_000);
    });

    it('lock no more than the role has, and nothing of the owner', async () => {
      expect(await registry.refusal(bob, 'taskOpened', [1n, ANNOTATOR, 400_001])).toEqual([
        'PartBelowLock',
        1n,
        ANNOTATOR,
        400_000,
        400_001,
      ]);
      expect(await registry.refusal(bob, 'taskOpened', [1n, 0, 0])).toEqual(['OwnerHasNoShares', 1n]);
    });

    it('stop an announced split that would go below the lock', async () => {
      await set(split(200_000, 0));
      await lock(ANNOTATOR, 300_000);
      await chain.wait(DELAYS.splitNotice_s);
      expect(await registry.refusal(bob, 'applyRoleSplit', [1n])).toEqual([
        'PartBelowLock',
        1n,
        ANNOTATOR,
        200_000,
        300_000,
      ]);
    });

    it('keep the owner from giving shares of a locked role to others', async () => {
      await lock(ANNOTATOR, 1);
      expect(await registry.refusal(alice, 'setShares', [1n, ANNOTATOR, [alice], [9n]])).toEqual([
        'RoleLocked',
        1n,
        ANNOTATOR,
      ]);
      await registry.send(alice, 'setShares', [1n, VALIDATOR, [alice], [9n]]);
    });

    it('add to the shares that are there, up to the greatest count', async () => {
      const greatest = 2n ** 96n - 1n;
      const add = (shares: bigint): ReturnType<TestContract['events']> =>
        registry.events(tasks(), 'addShares', [1n, ANNOTATOR, worker, shares]);
      const told = (count: bigint) => [
        { name: 'SharesChanged', args: { assetId: 1n, role: ANNOTATOR, contributors: [worker], shares: [count] } },
      ];
      expect(await add(5n)).toEqual(told(5n));
      await registry.send(alice, 'setShares', [1n, ANNOTATOR, [worker], [100n]]);
      expect(await add(7n)).toEqual(told(107n));
      await registry.send(alice, 'setShares', [1n, ANNOTATOR, [worker], [greatest - 1n]]);
      expect(await add(2n ** 64n - 1n)).toEqual(told(greatest));
      expect(await registry.read('sharesOf', [1n, ANNOTATOR, worker])).toBe(greatest);
    });
  });
});

describe('Disputes', () => {
  let chain: TestChain;
  let registry: TestContract;
  let owner: Address;
  let arbiter: Address;
  let alice: Address;
  let claimant: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    registry = chain.registry;
    [owner, arbiter] = [chain.accounts[PARTS.owner]!, chain.accounts[PARTS.arbiter]!];
    [, , alice, claimant] = chain.accounts as [Address, Address, Address, Address];
    for (const name of ['Disputed', 'Other']) {
      await registry.send(alice, 'register', [{ kind: 0, contentHash: HASH, uri: '', name }]);
    }
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const raise = (assetId = 1n): ReturnType<TestContract['events']> =>
    registry.events(arbiter, 'raiseDispute', [assetId, claimant, 'copied from mine']);
  const uphold = (id: bigint): ReturnType<TestContract['events']> =>
    registry.events(arbiter, 'upholdDispute', [id, claimant]);
  const dismiss = (id: bigint): ReturnType<TestContract['events']> => registry.events(arbiter, 'dismissDispute', [id]);
  const status = (): Promise<unknown> => registry.read('statusOf', [1n]);
  const decided = (disputeId: bigint, upheld: boolean, now: number) => [
    {
      name: 'DisputeDecided',
      args: { assetId: 1n, disputeId, upheld, beneficiary: upheld ? claimant : zeroAddress, status: now },
    },
  ];

  it('are raised by the arbiter and upheld with a beneficiary', async () => {
    expect(await raise()).toEqual([
      { name: 'DisputeRaised', args: { assetId: 1n, disputeId: 1n, claimant, reason: 'copied from mine' } },
    ]);
    expect(await status()).toBe(1);
    expect(await uphold(1n)).toEqual(decided(1n, true, 0));
    expect(await status()).toBe(0);
  });

  it('can be several of one asset, which is disputed until the last is decided', async () => {
    await raise();
    await raise(2n);
    await raise();
    expect(await registry.read('openDisputesOf', [1n])).toBe(2n);
    expect(await dismiss(3n)).toEqual(decided(3n, false, 1));
    expect(await status()).toBe(1);
    expect(await dismiss(1n)).toEqual(decided(1n, false, 0));
    expect(await registry.read('statusOf', [2n])).toBe(1);
  });

  it('are decided once', async () => {
    await raise();
    await uphold(1n);
    for (const id of [1n, 2n, 0n]) {
      expect(await registry.refusal(arbiter, 'dismissDispute', [id])).toEqual(['DisputeNotOpen', id]);
      expect(await registry.refusal(arbiter, 'upholdDispute', [id, alice])).toEqual(['DisputeNotOpen', id]);
    }
  });

  it('leave a retired asset retired, and keep an asset from being retired', async () => {
    await raise();
    expect(await registry.refusal(alice, 'retire', [1n])).toEqual(['AssetDisputed', 1n]);
    await dismiss(1n);
    await registry.send(alice, 'retire', [1n]);
    await raise();
    expect(await status()).toBe(1);
    expect(await dismiss(2n)).toEqual(decided(2n, false, 2));
  });

  it('are about registered assets', async () => {
    expect(await registry.refusal(arbiter, 'raiseDispute', [9n, claimant, ''])).toEqual(['UnknownAsset', 9n]);
  });

  it('are the business of the arbiter alone, whom the owner names', async () => {
    await raise();
    for (const [name, args] of [
      ['raiseDispute', [1n, claimant, '']],
      ['upholdDispute', [1n, claimant]],
      ['dismissDispute', [1n]],
    ] as const) {
      expect(await registry.refusal(owner, name, args)).toEqual(['NotArbiter', owner]);
    }
    expect(await registry.refusal(arbiter, 'setArbiter', [alice])).toEqual(['OwnableUnauthorizedAccount', arbiter]);
    expect(await registry.events(owner, 'setArbiter', [alice])).toEqual([
      { name: 'ArbiterSet', args: { arbiter: alice } },
    ]);
    await registry.send(alice, 'dismissDispute', [1n]);
  });
});
