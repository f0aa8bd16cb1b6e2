// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RoleSplits} from "./RoleSplits.sol";
import {Role} from "./Types.sol";

/// @title Who shares in a role's part
/// @notice Share counts by asset, role and contributor. The owner sets them; where a part of the role is locked they
/// only grow by accepted work (see TaskShares), since new shares for others would take from those who worked.
abstract contract RoleShares is RoleSplits {
    /// @notice The owner is the one share of a pool of their own: role OWNER has no shares to set.
    error OwnerHasNoShares(uint256 assetId);
    /// @notice Contributors and shares are not equally many.
    error LengthMismatch(uint256 contributors, uint256 shares);
    /// @notice The contributor at this index is the zero address.
    error ZeroContributor(uint256 index);
    /// @notice A part of this role is locked: its shares come from accepted work alone.
    error RoleLocked(uint256 assetId, Role role);

    mapping(uint256 assetId => mapping(Role role => mapping(address contributor => uint96))) private _shares;

    /// @notice Sets the share counts (not differences) of contributors in a role's pool. Zero shares end a
    /// contributor's part of what comes later.
    function setShares(
        uint256 assetId,
        Role role,
        address[] calldata contributors,
        uint96[] calldata shares
    ) external onlyAssetOwner(assetId) {
        if (leastPartOf(assetId, role) != 0) revert RoleLocked(assetId, role);
        _setShares(assetId, role, contributors, shares);
    }

    /// @notice How many shares somebody has in a role's pool.
    function sharesOf(uint256 assetId, Role role, address contributor) external view returns (uint96) {
        return _shares[assetId][role][contributor];
    }

    function _setShares(
        uint256 assetId,
        Role role,
        address[] calldata contributors,
        uint96[] calldata shares
    ) internal {
        if (role == Role.OWNER) revert OwnerHasNoShares(assetId);
        if (contributors.length != shares.length) revert LengthMismatch(contributors.length, shares.length);
        if (contributors.length == 0) revert NothingGiven();
        for (uint256 i = 0; i < contributors.length; ++i) {
            if (contributors[i] == address(0)) revert ZeroContributor(i);
            _shares[assetId][role][contributors[i]] = shares[i];
        }
        emit SharesChanged(assetId, uint8(role), contributors, shares);
    }

    /// @dev Stops at the greatest count: an owner who has set it must not make accepted work impossible to record.
    function _addShares(uint256 assetId, Role role, address contributor, uint64 added) internal {
        uint256 sum = uint256(_shares[assetId][role][contributor]) + added;
        uint96 count = sum > type(uint96).max ? type(uint96).max : uint96(sum);
        _shares[assetId][role][contributor] = count;
        address[] memory contributors = new address[](1);
        uint96[] memory shares = new uint96[](1);
        (contributors[0], shares[0]) = (contributor, count);
        emit SharesChanged(assetId, uint8(role), contributors, shares);
    }
}
