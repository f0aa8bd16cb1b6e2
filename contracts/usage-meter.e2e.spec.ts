import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, type Hex, keccak256, maxUint256, toHex, zeroAddress, zeroHash } from 'viem';
import { OPERATIONS } from '../src/domain/vocabulary.js';
import { usageMeterAbi } from './generated/abis.js';
import { usageMeterBytecode } from './generated/bytecode.js';
import {
  feeOnTransferTokenAbi,
  feeOnTransferTokenBytecode,
  refusingTokenAbi,
  refusingTokenBytecode,
} from './generated/test-contracts.js';
import { FEE_PPM, type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';

const ELSEWHERE: Address = `0x${'22'.repeat(20)}`;

describe('UsageMeter', () => {
  let chain: TestChain;
  let meter: TestContract;
  let token: TestContract;
  let operator: Address;
  let treasury: Address;
  let alice: Address;
  let bob: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ meter, token } = chain);
    [operator, treasury, alice, bob] = chain.accounts as [Address, Address, Address, Address];
    await chain.registry.send(bob, 'register', [
      { kind: 0, contentHash: keccak256(toHex('content')), uri: '', name: 'Street scenes' },
    ]);
    for (const payer of [alice, treasury]) await fund(token, payer, maxUint256 / 4n);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  async function fund(of: TestContract, payer: Address, amount: bigint): Promise<void> {
    await of.send(payer, 'mint', [payer, amount]);
    await of.send(payer, 'approve', [meter.address, maxUint256]);
  }

  const receipt = (n: number): Hex => receiptOf(alice, n);
  const usage = (changes: object = {}): object => ({
    receiptId: receipt(1),
    assetChainId: BigInt(chain.chainId),
    assetRegistry: chain.registry.address,
    assetId: 1n,
    operation: 1,
    units: 3n,
    token: token.address,
    amount: 1_000_000n,
    application: zeroAddress,
    executor: zeroAddress,
    parentReceiptId: zeroHash,
    ...changes,
  });
  const record = (changes: object = {}): ReturnType<TestContract['events']> =>
    meter.events(alice, 'recordUsage', [usage(changes)]);
  const refusal = (changes: object = {}, gas?: bigint): Promise<unknown[]> =>
    meter.refusal(alice, 'recordUsage', [usage(changes)], gas);
  const balance = (of: TestContract, account: Address): Promise<unknown> => of.read('balanceOf', [account]);

  describe('a paid usage', () => {
    it('is told in full', async () => {
      const changes = { application: bob, executor: operator, parentReceiptId: receipt(9), units: maxUint256 };
      const events = await record(changes);
      expect(events.at(-1)).toEqual({ name: 'UsageRecorded', args: { ...usage(changes), consumer: alice } });
    });

    it('pays the fee to the treasury and the rest to the vault', async () => {
      const before = (await balance(token, alice)) as bigint;
      await record({ amount: 1_000_049n });
      expect(await balance(token, treasury)).toBe(maxUint256 / 4n + 20_000n);
      expect(await balance(token, chain.vault.address)).toBe(980_049n);
      expect(await chain.vault.read('held', [token.address])).toBe(980_049n);
      expect(await balance(token, alice)).toBe(before - 1_000_049n);
      expect(await balance(token, meter.address)).toBe(0n);
    });

    it('floors the fee exactly, up to amounts whose product passes 256 bits', async () => {
      const paid = (await balance(token, treasury)) as bigint;
      for (const [n, amount] of [1n, 49n, 50n, 99n, 12_345_678_901n, maxUint256 / 8n].entries()) {
        const before = (await balance(token, treasury)) as bigint;
        await record({ receiptId: receipt(n + 1), amount });
        expect((await balance(token, treasury)) as bigint).toBe(before + (amount * BigInt(FEE_PPM)) / 1_000_000n);
      }
      expect((await balance(token, treasury)) as bigint).toBeGreaterThan(paid);
    });

    it('takes every operation, and none beyond', async () => {
      for (const operation of OPERATIONS.keys()) {
        const events = await record({ receiptId: receipt(operation + 1), operation });
        expect(events.at(-1)!.args['operation']).toBe(operation);
      }
      expect(await refusal({ receiptId: receipt(99), operation: OPERATIONS.length })).toEqual(['no reason']);
    });

    it('describes its token the first time only', async () => {
      const names = async (n: number): Promise<string[]> =>
        (await record({ receiptId: receipt(n) })).map(({ name }) => name);
      expect(await meter.read('isTokenDescribed', [token.address])).toBe(false);
      const [described] = await record();
      expect(described).toEqual({
        name: 'TokenDescribed',
        args: { token: token.address, symbol: 'tUSD', decimals: 6 },
      });
      expect(await names(2)).toEqual(['UsageRecorded']);
    });

    it('may be of the treasury, which owes the fee to itself', async () => {
      const before = (await balance(token, treasury)) as bigint;
      await meter.send(treasury, 'recordUsage', [usage({ receiptId: receiptOf(treasury, 1) })]);
      expect(await balance(token, treasury)).toBe(before - 980_000n);
      expect(await balance(token, chain.vault.address)).toBe(980_000n);
    });
  });

  describe('a free usage', () => {
    it('names a token or none, and moves nothing', async () => {
      const free = await record({ amount: 0n, token: zeroAddress });
      expect(free.map(({ name }) => name)).toEqual(['UsageRecorded']);
      await record({ receiptId: receipt(2), amount: 0n });
      expect(await balance(token, chain.vault.address)).toBe(0n);
    });

    it('without a token cannot have an amount', async () => {
      expect(await refusal({ token: zeroAddress, amount: 1n })).toEqual(['NotAContract', zeroAddress]);
    });
  });

  describe('a receipt id', () => {
    it('is used once', async () => {
      await record();
      expect(await meter.read('isReceiptUsed', [receipt(1)])).toBe(true);
      expect(await refusal({ amount: 5n })).toEqual(['ReceiptUsed', receipt(1)]);
      await record({ receiptId: receipt(2) });
    });

    it('begins with its consumer, so nobody uses up an id that they see on its way', async () => {
      expect(await meter.refusal(bob, 'recordUsage', [usage()])).toEqual(['ReceiptOfAnother', receipt(1), bob]);
      expect(await refusal({ receiptId: zeroHash })).toEqual(['ReceiptOfAnother', zeroHash, alice]);
      await record();
    });

    it('stays free where the payment fails', async () => {
      await token.send(alice, 'approve', [meter.address, 0n]);
      expect(await refusal()).toEqual(['ERC20InsufficientAllowance', meter.address, 0n, 20_000n]);
      await token.send(alice, 'approve', [meter.address, maxUint256]);
      await record();
    });

    it('is not its own parent', async () => {
      expect(await refusal({ parentReceiptId: receipt(1) })).toEqual(['ReceiptIsItsParent', receipt(1)]);
    });
  });

  describe('the asset', () => {
    it('must exist where it is said to be of this chain and registry', async () => {
      expect(await refusal({ assetId: 2n })).toEqual(['UnknownAsset', 2n]);
    });

    it('is taken as it is on other chains and in other registries', async () => {
      await record({ assetId: maxUint256, assetChainId: 8_453n });
      await record({ receiptId: receipt(2), assetId: 2n, assetRegistry: ELSEWHERE });
    });

    it('cannot be on a chain or in a registry that cannot exist', async () => {
      const { address } = chain.registry;
      expect(await refusal({ assetChainId: 0n })).toEqual(['InvalidAsset', 0n, address]);
      expect(await refusal({ assetChainId: 2n ** 53n })).toEqual(['InvalidAsset', 2n ** 53n, address]);
      expect(await refusal({ assetRegistry: zeroAddress })).toEqual([
        'InvalidAsset',
        BigInt(chain.chainId),
        zeroAddress,
      ]);
      await record({ assetChainId: 2n ** 53n - 1n });
    });

    it('earns when it is retired too', async () => {
      await chain.registry.send(bob, 'retire', [1n]);
      await record();
      expect(await balance(token, chain.vault.address)).toBe(980_000n);
    });
  });

  describe('the payment', () => {
    it('needs balance and approval', async () => {
      await token.send(bob, 'approve', [meter.address, maxUint256]);
      expect(await meter.refusal(bob, 'recordUsage', [usage({ receiptId: receiptOf(bob, 1) })])).toEqual([
        'ERC20InsufficientBalance',
        bob,
        0n,
        20_000n,
      ]);
    });

    it('is refused in what is no contract', async () => {
      expect(await refusal({ token: bob })).toEqual(['NotAContract', bob]);
      expect(await refusal({ token: bob, amount: 0n })).toEqual(['NotAContract', bob]);
    });

    it('is refused in a token that takes a fee on the way', async () => {
      const taking = await chain.deploy(feeOnTransferTokenAbi, feeOnTransferTokenBytecode);
      await fund(taking, alice, 1_000_000n);
      expect(await refusal({ token: taking.address })).toEqual([
        'WrongAmountReceived',
        taking.address,
        20_000n,
        19_800n,
      ]);
    });

    it('is refused in a token that says no', async () => {
      const refusing = await chain.deploy(refusingTokenAbi, refusingTokenBytecode);
      expect(await refusal({ token: refusing.address })).toEqual(['SafeERC20FailedOperation', refusing.address]);
    });

    it('is never taken in ether', async () => {
      await expect(chain.reader.call({ account: alice, to: meter.address, value: 1n })).rejects.toThrow(/revert/);
      await expect(chain.reader.call({ account: alice, to: chain.vault.address, value: 1n })).rejects.toThrow(/revert/);
    });
  });

  describe('the fee', () => {
    it('is told at deployment', async () => {
      const made = await chain.reader.getTransactionReceipt({ hash: chain.deployment.meter.txHash });
      expect(meter.eventsIn(made).find(({ name }) => name === 'FeeSet')!.args).toEqual({
        feePpm: FEE_PPM,
        treasury,
        vault: chain.vault.address,
      });
    });

    it('is changed by the owner, with treasury and vault, from then on', async () => {
      const vault = chain.registry.address;
      expect(await meter.events(operator, 'setFee', [100_000, bob, vault])).toEqual([
        { name: 'FeeSet', args: { feePpm: 100_000, treasury: bob, vault } },
      ]);
      await record();
      expect(await balance(token, bob)).toBe(100_000n);
      expect(await balance(token, vault)).toBe(900_000n);
    });

    it('of zero sends everything to the vault', async () => {
      await meter.send(operator, 'setFee', [0, bob, chain.vault.address]);
      await record();
      expect(await balance(token, bob)).toBe(0n);
      expect(await balance(token, chain.vault.address)).toBe(1_000_000n);
    });

    it('is changed by nobody else', async () => {
      expect(await meter.refusal(alice, 'setFee', [0, bob, chain.vault.address])).toEqual([
        'OwnableUnauthorizedAccount',
        alice,
      ]);
    });

    it('has a greatest value, a real vault and a treasury apart from it', async () => {
      const set = (...args: unknown[]): Promise<unknown[]> => meter.refusal(operator, 'setFee', args);
      const vault = chain.vault.address;
      expect(await set(100_001, bob, vault)).toEqual(['FeeAboveMaximum', 100_001, 100_000]);
      expect(await set(0, bob, alice)).toEqual(['NotAContract', alice]);
      expect(await set(0, bob, meter.address)).toEqual(['InvalidVault', meter.address]);
      for (const bad of [zeroAddress, vault, meter.address]) {
        expect(await set(0, bad, vault)).toEqual(['InvalidTreasury', bad]);
      }
    });

    it('stays with the old owner until the new one accepts', async () => {
      await meter.send(operator, 'transferOwnership', [alice]);
      expect(await meter.read('owner')).toBe(operator);
      await meter.send(alice, 'acceptOwnership', []);
      await meter.send(alice, 'setFee', [1, bob, chain.vault.address]);
    });

    it('cannot be deployed wrong', async () => {
      const times = { arbiter: zeroAddress, hold: 7_776_000n, delay: 2_592_000n };
      const deploy = (...args: unknown[]): Promise<unknown[]> => deployWith(times, ...args);
      const deployWith = ({ arbiter, hold, delay }: typeof times, ...args: unknown[]): Promise<unknown[]> =>
        chain.creationRefusal(usageMeterAbi, usageMeterBytecode, [...args, arbiter, hold, delay]);
      const [registry, vault] = [chain.registry.address, chain.vault.address];
      expect(await deploy(registry, operator, 100_001, treasury, vault)).toEqual(['FeeAboveMaximum', 100_001, 100_000]);
      expect(await deploy(registry, zeroAddress, 0, treasury, vault)).toEqual(['OwnableInvalidOwner', zeroAddress]);
      expect(await deploy(alice, operator, 0, treasury, vault)).toEqual(['NotAContract', alice]);
      expect(await deploy(registry, operator, 0, treasury, bob)).toEqual(['NotAContract', bob]);
      expect(await deploy(registry, operator, 0, vault, vault)).toEqual(['InvalidTreasury', vault]);
      const good = [registry, operator, 0, treasury, vault];
      expect(await deployWith({ ...times, hold: 7_776_001n }, ...good)).toEqual(['WindowTooLong', 7_776_001n]);
      expect(await deployWith({ ...times, delay: 2_592_001n }, ...good)).toEqual(['DelayTooLong', 2_592_001n]);
    });
  });
});
