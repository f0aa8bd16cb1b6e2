// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {HeldUsages} from "./HeldUsages.sol";
import {TokenDescriptions} from "./TokenDescriptions.sol";
import {MAX_CHAIN_ID, Usage} from "./Types.sol";

/// @title What makes a usage valid, and how it is told
/// @notice A receipt id begins with its consumer's address, so nobody else can use it up; it counts once, ever.
abstract contract UsageRecords is HeldUsages, TokenDescriptions {
    using ExactTransfers for IERC20;

    /// @notice Whether a receipt id has been used.
    mapping(bytes32 receiptId => bool) public isReceiptUsed;

    /// @notice A receipt id is used once.
    error ReceiptUsed(bytes32 receiptId);
    /// @notice The first twenty bytes of a receipt id are its consumer's address.
    error ReceiptOfAnother(bytes32 receiptId, address consumer);
    /// @notice A usage cannot be part of itself.
    error ReceiptIsItsParent(bytes32 receiptId);
    /// @notice The asset's chain id or registry cannot exist.
    error InvalidAsset(uint256 chainId, address registry);
    /// @notice The asset is said to be of this chain's registry, which does not know it.
    error UnknownAsset(uint256 assetId);

    /// @dev Records a usage that its consumer pays now.
    function _recordPaid(address consumer, Usage memory usage, bool isHeld) internal {
        if (isReceiptUsed[usage.receiptId]) revert ReceiptUsed(usage.receiptId);
        _record(consumer, usage);
        IERC20 token = IERC20(usage.token);
        if (isHeld) {
            _emitHeld(consumer, usage, _hold(consumer, usage, false));
            token.pullExactly(consumer, address(this), usage.amount);
        } else {
            _emitRecorded(consumer, usage);
            _collect(consumer, token, usage.amount);
        }
    }

    /// @dev Checks a usage, uses its receipt id up and describes its token.
    function _record(address consumer, Usage memory usage) internal {
        if (address(bytes20(usage.receiptId)) != consumer) revert ReceiptOfAnother(usage.receiptId, consumer);
        if (usage.receiptId == usage.parentReceiptId) revert ReceiptIsItsParent(usage.receiptId);
        if (usage.assetChainId == 0 || usage.assetChainId > MAX_CHAIN_ID || usage.assetRegistry == address(0)) {
            revert InvalidAsset(usage.assetChainId, usage.assetRegistry);
        }
        if (usage.assetChainId == block.chainid && usage.assetRegistry == address(registry)) {
            if (!registry.exists(usage.assetId)) revert UnknownAsset(usage.assetId);
        }
        isReceiptUsed[usage.receiptId] = true;
        if (usage.token == address(0) && usage.amount == 0) return;
        ExactTransfers.requireContract(usage.token);
        _describe(usage.token);
    }

    function _emitRecorded(address consumer, Usage memory usage) internal {
        emit UsageRecorded(
            usage.receiptId,
            consumer,
            usage.assetRegistry,
            usage.assetChainId,
            usage.assetId,
            usage.application,
            uint8(usage.operation),
            usage.units,
            usage.token,
            usage.amount,
            usage.executor,
            usage.parentReceiptId
        );
    }

    function _emitHeld(address consumer, Usage memory usage, uint64 until) internal {
        emit UsageHeld(
            usage.receiptId,
            consumer,
            usage.assetRegistry,
            usage.assetChainId,
            usage.assetId,
            usage.application,
            uint8(usage.operation),
            usage.units,
            usage.token,
            usage.amount,
            usage.executor,
            usage.parentReceiptId,
            until
        );
    }
}
