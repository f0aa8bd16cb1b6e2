// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Receipt, Usage} from "./Types.sol";

/// @title What consumers sign
/// @notice The EIP-712 struct hash of a receipt.
library ReceiptHash {
    string private constant USAGE =
        "Usage(bytes32 receiptId,uint256 assetChainId,address assetRegistry,uint256 assetId,uint8 operation,uint256 units,address token,uint256 amount,address application,address executor,bytes32 parentReceiptId)";
    bytes32 private constant USAGE_TYPEHASH = keccak256(bytes(USAGE));
    bytes32 private constant RECEIPT_TYPEHASH =
        keccak256(
            bytes(string.concat("Receipt(address consumer,bool held,uint64 validUntil,Usage usage)", USAGE))
        );

    function structHash(Receipt memory receipt) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    RECEIPT_TYPEHASH,
                    receipt.consumer,
                    receipt.held,
                    receipt.validUntil,
                    // All of its members are one word each: their encoding is that of EIP-712.
                    keccak256(abi.encode(USAGE_TYPEHASH, receipt.usage))
                )
            );
    }
}
