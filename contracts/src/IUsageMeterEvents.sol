// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Events of a usage meter
interface IUsageMeterEvents {
    /// @notice An asset was used and paid for. `amount` is what the consumer paid, protocol fee included.
    /// `application` and `executor` are zero where there is none, `parentReceiptId` likewise.
    event UsageRecorded(
        bytes32 indexed receiptId,
        address indexed consumer,
        address indexed assetRegistry,
        uint256 assetChainId,
        uint256 assetId,
        address application,
        uint8 operation,
        uint256 units,
        address token,
        uint256 amount,
        address executor,
        bytes32 parentReceiptId
    );

    /// @notice From now on this meter takes `feePpm` of every amount for `treasury` and sends the rest to `vault`.
    event FeeSet(uint32 feePpm, address treasury, address vault);

    /// @notice First use of a token: what is needed to show its amounts.
    event TokenDescribed(address indexed token, string symbol, uint8 decimals);
}
