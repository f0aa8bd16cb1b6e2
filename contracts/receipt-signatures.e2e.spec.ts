import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Address,
  type Hex,
  keccak256,
  maxUint256,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
  toHex,
  zeroAddress,
} from 'viem';
import { usageMeterAbi } from './generated/abis.js';
import { usageMeterBytecode } from './generated/bytecode.js';
import { smartWalletAbi, smartWalletBytecode } from './generated/test-contracts.js';
import { type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';
import { type TestReceipt, receiptOn, signed } from './test/receipts.js';

const ALICE = 2;
const [USED, NOT_SIGNED] = [0, 2];
/** The order of the curve: for every signature with s there is one with this less s. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe('The signature of a receipt', () => {
  let chain: TestChain;
  let meter: TestContract;
  let alice: Address;
  let bob: Address;
  let one: TestReceipt;
  let good: Hex;

  beforeAll(async () => {
    chain = await startTestChain();
    meter = chain.meter;
    [alice, bob] = [chain.accounts[ALICE]!, chain.accounts[3]!];
    await chain.registry.send(bob, 'register', [
      { kind: 0, contentHash: keccak256(toHex('content')), uri: '', name: 'Street scenes' },
    ]);
    await fund(meter);
    one = receiptOn(chain, alice, 1);
    good = await signed(chain, ALICE, one);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  async function fund(of: TestContract): Promise<void> {
    await chain.token.send(alice, 'mint', [alice, 5_000_000n]);
    await chain.token.send(alice, 'approve', [of.address, maxUint256]);
    await of.send(alice, 'deposit', [chain.token.address, 5_000_000n, alice]);
  }
  /** What becomes of a receipt: the reason why it is skipped, or nothing where it counts. */
  async function skipped(receipt: TestReceipt, signature: Hex, by = meter): Promise<unknown> {
    const events = await by.events(bob, 'settle', [[receipt], [signature]]);
    return events.find(({ name }) => name === 'ReceiptSkipped')?.args['reason'];
  }
  function twin(): Hex {
    const { r, s, yParity } = parseSignature(good);
    const other = toHex(ORDER - BigInt(s), { size: 32 });
    return serializeSignature({ r, s: other, yParity: yParity === 0 ? 1 : 0 });
  }

  it('has no twin: the other of the curve is none', async () => {
    expect(await skipped(one, twin())).toBe(NOT_SIGNED);
    expect(await skipped(one, good)).toBeUndefined();
    expect(await skipped(one, twin())).toBe(USED);
  });

  it('is of 65 bytes', async () => {
    const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(good)));
    expect(await skipped(one, compact)).toBe(NOT_SIGNED);
    expect(await skipped(one, `${good}00`)).toBe(NOT_SIGNED);
  });

  it('is never that of nobody', async () => {
    const usage = { ...one.usage, receiptId: receiptOf(zeroAddress, 1), amount: 0n };
    const nobodys = { ...one, consumer: zeroAddress, usage };
    for (const signature of ['0x', good, `0x${'00'.repeat(65)}`] as const) {
      expect(await skipped(nobodys, signature)).toBe(NOT_SIGNED);
    }
    expect(await meter.read('isReceiptUsed', [usage.receiptId])).toBe(false);
  });

  it('counts with one meter: another of the same chain takes its own', async () => {
    const args = [chain.registry.address, bob, 0, chain.accounts[1]!, chain.vault.address, zeroAddress, 0n, 0n];
    const other = await chain.deploy(usageMeterAbi, usageMeterBytecode, args);
    await fund(other);
    expect(await skipped(one, good, other)).toBe(NOT_SIGNED);
    expect(await skipped(one, await signed(chain, ALICE, one, { verifyingContract: other.address }), other)).toBe(
      undefined,
    );
    expect(await skipped(one, good)).toBeUndefined();
  });

  it('does not make an operation that there is not', async () => {
    const strange = receiptOn(chain, alice, 2, { operation: 7 });
    const args = [[strange], [await signed(chain, ALICE, strange)]];
    expect(await meter.refusal(bob, 'settle', args)).toEqual(['no reason']);
  });

  it('does not make a payment in what is no contract', async () => {
    const free = receiptOn(chain, alice, 2, { amount: 0n, token: bob });
    const args = [[free], [await signed(chain, ALICE, free)]];
    expect(await meter.refusal(bob, 'settle', args)).toEqual(['NotAContract', bob]);
  });

  describe('of contracts that spend all gas they get', () => {
    let greedy: TestContract;
    let batch: TestReceipt[];
    const settle = (gas: bigint) => [bob, 'settle', [batch, ['0x', '0x', good]], gas] as const;

    beforeEach(async () => {
      greedy = await chain.deploy(smartWalletAbi, smartWalletBytecode);
      batch = [...[1, 2].map((n) => receiptOn(chain, greedy.address, n, { amount: 0n })), one];
      await greedy.send(bob, 'setGreedy', [true]);
    });

    it('is none, and does not stop the other receipts of a batch', async () => {
      const events = meter.eventsIn(await meter.send(...settle(3_000_000n)));
      expect(events.map(({ name, args }) => [name, args['reason']])).toEqual([
        ['ReceiptSkipped', NOT_SIGNED],
        ['ReceiptSkipped', NOT_SIGNED],
        ['TokenDescribed', undefined],
        ['UsageRecorded', undefined],
      ]);
    });

    it('is not taken for none where the batch had too little gas to ask', async () => {
      expect(await meter.refusal(...settle(900_000n))).toEqual(['GasTooLow', 1_000_000n]);
    });
  });
});
