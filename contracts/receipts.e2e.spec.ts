import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, type Hex, keccak256, maxUint256, recoverAddress, toHex, zeroAddress } from 'viem';
import { testTokenAbi } from './generated/abis.js';
import { testTokenBytecode } from './generated/bytecode.js';
import {
  feeOnTransferTokenAbi,
  feeOnTransferTokenBytecode,
  smartWalletAbi,
  smartWalletBytecode,
} from './generated/test-contracts.js';
import { DELAYS, PARTS, type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';
import { type TestReceipt, receiptOn, signed, usageOn } from './test/receipts.js';

/** Alice's place among the accounts, and Bob's. */
const [ALICE, BOB] = [2, 3];
const PREPAID = 10_000_000n;

describe('Prepaid balances and receipts', () => {
  let chain: TestChain;
  let meter: TestContract;
  let token: TestContract;
  let treasury: Address;
  let alice: Address;
  let bob: Address;
  let app: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ meter, token } = chain);
    [treasury, alice, bob, app] = [PARTS.treasury, ALICE, BOB, 4].map((n) => chain.accounts[n]!) as [
      Address,
      Address,
      Address,
      Address,
    ];
    const registration = { kind: 0, contentHash: keccak256(toHex('content')), uri: '', name: 'Street scenes' };
    await chain.registry.send(bob, 'register', [registration]);
    for (const consumer of [alice, bob]) {
      await token.send(consumer, 'mint', [consumer, PREPAID]);
      await token.send(consumer, 'approve', [meter.address, maxUint256]);
    }
    await meter.send(alice, 'deposit', [token.address, PREPAID, alice]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const receipt = (n: number, changes: object = {}): TestReceipt => receiptOn(chain, alice, n, changes);
  const prepaid = (consumer = alice, of = token): Promise<unknown> => meter.read('prepaidOf', [consumer, of.address]);
  const balance = (account: Address, of = token): Promise<unknown> => of.read('balanceOf', [account]);
  /** Settles receipts of Alice's; others sign for her where told. */
  async function settle(receipts: readonly TestReceipt[], signatures?: readonly Hex[]) {
    const all = signatures ?? (await Promise.all(receipts.map((one) => signed(chain, ALICE, one))));
    return meter.events(app, 'settle', [receipts, all]);
  }
  const refusal = async (one: TestReceipt): Promise<unknown[]> =>
    meter.refusal(app, 'settle', [[one], [await signed(chain, ALICE, one)]]);
  const skipped = (one: TestReceipt, reason: number) => ({
    name: 'ReceiptSkipped',
    args: { receiptId: one.usage.receiptId, consumer: one.consumer, reason },
  });

  describe('a deposit', () => {
    it('is held by the meter, for whomever it is made', async () => {
      expect(await meter.events(bob, 'deposit', [token.address, 5n, alice])).toEqual([
        { name: 'Deposited', args: { consumer: alice, token: token.address, amount: 5n, payer: bob } },
      ]);
      expect(await prepaid()).toBe(PREPAID + 5n);
      expect(await balance(meter.address)).toBe(PREPAID + 5n);
      expect(await balance(chain.vault.address)).toBe(0n);
    });

    it('is of something, in a token that delivers it, for somebody', async () => {
      const refused = (...args: unknown[]): Promise<unknown[]> => meter.refusal(bob, 'deposit', args);
      expect(await refused(token.address, 0n, bob)).toEqual(['AmountMissing']);
      expect(await refused(token.address, 1n, zeroAddress)).toEqual(['ConsumerMissing']);
      expect(await refused(app, 1n, bob)).toEqual(['NotAContract', app]);
      const taking = await chain.deploy(feeOnTransferTokenAbi, feeOnTransferTokenBytecode);
      await taking.send(bob, 'mint', [bob, 1_000n]);
      await taking.send(bob, 'approve', [meter.address, maxUint256]);
      expect(await refused(taking.address, 1_000n, bob)).toEqual(['WrongAmountReceived', taking.address, 1_000n, 990n]);
    });
  });

  describe('a withdrawal', () => {
    const ask = (amount: bigint) => meter.events(alice, 'requestWithdrawal', [token.address, amount]);

    it('is asked for, and taken after the delay', async () => {
      const [event] = await ask(4n);
      const availableAt = (await chain.now()) + BigInt(DELAYS.withdrawalDelay_s);
      expect(event).toEqual({
        name: 'WithdrawalRequested',
        args: { consumer: alice, token: token.address, amount: 4n, availableAt },
      });
      expect(await meter.refusal(alice, 'withdraw', [token.address])).toEqual(['DelayRuns', availableAt]);
      await chain.wait(DELAYS.withdrawalDelay_s);
      expect(await meter.events(alice, 'withdraw', [token.address])).toEqual([
        { name: 'Withdrawn', args: { consumer: alice, token: token.address, amount: 4n } },
      ]);
      expect([await balance(alice), await prepaid()]).toEqual([4n, PREPAID - 4n]);
      expect((await meter.refusal(alice, 'withdraw', [token.address]))[0]).toBe('NothingRequested');
    });

    it('still pays receipts meanwhile, and gives what they leave', async () => {
      await ask(PREPAID);
      await chain.wait(DELAYS.withdrawalDelay_s);
      await settle([receipt(1)]);
      await meter.send(alice, 'withdraw', [token.address]);
      expect([await balance(alice), await prepaid()]).toEqual([PREPAID - 1_000_000n, 0n]);
    });

    it('lapses, and starts anew when asked for again', async () => {
      await ask(4n);
      await chain.wait(DELAYS.withdrawalDelay_s + 3 * 86_400 + 1);
      expect(await meter.refusal(alice, 'withdraw', [token.address])).toEqual([
        'NothingRequested',
        alice,
        token.address,
      ]);
      await ask(5n);
      await ask(3n);
      expect((await meter.refusal(alice, 'withdraw', [token.address]))[0]).toBe('DelayRuns');
      await chain.wait(DELAYS.withdrawalDelay_s);
      await meter.send(alice, 'withdraw', [token.address]);
      expect(await balance(alice)).toBe(3n);
    });

    it("is of something that one has, and of nobody else's", async () => {
      const refused = (by: Address, amount: bigint): Promise<unknown[]> =>
        meter.refusal(by, 'requestWithdrawal', [token.address, amount]);
      expect(await refused(alice, 0n)).toEqual(['AmountMissing']);
      expect(await refused(alice, PREPAID + 1n)).toEqual([
        'BalanceTooLow',
        alice,
        token.address,
        PREPAID,
        PREPAID + 1n,
      ]);
      expect((await refused(bob, 1n))[0]).toBe('BalanceTooLow');
      expect((await meter.refusal(bob, 'withdraw', [token.address]))[0]).toBe('NothingRequested');
    });
  });

  describe('a receipt', () => {
    it('counts as a usage of whoever signed it, and pays fee and vault from their balance', async () => {
      const one = receipt(1, { application: app, executor: bob, amount: 1_000_049n });
      expect((await settle([one])).map(({ name }) => name)).toEqual(['TokenDescribed', 'UsageRecorded']);
      expect(await prepaid()).toBe(PREPAID - 1_000_049n);
      expect(await balance(treasury)).toBe(20_000n);
      expect(await balance(chain.vault.address)).toBe(980_049n);
      const [event] = await settle([receipt(2)]);
      expect(event).toEqual({ name: 'UsageRecorded', args: { consumer: alice, ...usageOn(chain, alice, 2) } });
    });

    it('is hashed on chain as wallets hash it', async () => {
      const one = receipt(1, { units: maxUint256, parentReceiptId: receiptOf(bob, 7) });
      const hash = (await meter.read('hashOf', [one])) as Hex;
      expect(await recoverAddress({ hash, signature: await signed(chain, ALICE, one) })).toBe(alice);
    });

    it('counts once, ever, whichever way', async () => {
      const one = receipt(1);
      const again = { ...one, usage: { ...one.usage, amount: 5n } };
      expect((await settle([one, one])).at(-1)).toEqual(skipped(one, 0));
      expect(await settle([one])).toEqual([skipped(one, 0)]);
      expect(await settle([again])).toEqual([skipped(again, 0)]);
      expect(await meter.refusal(alice, 'recordUsage', [one.usage])).toEqual(['ReceiptUsed', one.usage.receiptId]);
      expect(await prepaid()).toBe(PREPAID - 1_000_000n);
      await token.send(alice, 'mint', [alice, 1_000_000n]);
      await meter.send(alice, 'recordUsage', [usageOn(chain, alice, 2)]);
      expect(await settle([receipt(2)])).toEqual([skipped(receipt(2), 0)]);
    });

    it('counts until its time, and lapses then', async () => {
      const now = await chain.now();
      const one = { ...receipt(1), validUntil: now + 50n };
      const two = { ...receipt(2), validUntil: now + 50n };
      await settle([one]);
      await chain.wait(60);
      expect(await settle([two])).toEqual([skipped(two, 1)]);
    });

    it("needs the consumer's own signature, over all of it, for this meter and chain", async () => {
      const one = receipt(1);
      const good = await signed(chain, ALICE, one);
      const by = async (signature: Hex, changed: TestReceipt = one): Promise<void> =>
        expect(await settle([changed], [signature])).toEqual([skipped(changed, 2)]);
      await by(await signed(chain, BOB, one));
      await by('0x');
      await by(`${good.slice(0, -2)}00` as Hex);
      await by(good, { ...one, held: true });
      await by(good, { ...one, validUntil: one.validUntil - 1n });
      for (const change of [
        { amount: 1n },
        { token: bob },
        { assetId: 2n },
        { units: 4n },
        { executor: bob },
        { operation: 2 },
        { receiptId: receiptOf(alice, 2) },
      ]) {
        await by(good, { ...one, usage: { ...one.usage, ...change } });
      }
      await by(await signed(chain, ALICE, one, { verifyingContract: bob }));
      await by(await signed(chain, ALICE, one, { chainId: 1 }));
      await settle([one], [good]);
    });

    it('is skipped where the balance is too low, and those after it are not', async () => {
      const [dear, cheap] = [receipt(1, { amount: PREPAID + 1n }), receipt(2)];
      const events = await settle([dear, cheap]);
      expect(events[0]).toEqual(skipped(dear, 3));
      expect(events.at(-1)!.name).toBe('UsageRecorded');
      await meter.send(bob, 'deposit', [token.address, 1_000_001n, alice]);
      expect((await settle([dear])).map(({ name }) => name)).toEqual(['UsageRecorded']);
    });

    it('that could never count fails its batch', async () => {
      const of = (changes: object): Promise<unknown[]> => refusal(receipt(1, changes));
      expect(await of({ receiptId: receiptOf(bob, 1) })).toEqual(['ReceiptOfAnother', receiptOf(bob, 1), alice]);
      expect(await of({ parentReceiptId: receiptOf(alice, 1) })).toEqual(['ReceiptIsItsParent', receiptOf(alice, 1)]);
      expect(await of({ assetId: 2n })).toEqual(['UnknownAsset', 2n]);
      expect(await of({ assetChainId: 0n })).toEqual(['InvalidAsset', 0n, chain.registry.address]);
      expect(await meter.refusal(app, 'settle', [[receipt(1)], []])).toEqual(['SignaturesMissing', 1n, 0n]);
    });

    it('may be free, and name no token', async () => {
      const free = receipt(1, { amount: 0n, token: zeroAddress });
      expect((await settle([free])).map(({ name }) => name)).toEqual(['UsageRecorded']);
      expect(await prepaid()).toBe(PREPAID);
    });

    it('is signed by a contract as long as that says so', async () => {
      const wallet = await chain.deploy(smartWalletAbi, smartWalletBytecode);
      await meter.send(bob, 'deposit', [token.address, 2_000_000n, wallet.address]);
      const [one, two] = [1, 2].map((n) => receiptOn(chain, wallet.address, n)) as [TestReceipt, TestReceipt];
      expect((await settle([one], ['0x1234'])).at(-1)!.args['consumer']).toBe(wallet.address);
      await wallet.send(bob, 'setWilling', [false]);
      expect(await settle([two], ['0x1234'])).toEqual([skipped(two, 2)]);
      expect(await prepaid(wallet.address)).toBe(1_000_000n);
    });
  });

  describe('a batch', () => {
    it('pays every token what its receipts come to, the fee floored per receipt', async () => {
      const other = await chain.deploy(testTokenAbi, testTokenBytecode, ['Other', 'OTH', 18]);
      await other.send(alice, 'mint', [alice, 1_000n]);
      await other.send(alice, 'approve', [meter.address, 1_000n]);
      await meter.send(alice, 'deposit', [other.address, 1_000n, alice]);
      const batch = [
        receipt(1, { amount: 149n }),
        receipt(2, { amount: 149n }),
        receipt(3, { amount: 199n, token: other.address }),
        receipt(4, { amount: 0n }),
        receipt(5, { amount: 49n }),
        receipt(6, { amount: 101n, token: other.address }),
      ];
      await settle(batch);
      expect([await balance(treasury), await balance(chain.vault.address)]).toEqual([4n, 343n]);
      expect([await balance(treasury, other), await balance(chain.vault.address, other)]).toEqual([5n, 295n]);
      expect([await prepaid(), await prepaid(alice, other)]).toEqual([PREPAID - 347n, 700n]);
      expect([await balance(meter.address), await balance(meter.address, other)]).toEqual([PREPAID - 347n, 700n]);
    });

    it("of nobody's receipts settles nothing", async () => {
      expect(await settle([])).toEqual([]);
    });

    it('of a hundred receipts fits into a block', async () => {
      const batch = Array.from({ length: 100 }, (_, n) => receipt(n + 1, { amount: 10n }));
      const signatures = await Promise.all(batch.map((one) => signed(chain, ALICE, one)));
      const { gasUsed } = await meter.send(app, 'settle', [batch, signatures]);
      expect(await balance(chain.vault.address)).toBe(1_000n);
      // 4.5 million seen.
      expect(gasUsed).toBeLessThan(8_000_000n);
    });
  });
});
