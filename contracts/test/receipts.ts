import { type Address, type Hex, zeroAddress, zeroHash } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { RECEIPT_TYPES, receiptDomain } from '../receipt.js';
import { type TestChain, receiptOf } from './chain.js';

/** The words behind anvil's accounts. */
const WORDS = 'test test test test test test test test test test test junk';

/** An argument of recordUsage: asset 1 of the chain's registry, a million base units of its token. */
export function usageOn(chain: TestChain, consumer: Address, n: number, changes: object = {}) {
  return {
    receiptId: receiptOf(consumer, n),
    assetChainId: BigInt(chain.chainId),
    assetRegistry: chain.registry.address,
    assetId: 1n,
    operation: 1,
    units: 3n,
    token: chain.token.address,
    amount: 1_000_000n,
    application: zeroAddress as Address,
    executor: zeroAddress as Address,
    parentReceiptId: zeroHash,
    ...changes,
  };
}

export interface TestReceipt {
  readonly consumer: Address;
  readonly held: boolean;
  readonly validUntil: bigint;
  readonly usage: ReturnType<typeof usageOn>;
}

/** A receipt that never lapses. */
export function receiptOn(chain: TestChain, consumer: Address, n: number, changes: object = {}): TestReceipt {
  return { consumer, held: false, validUntil: 2n ** 64n - 1n, usage: usageOn(chain, consumer, n, changes) };
}

/** The signature of the chain's n-th account under a receipt, as a wallet makes it. */
export async function signed(
  chain: TestChain,
  account: number,
  receipt: TestReceipt,
  domain: object = {},
): Promise<Hex> {
  return mnemonicToAccount(WORDS, { addressIndex: account }).signTypedData({
    domain: { ...receiptDomain(chain.chainId, chain.meter.address), ...domain },
    types: RECEIPT_TYPES,
    primaryType: 'Receipt',
    message: receipt,
  });
}
