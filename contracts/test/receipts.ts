import { type Address, type Hex, zeroAddress, zeroHash } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { type TestChain, receiptOf } from './chain.js';

/** The words behind anvil's accounts. */
const WORDS = 'test test test test test test test test test test test junk';

const TYPES = {
  Receipt: [
    { name: 'consumer', type: 'address' },
    { name: 'held', type: 'bool' },
    { name: 'validUntil', type: 'uint64' },
    { name: 'usage', type: 'Usage' },
  ],
  Usage: [
    { name: 'receiptId', type: 'bytes32' },
    { name: 'assetChainId', type: 'uint256' },
    { name: 'assetRegistry', type: 'address' },
    { name: 'assetId', type: 'uint256' },
    { name: 'operation', type: 'uint8' },
    { name: 'units', type: 'uint256' },
    { name: 'token', type: 'address' },
    { name: 'amount', type: 'uint256' },
    { name: 'application', type: 'address' },
    { name: 'executor', type: 'address' },
    { name: 'parentReceiptId', type: 'bytes32' },
  ],
} as const;

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
    domain: {
      name: 'Tributary UsageMeter',
      version: '1',
      chainId: chain.chainId,
      verifyingContract: chain.meter.address,
      ...domain,
    },
    types: TYPES,
    primaryType: 'Receipt',
    message: receipt,
  });
}
