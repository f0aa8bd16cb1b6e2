import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, toHex } from 'viem';
import { DELAYS, type TestChain, type TestContract, startTestChain } from './test/chain.js';
import { ANNOTATOR, split } from './test/splits.js';

const HASH = keccak256(toHex('content'));

describe('The notice of a lower part cannot be got around', () => {
  let chain: TestChain;
  let registry: TestContract;
  let alice: Address;
  let buyer: Address;
  let tasks: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    registry = chain.registry;
    [, , alice, buyer, tasks] = chain.accounts as [Address, Address, Address, Address, Address];
    await registry.send(alice, 'register', [{ kind: 0, contentHash: HASH, uri: '', name: 'Street scenes' }]);
    await registry.send(alice, 'setRoleSplit', [1n, split(400_000, 100_000)]);
    await registry.send(alice, 'appointTasks', [1n, tasks]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  /** With gas for any time: in the second of an announcement, the node estimates less for the next. */
  const set = async (ppm: number[], by = alice) =>
    registry.eventsIn(await registry.send(by, 'setRoleSplit', [1n, ppm], 200_000n)).map(({ name }) => name);
  const inForce = (): Promise<unknown> => registry.read('roleSplitOf', [1n]);
  const sell = () => registry.send(alice, 'transferFrom', [alice, buyer, 1n]);

  it('by taking back what was raised before', async () => {
    expect(await set(split(500_000, 100_000))).toEqual(['RoleSplitSet']);
    expect(await set(split(400_000, 100_000))).toEqual(['RoleSplitAnnounced']);
    expect(await inForce()).toEqual(split(500_000, 100_000));
  });

  it('by giving one role what another had', async () => {
    expect(await set(split(0, 500_000))).toEqual(['RoleSplitAnnounced']);
    expect(await set(split(399_999, 600_001))).toEqual(['RoleSplitAnnounced']);
    expect(await inForce()).toEqual(split(400_000, 100_000));
  });

  it('by the notice of another split, announced before', async () => {
    await set(split(399_999, 100_000));
    await chain.wait(DELAYS.splitNotice_s);
    await set(split(0, 0));
    expect((await registry.refusal(alice, 'applyRoleSplit', [1n]))[0]).toBe('NoticeRuns');
    expect(await inForce()).toEqual(split(400_000, 100_000));
  });

  it('by an announcement that a raise has dropped', async () => {
    await set(split(0, 0));
    await chain.wait(DELAYS.splitNotice_s);
    await set(split(400_000, 200_000));
    expect(await registry.refusal(alice, 'applyRoleSplit', [1n])).toEqual(['NothingAnnounced', 1n]);
    expect(await registry.read('announcedSplitOf', [1n])).toEqual([0n, split(0, 0)]);
  });

  it('by an announcement that is kept until there is somebody to take from', async () => {
    const lapse_s = DELAYS.splitNotice_s + 30 * 86_400;
    await set(split(0, 0));
    await chain.wait(lapse_s);
    expect(await registry.read('announcedSplitOf', [1n])).toEqual([expect.any(BigInt), split(0, 0)]);
    await chain.wait(1);
    expect(await registry.refusal(alice, 'applyRoleSplit', [1n])).toEqual(['NothingAnnounced', 1n]);
    expect(await registry.read('announcedSplitOf', [1n])).toEqual([0n, split(0, 0)]);
    expect(await set(split(399_999, 0))).toEqual(['RoleSplitAnnounced']);
    expect((await registry.refusal(alice, 'applyRoleSplit', [1n]))[0]).toBe('NoticeRuns');
  });

  it('by selling the asset, which leaves split, announcement and lock as they are', async () => {
    await registry.send(tasks, 'taskOpened', [1n, ANNOTATOR, 300_000]);
    await set(split(350_000, 0));
    await sell();
    expect(await registry.refusal(alice, 'setRoleSplit', [1n, split(1, 1)])).toEqual(['NotAssetOwner', 1n, alice]);
    expect((await registry.refusal(alice, 'applyRoleSplit', [1n]))[0]).toBe('NoticeRuns');
    expect((await registry.refusal(buyer, 'setRoleSplit', [1n, split(299_999, 0)]))[0]).toBe('PartBelowLock');
    expect((await registry.refusal(buyer, 'appointTasks', [1n, buyer]))[0]).toBe('TasksOpen');
    expect(await set(split(300_000, 0), buyer)).toEqual(['RoleSplitAnnounced']);
    expect(await inForce()).toEqual(split(400_000, 100_000));
  });

  it('by an end of tasks that were never opened', async () => {
    expect(await registry.refusal(tasks, 'taskEnded', [1n])).toEqual(['Panic', 17n]);
  });
});
