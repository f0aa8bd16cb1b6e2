// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RoleShares} from "./RoleShares.sol";
import {Role} from "./Types.sol";

/// @title Shares from accepted work
/// @notice An asset's owner appoints the contract that runs its tasks (see ContributionTasks). That contract alone may
/// turn accepted work into shares, and lock a least part for a role when a task is opened. It cannot be replaced
/// while a task of it is open, nor once it has locked a part: what follows it could give the shares away.
abstract contract TaskShares is RoleShares {
    /// @notice The contract that runs an asset's tasks; zero where none does.
    mapping(uint256 assetId => address) public tasksOf;

    /// @notice The caller is not the contract that runs this asset's tasks.
    error NotTasksOf(uint256 assetId, address caller);
    /// @notice So many tasks of the asset are open, or, with 0, a part is locked: its tasks stay with whoever runs them.
    error TasksOpen(uint256 assetId, uint256 count);

    modifier onlyTasksOf(uint256 assetId) {
        if (tasksOf[assetId] != msg.sender) revert NotTasksOf(assetId, msg.sender);
        _;
    }

    /// @notice Appoints the contract that runs an asset's tasks, or none with zero. It can add shares without end:
    /// appoint what you have read.
    function appointTasks(uint256 assetId, address tasks) external onlyAssetOwner(assetId) {
        Asset storage asset = _assets[assetId];
        if (asset.openTasks != 0 || asset.hasLock) revert TasksOpen(assetId, asset.openTasks);
        tasksOf[assetId] = tasks;
        emit TasksAppointed(assetId, tasks);
    }

    /// @notice A task of the asset is open; `leastPpm` of `role` is locked for good, unless it is 0.
    function taskOpened(uint256 assetId, Role role, uint32 leastPpm) external onlyTasksOf(assetId) {
        if (role == Role.OWNER) revert OwnerHasNoShares(assetId);
        ++_assets[assetId].openTasks;
        if (leastPpm == 0) return;
        _assets[assetId].hasLock = true;
        _lockPart(assetId, role, leastPpm);
    }

    /// @notice No more shares come from one of the asset's tasks.
    function taskEnded(uint256 assetId) external onlyTasksOf(assetId) {
        --_assets[assetId].openTasks;
    }

    /// @notice Adds to a contributor's shares what has been accepted.
    function addShares(
        uint256 assetId,
        Role role,
        address contributor,
        uint64 shares
    ) external onlyTasksOf(assetId) {
        _addShares(assetId, role, contributor, shares);
    }
}
