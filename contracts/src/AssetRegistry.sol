// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {AssetDisputes} from "./AssetDisputes.sol";
import {AssetLinks} from "./AssetLinks.sol";
import {RoleSplits} from "./RoleSplits.sol";
import {TaskShares} from "./TaskShares.sol";
import {AssetStatus, ParentLink, Registration, ROLE_COUNT, ShareBatch} from "./Types.sol";

/// @title Registry of AI assets
/// @notice An asset is an ERC-721 token; whoever owns it says what it is made of and who shares in what it
/// earns. Money never passes through here: readers of the events divide it (see IAssetRegistryEvents).
/// @dev The contract's owner can name an arbiter of disputes and nothing else.
contract AssetRegistry is AssetLinks, TaskShares, AssetDisputes {
    /// @param owner Who may name the arbiter.
    /// @param arbiter_ Who opens and decides disputes; zero for nobody.
    /// @param splitNotice_ For how many seconds a split that lowers a contributors' role is announced.
    constructor(
        address owner,
        address arbiter_,
        uint64 splitNotice_
    ) ERC721("Tributary Asset", "ASSET") Ownable(owner) RoleSplits(splitNotice_) AssetDisputes(arbiter_) {}

    /// @notice Registers an asset, owned by the caller.
    /// @return assetId The id of the asset, counted from 1.
    function register(Registration calldata registration) external returns (uint256 assetId) {
        return _register(registration);
    }

    /// @notice Registers an asset with its parents, split and shares in one transaction. Empty lists are left out;
    /// a split of only zeros likewise.
    /// @return assetId The id of the asset, counted from 1.
    function registerWith(
        Registration calldata registration,
        ParentLink[] calldata parents,
        uint32[ROLE_COUNT] calldata splitPpm,
        ShareBatch[] calldata batches
    ) external returns (uint256 assetId) {
        assetId = _register(registration);
        for (uint256 i = 0; i < parents.length; ++i) _link(assetId, parents[i]);
        if (_sum(splitPpm) != 0) _setRoleSplit(assetId, splitPpm);
        for (uint256 i = 0; i < batches.length; ++i) {
            _setShares(assetId, batches[i].role, batches[i].contributors, batches[i].shares);
        }
    }

    /// @notice Publishes a new version of an asset's content.
    /// @return version The version's number; the registration was version 1.
    function publishVersion(
        uint256 assetId,
        bytes32 contentHash,
        string calldata uri
    ) external onlyAssetOwner(assetId) returns (uint32 version) {
        Asset storage asset = _assets[assetId];
        if (asset.retired) revert AssetRetired(assetId);
        version = ++asset.version;
        asset.uri = uri;
        emit VersionPublished(assetId, version, contentHash, uri);
    }

    /// @notice Retires an asset for good. What it earns is divided as before. Not while a dispute about it is open.
    function retire(uint256 assetId) external onlyAssetOwner(assetId) {
        Asset storage asset = _assets[assetId];
        if (asset.retired) revert AssetRetired(assetId);
        if (asset.openDisputes != 0) revert AssetDisputed(assetId);
        asset.retired = true;
        emit StatusChanged(assetId, uint8(AssetStatus.RETIRED));
    }
}
