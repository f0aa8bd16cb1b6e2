import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Address,
  type Hex,
  concat,
  encodeAbiParameters,
  maxUint256,
  pad,
  stringToHex,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { bareTokenAbi, bareTokenBytecode, oddTokenAbi, oddTokenBytecode } from './generated/test-contracts.js';
import { type TestChain, type TestContract, receiptOf, startTestChain } from './test/chain.js';

const word = (value: bigint): Hex => pad(toHex(value), { size: 32 });
const text = (value: string): Hex => encodeAbiParameters([{ type: 'string' }], [value]);
const SIX = word(6n);

describe('Tokens with odd metadata', () => {
  let chain: TestChain;
  let alice: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    alice = chain.accounts[2]!;
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const usage = (token: TestContract, amount = 100n): object => ({
    receiptId: receiptOf(alice, 1),
    assetChainId: 1n,
    assetRegistry: alice,
    assetId: 1n,
    operation: 1,
    units: 1n,
    token: token.address,
    amount,
    application: zeroAddress,
    executor: zeroAddress,
    parentReceiptId: zeroHash,
  });

  async function described(token: TestContract): Promise<unknown> {
    await token.send(alice, 'mint', [alice, 100n]);
    await token.send(alice, 'approve', [chain.meter.address, maxUint256]);
    const events = await chain.meter.events(alice, 'recordUsage', [usage(token)]);
    expect(events.map(({ name }) => name)).toEqual(['TokenDescribed', 'UsageRecorded']);
    expect(await token.read('balanceOf', [chain.vault.address])).toBe(98n);
    const { symbol, decimals } = events[0]!.args;
    return [symbol, decimals];
  }
  const odd = (symbol: Hex, decimals: Hex, zeros = 0n): Promise<TestContract> =>
    chain.deploy(oddTokenAbi, oddTokenBytecode, [symbol, decimals, zeros]);

  it('pay where there is no metadata at all, and transfers answer nothing', async () => {
    expect(await described(await chain.deploy(bareTokenAbi, bareTokenBytecode))).toEqual(['', 0]);
  });

  const cases: [string, Hex, Hex, [string, number]][] = [
    ['an ordinary symbol', text('USDC'), SIX, ['USDC', 6]],
    ['an empty symbol', text(''), word(255n), ['', 255]],
    ['a symbol in several scripts', text('€名前'), SIX, ['€名前', 6]],
    ['a symbol of 32 bytes', text('x'.repeat(32)), SIX, ['x'.repeat(32), 6]],
    ['a symbol that is too long, cut off', text('x'.repeat(500)), SIX, ['x'.repeat(32), 6]],
    ['an old symbol of bytes32', stringToHex('MKR', { size: 32 }), SIX, ['MKR', 6]],
    ['an old symbol that fills its 32 bytes', stringToHex('y'.repeat(32)), SIX, ['y'.repeat(32), 6]],
    [
      'a length that is a lie',
      concat([word(32n), word(maxUint256), stringToHex('abc', { size: 32 })]),
      SIX,
      [`abc${'\0'.repeat(29)}`, 6],
    ],
    ['an offset that is a lie', concat([word(maxUint256), word(3n), stringToHex('abc', { size: 32 })]), SIX, ['', 6]],
    ['an answer cut short', '0x1234', '0x06', ['', 0]],
    ['decimals beyond a byte', text('BIG'), word(262n), ['BIG', 0]],
    ['reads that spend all gas they get', '0x', '0x', ['', 0]],
  ];
  it.each(cases)('pay with %s', async (_, symbol, decimals, expected) => {
    expect(await described(await odd(symbol, decimals))).toEqual(expected);
  });

  it('pay where the answers are of 60 kilobytes', async () => {
    expect(await described(await odd(text('HUGE'), SIX, 60_000n))).toEqual(['HUGE', 6]);
  });

  it('pay where the reads fail, with a reason that looks like an answer', async () => {
    expect(await described(await odd(text('NOT'), SIX, maxUint256))).toEqual(['', 0]);
  });

  it('cannot be made nameless by whoever gives the transaction too little gas', async () => {
    const token = await odd(text('USDC'), SIX);
    const call = [usage(token, 0n)];
    expect(await chain.meter.refusal(alice, 'recordUsage', call, 300_000n)).toEqual(['GasTooLow', 300_000n]);
    const receipt = await chain.meter.send(alice, 'recordUsage', call, 420_000n);
    expect(chain.meter.eventsIn(receipt)[0]!.args['symbol']).toBe('USDC');
  });
});
