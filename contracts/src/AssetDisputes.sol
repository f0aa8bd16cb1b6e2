// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {AssetBook} from "./AssetBook.sol";

/// @title Disputes about assets
/// @notice An arbiter opens and decides them; an asset can have several at once and is DISPUTED while one is open. No
/// money moves here: readers of the events hold back what the asset keeps until its last dispute is decided.
abstract contract AssetDisputes is AssetBook, Ownable2Step {
    /// @notice Who opens and decides disputes.
    address public arbiter;

    /// @notice The caller is not the arbiter.
    error NotArbiter(address caller);
    /// @notice No dispute of this id is open.
    error DisputeNotOpen(uint256 disputeId);

    uint256 private _lastDisputeId;
    /// @dev Zero for disputes that were never opened or are decided: asset ids count from 1.
    mapping(uint256 disputeId => uint256 assetId) private _assetOf;

    constructor(address arbiter_) {
        _setArbiter(arbiter_);
    }

    modifier onlyArbiter() {
        if (msg.sender != arbiter) revert NotArbiter(msg.sender);
        _;
    }

    /// @notice Names who opens and decides disputes from now on; zero for nobody.
    function setArbiter(address arbiter_) external onlyOwner {
        _setArbiter(arbiter_);
    }

    /// @notice Opens a dispute about an asset.
    /// @param claimant Who says that the asset, or what it earns, is theirs; zero where nobody does.
    /// @return disputeId Counted from 1 over all assets.
    function raiseDispute(
        uint256 assetId,
        address claimant,
        string calldata reason
    ) external onlyArbiter returns (uint256 disputeId) {
        _requireAsset(assetId);
        disputeId = ++_lastDisputeId;
        _assetOf[disputeId] = assetId;
        ++_assets[assetId].openDisputes;
        emit DisputeRaised(assetId, disputeId, claimant, reason);
    }

    /// @notice Decides for the claim. What waits when the asset's last dispute is decided goes to the beneficiary of
    /// the first upheld one, or to the treasury where that is zero.
    function upholdDispute(uint256 disputeId, address beneficiary) external onlyArbiter {
        _decide(disputeId, true, beneficiary);
    }

    /// @notice Decides against the claim. What waits is divided as ever, unless another dispute is upheld.
    function dismissDispute(uint256 disputeId) external onlyArbiter {
        _decide(disputeId, false, address(0));
    }

    /// @notice How many disputes about an asset are open.
    function openDisputesOf(uint256 assetId) external view returns (uint256) {
        return _assets[assetId].openDisputes;
    }

    function _decide(uint256 disputeId, bool upheld, address beneficiary) private {
        uint256 assetId = _assetOf[disputeId];
        if (assetId == 0) revert DisputeNotOpen(disputeId);
        delete _assetOf[disputeId];
        --_assets[assetId].openDisputes;
        emit DisputeDecided(assetId, disputeId, upheld, beneficiary, uint8(statusOf(assetId)));
    }

    function _setArbiter(address arbiter_) private {
        arbiter = arbiter_;
        emit ArbiterSet(arbiter_);
    }
}
