// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {AssetRegistry} from "./AssetRegistry.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {PrepaidBalances} from "./PrepaidBalances.sol";
import {Usage} from "./Types.sol";

/// @title Usages that are paid and can still be returned
/// @notice The meter keeps a held usage's whole amount. Within the window the consumer can release it, and the owner of
/// an asset of this chain's registry or the arbiter can return it; after the window anybody can release it, and nobody
/// can return it. On release the fee in force then goes to the treasury of then, the rest to the vault of the usage.
abstract contract HeldUsages is PrepaidBalances {
    using ExactTransfers for IERC20;
    using SafeERC20 for IERC20;

    /// @notice The registry of this chain whose assets must exist to be used.
    AssetRegistry public immutable registry;
    /// @notice For how many seconds a usage is held.
    uint64 public immutable holdWindow;
    /// @notice Who may return the amount of any held usage.
    address public arbiter;

    /// @notice A window is ninety days at most.
    error WindowTooLong(uint64 window);
    /// @notice No usage of this receipt is held.
    error NotHeld(bytes32 receiptId);
    /// @notice Until this Unix time the usage is released by its consumer alone.
    error WindowRuns(bytes32 receiptId, uint64 until);
    /// @notice The usage can no longer be returned.
    error WindowOver(bytes32 receiptId, uint64 until);
    /// @notice The caller is neither the arbiter nor the owner of the asset.
    error MayNotReverse(bytes32 receiptId, address caller);

    struct Held {
        address consumer;
        uint64 until;
        bool isPrepaid;
        address token;
        address vault;
        uint256 amount;
        /// 0 for assets of other chains and registries.
        uint256 assetId;
    }

    mapping(bytes32 receiptId => Held) private _held;

    constructor(AssetRegistry registry_, address arbiter_, uint64 holdWindow_) {
        ExactTransfers.requireContract(address(registry_));
        if (holdWindow_ > 90 days) revert WindowTooLong(holdWindow_);
        registry = registry_;
        holdWindow = holdWindow_;
        _setArbiter(arbiter_);
    }

    /// @notice Names who may return held usages from now on; zero for nobody but the assets' owners.
    function setArbiter(address arbiter_) external onlyOwner {
        _setArbiter(arbiter_);
    }

    /// @notice Ends the hold of a usage: its money goes where a usage's money goes.
    function releaseUsage(bytes32 receiptId) external nonReentrant {
        Held memory held = _heldOf(receiptId);
        bool isOver = block.timestamp >= held.until;
        if (!isOver && msg.sender != held.consumer) revert WindowRuns(receiptId, held.until);
        delete _held[receiptId];
        emit UsageReleased(receiptId, isOver ? "window over" : "accepted by the consumer");
        IERC20 token = IERC20(held.token);
        uint256 fee = _feeOf(held.amount);
        token.sendExactly(treasury, fee);
        token.sendExactly(held.vault, held.amount - fee);
    }

    /// @notice Returns a held usage's whole amount to its consumer: to the prepaid balance where it came from there.
    function reverseUsage(bytes32 receiptId, string calldata reason) external nonReentrant {
        Held memory held = _heldOf(receiptId);
        bool isOwner = held.assetId != 0 && registry.ownerOf(held.assetId) == msg.sender;
        if (msg.sender != arbiter && !isOwner) revert MayNotReverse(receiptId, msg.sender);
        if (block.timestamp >= held.until) revert WindowOver(receiptId, held.until);
        delete _held[receiptId];
        emit UsageReversed(receiptId, reason);
        if (held.isPrepaid) _credit(held.consumer, held.token, held.amount);
        else if (held.amount != 0) IERC20(held.token).safeTransfer(held.consumer, held.amount);
    }

    /// @notice Who paid for a held usage, what, in which token, and until when (Unix time) it can be returned; zeros
    /// where it is not held.
    function heldUsageOf(
        bytes32 receiptId
    ) external view returns (address consumer, address token, uint256 amount, uint64 until) {
        Held storage held = _held[receiptId];
        return (held.consumer, held.token, held.amount, held.until);
    }

    /// @dev The money must be here, or on its way.
    function _hold(address consumer, Usage memory usage, bool isPrepaid) internal returns (uint64 until) {
        until = uint64(block.timestamp) + holdWindow;
        bool isHere = usage.assetChainId == block.chainid && usage.assetRegistry == address(registry);
        _held[usage.receiptId] = Held({
            consumer: consumer,
            until: until,
            isPrepaid: isPrepaid,
            token: usage.token,
            vault: vault,
            amount: usage.amount,
            assetId: isHere ? usage.assetId : 0
        });
    }

    function _heldOf(bytes32 receiptId) private view returns (Held memory held) {
        held = _held[receiptId];
        if (held.consumer == address(0)) revert NotHeld(receiptId);
    }

    function _setArbiter(address arbiter_) private {
        arbiter = arbiter_;
        emit ArbiterSet(arbiter_);
    }
}
