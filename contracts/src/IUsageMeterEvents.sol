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

    /// @notice As UsageRecorded, and the whole amount is held until UsageReleased or UsageReversed says where it goes.
    /// It can be returned before `until` (Unix time).
    event UsageHeld(
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
        bytes32 parentReceiptId,
        uint64 until
    );

    /// @notice A held usage counts from now on: the fee in force now, for the treasury of now, and the rest for the
    /// vault that was set when the usage was recorded.
    event UsageReleased(bytes32 indexed receiptId, string reason);

    /// @notice A held usage's whole amount is the consumer's again.
    event UsageReversed(bytes32 indexed receiptId, string reason);

    /// @notice From now on this meter takes `feePpm` of every amount for `treasury` and sends the rest to `vault`.
    event FeeSet(uint32 feePpm, address treasury, address vault);

    /// @notice `licensee` may use an asset of `assetRegistry` (on this chain) under terms until `expiry` (Unix time). The
    /// fee is the amount of the usage with this receipt id.
    event LicenseGranted(
        uint256 indexed assetId,
        address indexed licensee,
        bytes32 indexed receiptId,
        address assetRegistry,
        bytes32 termsHash,
        address token,
        uint256 fee,
        uint64 expiry
    );

    /// @notice Anybody can be licensed for this fee, for `duration` seconds.
    event LicenseOffered(
        uint256 indexed offerId,
        uint256 indexed assetId,
        address assetRegistry,
        bytes32 termsHash,
        address token,
        uint256 fee,
        uint64 duration
    );

    /// @notice The offer is taken back.
    event LicenseOfferWithdrawn(uint256 indexed offerId);

    /// @notice A receipt of a batch was not settled: 0 used, 1 lapsed, 2 not signed, 3 balance too low.
    event ReceiptSkipped(bytes32 indexed receiptId, address indexed consumer, uint8 reason);

    /// @notice `consumer` has so much more to pay receipts from.
    event Deposited(address indexed consumer, address indexed token, uint256 amount, address payer);

    /// @notice The consumer can take out the amount, or what is left of it, from `availableAt` on (Unix time).
    event WithdrawalRequested(address indexed consumer, address indexed token, uint256 amount, uint64 availableAt);

    /// @notice The consumer has taken out what was prepaid.
    event Withdrawn(address indexed consumer, address indexed token, uint256 amount);

    /// @notice Who may return held usages from now on.
    event ArbiterSet(address arbiter);
}
