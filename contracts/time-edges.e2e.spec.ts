import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, type Hex, keccak256, maxUint256, toHex, zeroHash } from 'viem';
import { DELAYS, PARTS, type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';
import { receiptOn, signed, usageOn } from './test/receipts.js';
import { split } from './test/splits.js';
import { taskSpec } from './test/tasks.js';

const ALICE = 2;
const HASH = keccak256(toHex('content'));
const DAY_s = 86_400n;
/** Enough for anything: the node would estimate before the edge. */
const GAS = 1_000_000n;

/** Refusals are asked of the block before the edge, and what is then allowed happens in the block on it. */
describe('To the second,', () => {
  let chain: TestChain;
  let meter: TestContract;
  let registry: TestContract;
  let tasks: TestContract;
  let alice: Address;
  let bob: Address;
  let worker: Address;
  let id: Hex;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ meter, registry, tasks } = chain);
    [alice, bob, worker] = [ALICE, 3, 4].map((n) => chain.accounts[n]!) as [Address, Address, Address];
    id = receiptOf(alice, 1);
    await registry.send(bob, 'register', [{ kind: 0, contentHash: HASH, uri: '', name: 'Street scenes' }]);
    await registry.send(bob, 'setRoleSplit', [1n, split(5)]);
    await registry.send(bob, 'appointTasks', [1n, tasks.address]);
    await chain.token.send(alice, 'mint', [alice, 10_000_000n]);
    await chain.token.send(alice, 'approve', [meter.address, maxUint256]);
    await meter.send(alice, 'deposit', [chain.token.address, 5_000_000n, alice]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  /** Mines a block at this time. */
  const mineAt = async (time: bigint): Promise<void> => chain.wait(Number(time - (await chain.now())));
  async function hold(): Promise<bigint> {
    await meter.send(alice, 'holdUsage', [usageOn(chain, alice, 1)]);
    return (await chain.now()) + BigInt(DELAYS.holdWindow_s);
  }

  it('a split is in force from its notice on', async () => {
    await registry.send(bob, 'setRoleSplit', [1n, split(4)]);
    const from = (await chain.now()) + BigInt(DELAYS.splitNotice_s);
    await mineAt(from - 1n);
    expect(await registry.refusal(bob, 'applyRoleSplit', [1n])).toEqual(['NoticeRuns', 1n, from]);
    await chain.nextAt(from);
    await registry.send(bob, 'applyRoleSplit', [1n], GAS);
  });

  it('a held usage is returned before its window ends, and by nobody released', async () => {
    const until = await hold();
    await mineAt(until - 2n);
    expect(await meter.refusal(bob, 'releaseUsage', [id])).toEqual(['WindowRuns', id, until]);
    await chain.nextAt(until - 1n);
    await meter.send(bob, 'reverseUsage', [id, ''], GAS);
  });

  it('a held usage is released from the end of its window on, and no longer returned', async () => {
    const until = await hold();
    await mineAt(until - 1n);
    expect(await meter.refusal(bob, 'releaseUsage', [id])).toEqual(['WindowRuns', id, until]);
    await chain.nextAt(until);
    await meter.send(bob, 'releaseUsage', [id], GAS);
    expect(await meter.refusal(bob, 'reverseUsage', [id, ''])).toEqual(['NotHeld', id]);
  });

  it('nothing is returned in the block in which the window ends', async () => {
    const until = await hold();
    await mineAt(until);
    expect(await meter.refusal(bob, 'reverseUsage', [id, ''])).toEqual(['WindowOver', id, until]);
  });

  it('a receipt counts at the last second of its time', async () => {
    const validUntil = (await chain.now()) + 50n;
    const [one, two] = [1, 2].map((n) => ({ ...receiptOn(chain, alice, n), validUntil }));
    const settle = async (receipt: NonNullable<typeof one>) => {
      const args = [[receipt], [await signed(chain, ALICE, receipt)]];
      return meter.eventsIn(await meter.send(bob, 'settle', args, GAS)).at(-1)!;
    };
    await chain.nextAt(validUntil);
    expect((await settle(one!)).name).toBe('UsageRecorded');
    await chain.nextAt(validUntil + 1n);
    expect((await settle(two!)).args['reason']).toBe(1);
  });

  it('prepaid money is taken from the end of the delay on, for three days', async () => {
    const { token } = chain;
    const ask = async () => {
      await meter.send(alice, 'requestWithdrawal', [token.address, 1n]);
      return (await chain.now()) + BigInt(DELAYS.withdrawalDelay_s);
    };
    const first = await ask();
    await mineAt(first - 1n);
    expect(await meter.refusal(alice, 'withdraw', [token.address])).toEqual(['DelayRuns', first]);
    await chain.nextAt(first);
    await meter.send(alice, 'withdraw', [token.address], GAS);
    await chain.nextAt((await ask()) + 3n * DAY_s);
    await meter.send(alice, 'withdraw', [token.address], GAS);
    await mineAt((await ask()) + 3n * DAY_s + 1n);
    expect((await meter.refusal(alice, 'withdraw', [token.address]))[0]).toBe('NothingRequested');
  });

  it('a payout root is active from its delay on, and replaced only before', async () => {
    const { vault } = chain;
    const publish = (epoch: number) =>
      vault.send(chain.accounts[PARTS.operator]!, 'publishRoot', [epoch, HASH, 0n, 0n, zeroHash], GAS);
    const active = async () => ((await vault.read('activeRoot')) as { epoch: number }).epoch;
    await publish(1);
    const from = (await chain.now()) + BigInt(DELAYS.activationDelay_s);
    await mineAt(from - 2n);
    expect(await active()).toBe(0);
    await chain.nextAt(from - 1n);
    await publish(2);
    expect(await active()).toBe(0);
    const next = (await chain.now()) + BigInt(DELAYS.activationDelay_s);
    await chain.nextAt(next);
    await publish(3);
    expect(await active()).toBe(2);
  });

  it('the daily limit begins anew at midnight UTC', async () => {
    const reward = { token: chain.token.address, budget: 0n, basePerUnit: 0n, bonusPerUnit: 0n };
    await tasks.send(bob, 'open', [taskSpec({ dailyUnits: 5n }), [reward], [bob]]);
    const midnight = ((await chain.now()) / DAY_s + 2n) * DAY_s;
    const submit = (n: number) => [1n, keccak256(toHex(n)), 5n, 0, []];
    await chain.nextAt(midnight - 2n);
    await tasks.send(worker, 'submit', submit(1), GAS);
    await mineAt(midnight - 1n);
    expect(await tasks.refusal(worker, 'submit', [...submit(2).slice(0, 2), 1n, 0, []])).toEqual([
      'DailyLimit',
      1n,
      0n,
    ]);
    await chain.nextAt(midnight);
    await tasks.send(worker, 'submit', submit(2), GAS);
    expect(await tasks.refusal(worker, 'submit', [1n, HASH, 1n, 0, []])).toEqual(['DailyLimit', 1n, 0n]);
  });

  it('a licence is prolonged until it expires, and begins anew from then on', async () => {
    await meter.send(bob, 'offerLicense', [1n, HASH, chain.token.address, 0n, 100n]);
    const buy = async (n: number) => {
      await meter.send(alice, 'buyLicense', [1n, receiptOf(alice, n)], GAS);
      return (await meter.read('licensedUntil', [1n, alice, HASH])) as bigint;
    };
    const first = await buy(1);
    await chain.nextAt(first - 1n);
    const second = await buy(2);
    expect(second).toBe(first + 100n);
    await chain.nextAt(second);
    expect(await buy(3)).toBe(second + 100n);
    await chain.nextAt(second + 101n);
    expect(await buy(4)).toBe(second + 201n);
  });
});
