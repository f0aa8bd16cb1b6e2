import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { type Address, keccak256, maxUint256, toHex, zeroHash } from 'viem';
import { moodyTokenAbi, moodyTokenBytecode } from './generated/test-contracts.js';
import { DELAYS, PARTS, type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';
import { receiptOn, signed, usageOn } from './test/receipts.js';

const ALICE = 2;
const [GOOD, SAYS_NO, KEEPS_SOME] = [0, 2, 4];

/** Everything has been paid in, in a token whose transfers answer nothing, and waits to be paid out. */
describe('Money on its way out', () => {
  let chain: TestChain;
  let meter: TestContract;
  let token: TestContract;
  let arbiter: Address;
  let treasury: Address;
  let alice: Address;
  let worker: Address;
  let ways: Record<string, { on: TestContract; by: Address; name: string; args: unknown[] }>;

  beforeAll(async () => {
    chain = await startTestChain();
    const { vault, registry } = chain;
    meter = chain.meter;
    [treasury, arbiter, alice, worker] = [PARTS.treasury, PARTS.arbiter, ALICE, 3].map((n) => chain.accounts[n]!) as [
      Address,
      Address,
      Address,
      Address,
    ];
    token = await chain.deploy(moodyTokenAbi, moodyTokenBytecode);
    await registry.send(alice, 'register', [{ kind: 0, contentHash: zeroHash, uri: '', name: 'Street scenes' }]);
    await token.send(alice, 'mint', [alice, 3_000n]);
    await token.send(alice, 'mint', [vault.address, 500n]);
    await token.send(alice, 'approve', [meter.address, maxUint256]);
    await meter.send(alice, 'deposit', [token.address, 1_000n, alice]);
    for (const n of [1, 2]) await meter.send(alice, 'holdUsage', [usage(n)]);
    const held = { ...receiptOn(chain, alice, 3, { token: token.address, amount: 100n }), held: true };
    await meter.send(alice, 'settle', [[held], [await signed(chain, ALICE, held)]]);
    const receipt = receiptOn(chain, alice, 4, { token: token.address, amount: 100n });
    const leaf = [worker, token.address, 500n];
    const { root } = StandardMerkleTree.of([leaf], ['address', 'address', 'uint256']);
    await vault.send(chain.accounts[PARTS.operator]!, 'publishRoot', [1, root, 0n, 0n, keccak256(toHex('x'))]);
    await meter.send(alice, 'requestWithdrawal', [token.address, 300n]);
    await chain.wait(Math.max(DELAYS.activationDelay_s, DELAYS.withdrawalDelay_s));
    ways = {
      settle: { on: meter, by: worker, name: 'settle', args: [[receipt], [await signed(chain, ALICE, receipt)]] },
      release: { on: meter, by: alice, name: 'releaseUsage', args: [receiptOf(alice, 1)] },
      reverse: { on: meter, by: arbiter, name: 'reverseUsage', args: [receiptOf(alice, 2), ''] },
      'reverse to the balance': { on: meter, by: arbiter, name: 'reverseUsage', args: [receiptOf(alice, 3), ''] },
      withdraw: { on: meter, by: alice, name: 'withdraw', args: [token.address] },
      claim: { on: vault, by: alice, name: 'claim', args: [...leaf, []] },
    };
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const usage = (n: number) => usageOn(chain, alice, n, { token: token.address, amount: 100n });
  const isIn = (mood: number) => token.send(alice, 'setMood', [mood]);
  const go = (way: string) => {
    const { on, by, name, args } = ways[way]!;
    return on.send(by, name, args);
  };
  const refusal = (way: string) => {
    const { on, by, name, args } = ways[way]!;
    return on.refusal(by, name, args);
  };
  const balances = () =>
    Promise.all(
      [alice, worker, treasury, chain.vault.address, meter.address].map((of) => token.read('balanceOf', [of])),
    );
  const all = ['settle', 'release', 'reverse', 'reverse to the balance', 'withdraw', 'claim'];
  const AT_FIRST = [1_800n, 0n, 0n, 500n, 1_200n];
  const IN_THE_END = [1_800n + 100n + 300n, 500n, 4n, 196n, 600n];

  it('arrives, in a token that answers nothing', async () => {
    expect(await balances()).toEqual(AT_FIRST);
    for (const way of all) await go(way);
    expect(await balances()).toEqual(IN_THE_END);
    expect(await meter.read('prepaidOf', [alice, token.address])).toBe(600n);
  });

  it('is not lost in a token that says no, and arrives when that says yes', async () => {
    await isIn(SAYS_NO);
    for (const way of all) {
      if (way === 'reverse to the balance') await go(way);
      else expect([way, ...(await refusal(way))]).toEqual([way, 'SafeERC20FailedOperation', token.address]);
    }
    expect(await balances()).toEqual(AT_FIRST);
    await isIn(GOOD);
    for (const way of all) if (way !== 'reverse to the balance') await go(way);
    expect(await balances()).toEqual(IN_THE_END);
  });

  it('stays where less would arrive at treasury and vault, whose books would not hold it', async () => {
    await isIn(KEEPS_SOME);
    for (const way of ['settle', 'release']) {
      expect(await refusal(way)).toEqual(['WrongAmountReceived', token.address, 2n, 1n]);
    }
    expect(await balances()).toEqual(AT_FIRST);
  });

  it('goes to the people whose it is even where a token has come to take a fee', async () => {
    await isIn(KEEPS_SOME);
    for (const way of ['reverse', 'withdraw', 'claim']) await go(way);
    expect((await balances()).slice(0, 2)).toEqual([1_800n + 99n + 299n, 499n]);
  });
});
