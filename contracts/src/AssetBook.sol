// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IAssetRegistryEvents} from "./IAssetRegistryEvents.sol";
import {AssetStatus, Registration} from "./Types.sol";

/// @title The assets themselves
/// @notice What a registry keeps of each asset, who owns it, and how it begins.
abstract contract AssetBook is ERC721, IAssetRegistryEvents {
    /// @notice The caller does not own the asset.
    error NotAssetOwner(uint256 assetId, address caller);
    /// @notice No asset of this id is registered here.
    error UnknownAsset(uint256 assetId);
    /// @notice The asset is retired: it gets no new versions and no new children.
    error AssetRetired(uint256 assetId);
    /// @notice The asset has an open dispute.
    error AssetDisputed(uint256 assetId);
    /// @notice A rate, or the rates together, are above one whole.
    error RateAboveWhole(uint256 ppm);
    /// @notice A list that must say something is empty.
    error NothingGiven();

    struct Asset {
        uint32 version;
        bool retired;
        uint8 parentCount;
        /// Sum of the rates to all parents.
        uint32 royaltiesPpm;
        bool hasTerms;
        uint32 openDisputes;
        /// Tasks that can still bring shares.
        uint32 openTasks;
        /// Whether a least part of some role is locked.
        bool hasLock;
        string uri;
    }

    uint256 private _lastAssetId;
    mapping(uint256 assetId => Asset) internal _assets;

    modifier onlyAssetOwner(uint256 assetId) {
        _requireAsset(assetId);
        if (_ownerOf(assetId) != msg.sender) revert NotAssetOwner(assetId, msg.sender);
        _;
    }

    /// @notice Whether an asset of this id is registered here.
    function exists(uint256 assetId) public view returns (bool) {
        return _ownerOf(assetId) != address(0);
    }

    /// @notice How many assets are registered here; their ids count from 1 to this.
    function assetCount() external view returns (uint256) {
        return _lastAssetId;
    }

    /// @notice An asset's status: DISPUTED while a dispute is open, whatever else it is.
    function statusOf(uint256 assetId) public view returns (AssetStatus) {
        _requireAsset(assetId);
        Asset storage asset = _assets[assetId];
        if (asset.openDisputes != 0) return AssetStatus.DISPUTED;
        return asset.retired ? AssetStatus.RETIRED : AssetStatus.ACTIVE;
    }

    /// @notice The number of an asset's newest version.
    function versionOf(uint256 assetId) external view returns (uint32) {
        _requireAsset(assetId);
        return _assets[assetId].version;
    }

    /// @notice The URI of an asset's newest version.
    function tokenURI(uint256 assetId) public view override returns (string memory) {
        _requireAsset(assetId);
        return _assets[assetId].uri;
    }

    function _register(Registration calldata registration) internal returns (uint256 assetId) {
        assetId = ++_lastAssetId;
        Asset storage asset = _assets[assetId];
        asset.version = 1;
        asset.uri = registration.uri;
        emit AssetRegistered(
            assetId,
            msg.sender,
            uint8(registration.kind),
            registration.contentHash,
            registration.uri,
            registration.name
        );
        // Not _safeMint: a smart account without the receiver hook may own assets too.
        _mint(msg.sender, assetId);
    }

    function _requireAsset(uint256 assetId) internal view {
        if (!exists(assetId)) revert UnknownAsset(assetId);
    }
}
