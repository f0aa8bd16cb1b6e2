import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import {
  type Abi,
  type Address,
  type Hex,
  encodeFunctionData,
  keccak256,
  maxUint256,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { contributionTasksAbi, payoutVaultAbi, usageMeterAbi } from './generated/abis.js';
import { reenteringTokenAbi, reenteringTokenBytecode } from './generated/test-contracts.js';
import { DELAYS, PARTS, type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';
import { receiptOn, signed, usageOn } from './test/receipts.js';
import { taskSpec } from './test/tasks.js';

const ALICE = 2;
const HASH = keccak256(toHex('content'));
const [FIRST, SECOND] = ['first', 'second'].map((name) => keccak256(toHex(name))) as [Hex, Hex];
const MONEY = 1_000n;

type Call = [name: string, args: () => unknown[]];

describe('A token that calls back while it is being transferred', () => {
  let chain: TestChain;
  let token: TestContract;
  let owner: Address;
  let alice: Address;
  let bob: Address;
  let worker: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    const { registry, tasks, meter, vault } = chain;
    [owner, alice, bob, worker] = [PARTS.owner, ALICE, 3, 4].map((n) => chain.accounts[n]!) as [
      Address,
      Address,
      Address,
      Address,
    ];
    token = await chain.deploy(reenteringTokenAbi, reenteringTokenBytecode);
    await registry.send(alice, 'register', [{ kind: 0, contentHash: HASH, uri: '', name: 'Street scenes' }]);
    await registry.send(alice, 'appointTasks', [1n, tasks.address]);
    for (const account of [alice, vault.address]) await token.send(alice, 'mint', [account, 10n * MONEY]);
    for (const spender of [tasks, meter]) await token.send(alice, 'approve', [spender.address, maxUint256]);
    await meter.send(alice, 'deposit', [token.address, MONEY, alice]);
    await meter.send(alice, 'requestWithdrawal', [token.address, MONEY]);
    await meter.send(alice, 'offerLicense', [1n, HASH, token.address, 10n, 60n]);
    await tasks.send(alice, 'open', openArgs());
    for (const hash of [FIRST, SECOND]) await tasks.send(worker, 'submit', [1n, hash, 1n, 0, []]);
    await tasks.send(bob, 'review', [1n, worker, FIRST, 1n, 0]);
    await vault.send(chain.accounts[PARTS.operator]!, 'publishRoot', [1, tree().root, 0n, 0n, zeroHash]);
    // So that it is not for want of being the owner that it is kept out.
    await meter.send(owner, 'transferOwnership', [token.address]);
    await chain.impersonate(token.address);
    await meter.send(token.address, 'acceptOwnership', []);
    await chain.wait(Math.max(DELAYS.activationDelay_s, DELAYS.withdrawalDelay_s));
    await meter.send(alice, 'holdUsage', [usage(1)]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const usage = (n: number) => usageOn(chain, alice, n, { token: token.address, amount: 100n });
  const openArgs = (): unknown[] => [
    taskSpec({ dailyUnits: 5n }),
    [{ token: token.address, budget: MONEY, basePerUnit: 10n, bonusPerUnit: 0n }],
    [bob],
  ];
  const tree = () =>
    StandardMerkleTree.of([[worker, token.address, 10n]], ['address', 'address', 'uint256']) as StandardMerkleTree<
      unknown[]
    >;
  const leaf = (): unknown[] => [worker, token.address, 10n, []];
  const claims = (): unknown[] => [[{ contributor: worker, token: token.address, cumulative: 10n, proof: [] }]];
  const unsigned = (): unknown[] => [[receiptOn(chain, alice, 9)], ['0x']];

  /** Who calls, what pays in or out, and what the token calls back meanwhile: whatever else moves money. */
  async function interrupted(contract: TestContract, abi: Abi, by: Address, [name, args]: Call, back: Call) {
    const data = encodeFunctionData({ abi, functionName: back[0], args: back[1]() });
    await token.send(alice, 'willCall', [contract.address, data]);
    return contract.refusal(by, name, args());
  }

  const moving: Call[] = [
    ['recordUsage', () => [usage(2)]],
    ['holdUsage', () => [usage(3)]],
    ['buyLicense', () => [1n, receiptOf(alice, 4)]],
    ['deposit', () => [token.address, 1n, alice]],
    ['withdraw', () => [token.address]],
    ['releaseUsage', () => [receiptOf(alice, 1)]],
    ['reverseUsage', () => [receiptOf(alice, 1), '']],
  ];
  it.each(moving)("cannot get into the meter's %s", async (...call) => {
    const backs: Call[] = [...moving, ['settle', unsigned], ['setFee', () => [0, owner, chain.vault.address]]];
    for (const back of backs) {
      const reason = await interrupted(chain.meter, usageMeterAbi, alice, call, back);
      expect([back[0], ...reason]).toEqual([back[0], 'ReentrancyGuardReentrantCall']);
    }
  });

  it("cannot get into the meter's settle", async () => {
    const receipt = receiptOn(chain, alice, 5, { token: token.address, amount: 100n });
    const args = [[receipt], [await signed(chain, ALICE, receipt)]];
    for (const back of moving) {
      const reason = await interrupted(chain.meter, usageMeterAbi, alice, ['settle', () => args], back);
      expect(reason).toEqual(['ReentrancyGuardReentrantCall']);
    }
  });

  it.each<Call>([
    ['claim', leaf],
    ['claimMany', claims],
  ])("cannot get into the vault's %s", async (...call) => {
    for (const back of [
      ['claim', leaf],
      ['claimMany', claims],
    ] as Call[]) {
      const reason = await interrupted(chain.vault, payoutVaultAbi, alice, call, back);
      expect(reason).toEqual(['ReentrancyGuardReentrantCall']);
    }
  });

  describe('while a task', () => {
    const backs: Call[] = [
      ['open', openArgs],
      ['review', () => [1n, worker, SECOND, 1n, 0]],
      ['pay', () => [1n, worker, FIRST]],
      ['close', () => [1n]],
      ['reclaim', () => [1n]],
    ];

    it('takes its budget, cannot get into the others', async () => {
      for (const back of backs) {
        const reason = await interrupted(chain.tasks, contributionTasksAbi, alice, ['open', openArgs], back);
        expect(reason).toEqual(['ReentrancyGuardReentrantCall']);
      }
    });

    it('pays, gets nothing a second time', async () => {
      for (const back of backs) {
        const reason = await interrupted(
          chain.tasks,
          contributionTasksAbi,
          bob,
          ['pay', () => [1n, worker, FIRST]],
          back,
        );
        expect(reason).toEqual(['RewardsRefused', 1n, worker, FIRST]);
      }
    });

    it('is closed, gets nothing a second time', async () => {
      const data = encodeFunctionData({ abi: contributionTasksAbi, functionName: 'reclaim', args: [1n] });
      await token.send(alice, 'willCall', [chain.tasks.address, data]);
      const before = await token.read('balanceOf', [alice]);
      expect((await chain.tasks.events(alice, 'close', [1n])).map(({ name }) => name)).toEqual(['TaskClosed']);
      expect(await token.read('balanceOf', [alice])).toBe(before);
      await token.send(alice, 'willCall', [zeroAddress, '0x']);
      await chain.tasks.send(bob, 'reclaim', [1n]);
      expect(await token.read('balanceOf', [alice])).toBe((before as bigint) + MONEY - 20n);
    });
  });
});
