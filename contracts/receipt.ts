import type { Address, TypedDataDomain } from 'viem';

/** What a consumer signs, by EIP-712: see ReceiptHash.sol. The primary type is `Receipt`. */
export const RECEIPT_TYPES = {
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

/** The domain of receipts that a meter settles. */
export function receiptDomain(chainId: number, meter: Address): TypedDataDomain {
  return { name: 'Tributary UsageMeter', version: '1', chainId, verifyingContract: meter };
}
