// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AssetBook} from "./AssetBook.sol";
import {PPM, ROLE_COUNT, Role} from "./Types.sol";

/// @title How what an asset keeps is divided among roles
/// @notice A split that takes from no contributors' role is in force at once. One that lowers any is announced, and
/// takes effect when its notice has run, so that nobody learns of it afterwards. A locked part is never lowered.
abstract contract RoleSplits is AssetBook {
    /// @notice How long a lowered role is announced before it takes effect, in seconds; 0 for none.
    uint64 public immutable splitNotice;
    /// @dev For how many seconds a split can be applied once its notice has run.
    uint64 private constant APPLY_WINDOW = 30 days;

    /// @notice There is no announced split to apply, or it has lapsed.
    error NothingAnnounced(uint256 assetId);
    /// @notice The announced split takes effect from this Unix time on.
    error NoticeRuns(uint256 assetId, uint64 effectiveAt);
    /// @notice The role's part would be below what is locked for it.
    error PartBelowLock(uint256 assetId, Role role, uint32 ppm, uint32 leastPpm);
    /// @notice Notices are a year at most.
    error NoticeTooLong(uint64 notice);

    struct Announcement {
        /// Unix time; 0 where nothing is announced.
        uint64 effectiveAt;
        uint32[ROLE_COUNT] ppm;
    }

    mapping(uint256 assetId => uint32[ROLE_COUNT]) private _splits;
    mapping(uint256 assetId => uint32[ROLE_COUNT]) private _leastPpm;
    mapping(uint256 assetId => Announcement) private _announced;

    constructor(uint64 splitNotice_) {
        if (splitNotice_ > 365 days) revert NoticeTooLong(splitNotice_);
        splitNotice = splitNotice_;
    }

    /// @notice Divides what an asset keeps among roles, in parts per million by role number; the owner gets the rest.
    /// In force at once where no contributors' role gets less than now, else announced. The newest split replaces an
    /// announced one; setting the split that is in force takes an announcement back.
    function setRoleSplit(uint256 assetId, uint32[ROLE_COUNT] calldata ppm) external onlyAssetOwner(assetId) {
        if (splitNotice == 0 || !_lowers(assetId, ppm)) return _setRoleSplit(assetId, ppm);
        _checkSplit(assetId, ppm);
        uint64 effectiveAt = uint64(block.timestamp) + splitNotice;
        _announced[assetId] = Announcement(effectiveAt, ppm);
        emit RoleSplitAnnounced(assetId, ppm, effectiveAt);
    }

    /// @notice Puts an announced split in force when its notice has run. Anybody may, for thirty days: an announcement
    /// that stood for good would be no notice to those who come to work later.
    function applyRoleSplit(uint256 assetId) external {
        Announcement memory announced = _standing(assetId);
        if (announced.effectiveAt == 0) revert NothingAnnounced(assetId);
        if (block.timestamp < announced.effectiveAt) revert NoticeRuns(assetId, announced.effectiveAt);
        _setRoleSplit(assetId, announced.ppm);
    }

    /// @notice An asset's split among roles, in parts per million by role number.
    function roleSplitOf(uint256 assetId) external view returns (uint32[ROLE_COUNT] memory) {
        _requireAsset(assetId);
        return _splits[assetId];
    }

    /// @notice The split that is announced and when it can be applied (Unix time, 0 where none is announced).
    function announcedSplitOf(
        uint256 assetId
    ) external view returns (uint64 effectiveAt, uint32[ROLE_COUNT] memory ppm) {
        _requireAsset(assetId);
        Announcement memory announced = _standing(assetId);
        return (announced.effectiveAt, announced.ppm);
    }

    /// @notice The least part of a role, locked for good, in parts per million; 0 where it is not locked.
    function leastPartOf(uint256 assetId, Role role) public view returns (uint32) {
        return _leastPpm[assetId][uint8(role)];
    }

    /// @dev Drops what was announced: the newest split is the one that counts.
    function _setRoleSplit(uint256 assetId, uint32[ROLE_COUNT] memory ppm) internal {
        _checkSplit(assetId, ppm);
        delete _announced[assetId];
        _splits[assetId] = ppm;
        emit RoleSplitSet(assetId, ppm);
    }

    /// @dev Locks are only ever raised. Not for the owner, who gets what is left.
    function _lockPart(uint256 assetId, Role role, uint32 leastPpm) internal {
        if (leastPpm <= leastPartOf(assetId, role)) return;
        uint32 ppm = _splits[assetId][uint8(role)];
        if (ppm < leastPpm) revert PartBelowLock(assetId, role, ppm, leastPpm);
        _leastPpm[assetId][uint8(role)] = leastPpm;
        emit RolePartLocked(assetId, uint8(role), leastPpm);
    }

    /// @dev What is announced and has not lapsed.
    function _standing(uint256 assetId) private view returns (Announcement memory announced) {
        uint64 effectiveAt = _announced[assetId].effectiveAt;
        if (block.timestamp <= effectiveAt + APPLY_WINDOW) return _announced[assetId];
    }

    function _sum(uint32[ROLE_COUNT] memory ppm) internal pure returns (uint256 sum) {
        for (uint256 i = 0; i < ROLE_COUNT; ++i) sum += ppm[i];
    }

    function _checkSplit(uint256 assetId, uint32[ROLE_COUNT] memory ppm) private view {
        uint256 sum = _sum(ppm);
        if (sum > PPM) revert RateAboveWhole(sum);
        uint32[ROLE_COUNT] memory least = _leastPpm[assetId];
        for (uint256 i = 1; i < ROLE_COUNT; ++i) {
            if (ppm[i] < least[i]) revert PartBelowLock(assetId, Role(i), ppm[i], least[i]);
        }
    }

    /// @dev The owner's entry is information: it may fall.
    function _lowers(uint256 assetId, uint32[ROLE_COUNT] calldata ppm) private view returns (bool) {
        uint32[ROLE_COUNT] memory inForce = _splits[assetId];
        for (uint256 i = 1; i < ROLE_COUNT; ++i) {
            if (ppm[i] < inForce[i]) return true;
        }
        return false;
    }
}
