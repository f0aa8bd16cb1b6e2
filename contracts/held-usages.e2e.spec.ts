import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, maxUint256, toHex, zeroAddress } from 'viem';
import { payoutVaultAbi } from './generated/abis.js';
import { payoutVaultBytecode } from './generated/bytecode.js';
import { DELAYS, PARTS, type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';
import { receiptOn, signed, usageOn } from './test/receipts.js';

const ALICE = 2;
const MONEY = 10_000_000n;
const TERMS = keccak256(toHex('terms'));

describe('UsageMeter, beyond what is paid at once', () => {
  let chain: TestChain;
  let meter: TestContract;
  let token: TestContract;
  let operator: Address;
  let treasury: Address;
  let arbiter: Address;
  let alice: Address;
  let bob: Address;
  let carol: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ meter, token } = chain);
    const at = [PARTS.owner, PARTS.treasury, PARTS.arbiter, ALICE, 3, 4].map((n) => chain.accounts[n]!);
    [operator, treasury, arbiter, alice, bob, carol] = at as [Address, Address, Address, Address, Address, Address];
    const registration = { kind: 0, contentHash: TERMS, uri: '', name: 'Street scenes' };
    await chain.registry.send(bob, 'register', [registration]);
    await token.send(alice, 'mint', [alice, MONEY]);
    await token.send(alice, 'approve', [meter.address, maxUint256]);
    await meter.send(alice, 'recordUsage', [usageOn(chain, alice, 1_000, { amount: 0n })]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const balance = (account: Address): Promise<unknown> => token.read('balanceOf', [account]);
  const id = (n: number) => receiptOf(alice, n);
  const hold = (n = 1, changes: object = {}) => meter.events(alice, 'holdUsage', [usageOn(chain, alice, n, changes)]);
  const release = (by: Address, n = 1) => meter.events(by, 'releaseUsage', [id(n)]);
  const reverse = (by: Address, n = 1) => meter.events(by, 'reverseUsage', [id(n), 'no answer']);

  describe('a held usage', () => {
    it('is told in full, and its money waits in the meter', async () => {
      const events = await hold(1, { application: carol, executor: bob });
      const until = (await chain.now()) + BigInt(DELAYS.holdWindow_s);
      const usage = usageOn(chain, alice, 1, { application: carol, executor: bob });
      expect(events).toEqual([{ name: 'UsageHeld', args: { ...usage, consumer: alice, until } }]);
      expect([await balance(alice), await balance(meter.address)]).toEqual([MONEY - 1_000_000n, 1_000_000n]);
      expect([await balance(treasury), await balance(chain.vault.address)]).toEqual([0n, 0n]);
      expect(await meter.read('heldUsageOf', [id(1)])).toEqual([alice, token.address, 1_000_000n, until]);
    });

    it('keeps every rule of a usage, and its receipt counts once', async () => {
      await hold();
      const refused = (changes: object): Promise<unknown[]> =>
        meter.refusal(alice, 'holdUsage', [usageOn(chain, alice, 2, changes)]);
      expect(await refused({ receiptId: id(1) })).toEqual(['ReceiptUsed', id(1)]);
      expect(await refused({ receiptId: receiptOf(bob, 1) })).toEqual(['ReceiptOfAnother', receiptOf(bob, 1), alice]);
      expect(await refused({ assetId: 2n })).toEqual(['UnknownAsset', 2n]);
      await release(alice);
      expect(await refused({ receiptId: id(1) })).toEqual(['ReceiptUsed', id(1)]);
      expect(await meter.refusal(alice, 'recordUsage', [usageOn(chain, alice, 1)])).toEqual(['ReceiptUsed', id(1)]);
    });

    it('is released by its consumer at any time: fee and rest go their ways', async () => {
      await hold(1, { amount: 1_000_049n });
      expect(await release(alice)).toEqual([
        { name: 'UsageReleased', args: { receiptId: id(1), reason: 'accepted by the consumer' } },
      ]);
      expect([await balance(treasury), await balance(chain.vault.address)]).toEqual([20_000n, 980_049n]);
      expect(await balance(meter.address)).toBe(0n);
    });

    it('is released by anybody when the window is over, and no longer reversed', async () => {
      await hold();
      const until = (await chain.now()) + BigInt(DELAYS.holdWindow_s);
      for (const other of [bob, carol, arbiter, operator]) {
        expect(await meter.refusal(other, 'releaseUsage', [id(1)])).toEqual(['WindowRuns', id(1), until]);
      }
      await chain.wait(DELAYS.holdWindow_s);
      expect(await meter.refusal(arbiter, 'reverseUsage', [id(1), ''])).toEqual(['WindowOver', id(1), until]);
      expect((await release(carol))[0]!.args['reason']).toBe('window over');
    });

    it("is reversed by the arbiter or the asset's owner: all of it returns, fee included", async () => {
      for (const [index, by] of [arbiter, bob].entries()) {
        await hold(index + 1);
        expect(await reverse(by, index + 1)).toEqual([
          { name: 'UsageReversed', args: { receiptId: id(index + 1), reason: 'no answer' } },
        ]);
        expect([await balance(alice), await balance(meter.address)]).toEqual([MONEY, 0n]);
      }
      await hold(3);
      for (const other of [alice, carol, operator]) {
        expect(await meter.refusal(other, 'reverseUsage', [id(3), ''])).toEqual(['MayNotReverse', id(3), other]);
      }
    });

    it('of an asset elsewhere is reversed by the arbiter alone', async () => {
      await hold(1, { assetChainId: 8_453n });
      expect((await meter.refusal(bob, 'reverseUsage', [id(1), '']))[0]).toBe('MayNotReverse');
      await reverse(arbiter);
    });

    it('is decided once', async () => {
      await hold();
      await release(alice);
      for (const name of ['releaseUsage', 'reverseUsage']) {
        const args = name === 'releaseUsage' ? [id(1)] : [id(1), ''];
        expect(await meter.refusal(arbiter, name, args)).toEqual(['NotHeld', id(1)]);
      }
      expect((await meter.refusal(arbiter, 'releaseUsage', [id(7)]))[0]).toBe('NotHeld');
    });

    it('pays the fee and treasury of its release, and the vault of its recording', async () => {
      await hold();
      const later = await chain.deploy(payoutVaultAbi, payoutVaultBytecode, [operator, operator, 0n]);
      await meter.send(operator, 'setFee', [100_000, carol, later.address]);
      await release(alice);
      expect([await balance(carol), await balance(chain.vault.address)]).toEqual([100_000n, 900_000n]);
      expect([await balance(treasury), await balance(later.address)]).toEqual([0n, 0n]);
    });

    it('settled from a prepaid balance returns to that', async () => {
      await meter.send(alice, 'deposit', [token.address, MONEY, alice]);
      const held = [1, 2].map((n) => ({ ...receiptOn(chain, alice, n), held: true }));
      const signatures = await Promise.all(held.map((one) => signed(chain, ALICE, one)));
      const events = await meter.events(carol, 'settle', [held, signatures]);
      expect(events.map(({ name }) => name)).toEqual(['UsageHeld', 'UsageHeld']);
      const prepaid = (): Promise<unknown> => meter.read('prepaidOf', [alice, token.address]);
      expect([await prepaid(), await balance(meter.address)]).toEqual([MONEY - 2_000_000n, MONEY]);
      await reverse(arbiter, 1);
      expect([await prepaid(), await balance(meter.address)]).toEqual([MONEY - 1_000_000n, MONEY]);
      await release(alice, 2);
      expect([await balance(meter.address), await balance(chain.vault.address)]).toEqual([
        MONEY - 1_000_000n,
        980_000n,
      ]);
    });

    it('may be free', async () => {
      await hold(1, { amount: 0n, token: zeroAddress });
      await reverse(arbiter);
      await hold(2, { amount: 0n, token: zeroAddress });
      await release(alice, 2);
    });
  });

  it('has an arbiter whom its owner names', async () => {
    expect(await meter.refusal(arbiter, 'setArbiter', [alice])).toEqual(['OwnableUnauthorizedAccount', arbiter]);
    expect(await meter.events(operator, 'setArbiter', [carol])).toEqual([
      { name: 'ArbiterSet', args: { arbiter: carol } },
    ]);
    await hold();
    expect((await meter.refusal(arbiter, 'reverseUsage', [id(1), '']))[0]).toBe('MayNotReverse');
    await reverse(carol);
  });

  describe('a licence', () => {
    const YEAR_s = 31_536_000n;
    const offer = (fee = 500_000n, duration = YEAR_s) =>
      meter.events(bob, 'offerLicense', [1n, TERMS, token.address, fee, duration]);
    const buy = (n: number, offerId = 1n) => meter.events(alice, 'buyLicense', [offerId, id(n)]);
    const until = (): Promise<unknown> => meter.read('licensedUntil', [1n, alice, TERMS]);

    it("is offered by the asset's owner", async () => {
      const args = { assetId: 1n, termsHash: TERMS, token: token.address, fee: 500_000n, duration: YEAR_s };
      expect(await offer()).toEqual([
        { name: 'LicenseOffered', args: { offerId: 1n, assetRegistry: chain.registry.address, ...args } },
      ]);
      expect(await meter.read('offerOf', [1n])).toEqual({ ...args, owner: bob });
      const refused = (by: Address, duration: bigint): Promise<unknown[]> =>
        meter.refusal(by, 'offerLicense', [1n, TERMS, token.address, 1n, duration]);
      expect(await refused(alice, YEAR_s)).toEqual(['NotAssetOwner', 1n, alice]);
      expect(await meter.refusal(bob, 'offerLicense', [2n, TERMS, token.address, 1n, YEAR_s])).toEqual([
        'ERC721NonexistentToken',
        2n,
      ]);
      expect(await refused(bob, 0n)).toEqual(['InvalidDuration', 0n]);
      expect(await refused(bob, 100n * YEAR_s + 1n)).toEqual(['InvalidDuration', 100n * YEAR_s + 1n]);
    });

    it('is paid for as a usage, and runs from then', async () => {
      await offer();
      const events = await buy(1);
      const expiry = (await chain.now()) + YEAR_s;
      expect(events).toEqual([
        {
          name: 'LicenseGranted',
          args: {
            assetId: 1n,
            licensee: alice,
            receiptId: id(1),
            assetRegistry: chain.registry.address,
            termsHash: TERMS,
            token: token.address,
            fee: 500_000n,
            expiry,
          },
        },
        {
          name: 'UsageRecorded',
          args: { consumer: alice, ...usageOn(chain, alice, 1, { operation: 6, units: 1n, amount: 500_000n }) },
        },
      ]);
      expect(await until()).toBe(expiry);
      expect([await balance(treasury), await balance(chain.vault.address)]).toEqual([10_000n, 490_000n]);
    });

    it('is prolonged by another, and starts anew when it has expired', async () => {
      await offer(0n, 1_000n);
      await buy(1);
      const first = (await until()) as bigint;
      await buy(2);
      expect(await until()).toBe(first + 1_000n);
      await chain.wait(5_000);
      await buy(3);
      expect(await until()).toBe((await chain.now()) + 1_000n);
    });

    it('is no longer to be had when the offer is taken back or the asset has changed hands', async () => {
      await offer();
      await offer();
      expect(await meter.refusal(alice, 'withdrawOffer', [1n])).toEqual(['NotAssetOwner', 1n, alice]);
      expect(await meter.events(bob, 'withdrawOffer', [1n])).toEqual([
        { name: 'LicenseOfferWithdrawn', args: { offerId: 1n } },
      ]);
      const refused = (offerId: bigint): Promise<unknown[]> => meter.refusal(alice, 'buyLicense', [offerId, id(1)]);
      expect(await refused(1n)).toEqual(['NoOffer', 1n]);
      expect(await meter.refusal(bob, 'withdrawOffer', [1n])).toEqual(['NoOffer', 1n]);
      await chain.registry.send(bob, 'transferFrom', [bob, carol, 1n]);
      expect(await refused(2n)).toEqual(['NoOffer', 2n]);
      expect(await refused(9n)).toEqual(['NoOffer', 9n]);
    });

    it('can be had again when the asset has come back, unless the offer is taken back meanwhile', async () => {
      await offer();
      await offer();
      await chain.registry.send(bob, 'transferFrom', [bob, carol, 1n]);
      expect(await meter.refusal(carol, 'withdrawOffer', [2n])).toEqual(['NotAssetOwner', 1n, carol]);
      await meter.send(bob, 'withdrawOffer', [2n]);
      await chain.registry.send(carol, 'transferFrom', [carol, bob, 1n]);
      await buy(1, 1n);
      expect(await meter.refusal(alice, 'buyLicense', [2n, id(2)])).toEqual(['NoOffer', 2n]);
    });

    it("needs the fee and a receipt of one's own", async () => {
      await offer(MONEY + 1n);
      expect((await meter.refusal(alice, 'buyLicense', [1n, id(1)]))[0]).toBe('ERC20InsufficientBalance');
      await offer();
      expect((await meter.refusal(alice, 'buyLicense', [2n, receiptOf(bob, 1)]))[0]).toBe('ReceiptOfAnother');
      expect(await meter.refusal(alice, 'buyLicense', [2n, id(1_000)])).toEqual(['ReceiptUsed', id(1_000)]);
      await meter.send(bob, 'offerLicense', [1n, TERMS, carol, 1n, YEAR_s]);
      expect(await meter.refusal(alice, 'buyLicense', [3n, id(1)])).toEqual(['NotAContract', carol]);
      expect(await until()).toBe(0n);
    });
  });
});
