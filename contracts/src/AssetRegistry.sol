// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IAssetRegistryEvents} from "./IAssetRegistryEvents.sol";
import {
    AssetKind,
    AssetStatus,
    MAX_CHAIN_ID,
    PPM,
    ParentLink,
    Registration,
    ROLE_COUNT,
    Role,
    RoyaltyPolicy,
    ShareBatch,
    Terms
} from "./Types.sol";

/// @title Registry of AI assets
/// @notice An asset is an ERC-721 token; whoever owns it says what it is made of and who shares in what it
/// earns. Money never passes through here: readers of the events divide it (see IAssetRegistryEvents).
/// @dev Only what a rule needs is stored. Shares in particular live in the events alone.
contract AssetRegistry is ERC721, IAssetRegistryEvents {
    /// @notice How many parents an asset can have.
    uint256 public constant MAX_PARENTS = 16;

    /// @notice The caller does not own the asset.
    error NotAssetOwner(uint256 assetId, address caller);
    /// @notice No asset of this id is registered here.
    error UnknownAsset(uint256 assetId);
    /// @notice The asset is retired: it gets no new versions and no new children.
    error AssetRetired(uint256 assetId);
    /// @notice A rate, or the rates together, are above one whole.
    error RateAboveWhole(uint256 ppm);
    /// @notice A list that must say something is empty.
    error NothingGiven();
    /// @notice The parent's chain id or registry cannot exist.
    error InvalidParent(uint256 chainId, address registry);
    /// @notice An asset cannot be its own parent.
    error ParentIsChild(uint256 assetId);
    /// @notice The asset would have more parents than it can.
    error TooManyParents(uint256 childId, uint256 max);
    /// @notice The parent's terms allow no derivatives.
    error DerivativesNotAllowed(uint256 parentId);
    /// @notice The royalty is below the least that the parent's terms ask for.
    error RoyaltyBelowTerms(uint256 parentId, uint32 royaltyPpm, uint32 minRoyaltyPpm);
    /// @notice The royalty's policy is not the one that the parent's terms ask for.
    error PolicyAgainstTerms(uint256 parentId, RoyaltyPolicy policy, RoyaltyPolicy required);
    /// @notice The owner is the one share of a pool of their own: role OWNER has no shares to set.
    error OwnerHasNoShares(uint256 assetId);
    /// @notice Contributors and shares are not equally many.
    error LengthMismatch(uint256 contributors, uint256 shares);
    /// @notice The contributor at this index is the zero address.
    error ZeroContributor(uint256 index);

    struct Asset {
        uint32 version;
        AssetStatus status;
        uint8 parentCount;
        /// Sum of the rates to all parents.
        uint32 royaltiesPpm;
        bool hasTerms;
        string uri;
    }

    struct LinkRate {
        bool exists;
        uint32 royaltyPpm;
    }

    uint256 private _lastAssetId;
    mapping(uint256 assetId => Asset) private _assets;
    mapping(uint256 assetId => Terms) private _terms;
    mapping(uint256 assetId => uint32[ROLE_COUNT]) private _splits;
    mapping(uint256 childId => mapping(bytes32 parentKey => LinkRate)) private _links;

    constructor() ERC721("Tributary Asset", "ASSET") {}

    modifier onlyAssetOwner(uint256 assetId) {
        _checkOwner(assetId);
        _;
    }

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
        if (asset.status == AssetStatus.RETIRED) revert AssetRetired(assetId);
        version = ++asset.version;
        asset.uri = uri;
        emit VersionPublished(assetId, version, contentHash, uri);
    }

    /// @notice Says what anybody may do with an asset without asking. Links that exist stay as they are.
    /// An asset whose terms were never set asks for nothing.
    function setTerms(uint256 assetId, Terms calldata terms) external onlyAssetOwner(assetId) {
        if (terms.minRoyaltyPpm > PPM) revert RateAboveWhole(terms.minRoyaltyPpm);
        _assets[assetId].hasTerms = true;
        _terms[assetId] = terms;
        emit TermsSet(
            assetId,
            terms.derivativesAllowed,
            terms.minRoyaltyPpm,
            uint8(terms.royaltyPolicy),
            terms.commercialUse,
            terms.termsHash
        );
    }

    /// @notice Links an asset to parents, asking nobody. A pair that is linked already gets the new relation, rate
    /// and policy and counts once. Parents of this registry must exist, their terms must be kept, and retired ones
    /// take no new children; parents of other registries are taken as they are.
    function linkParents(uint256 childId, ParentLink[] calldata parents) external onlyAssetOwner(childId) {
        if (parents.length == 0) revert NothingGiven();
        for (uint256 i = 0; i < parents.length; ++i) _link(childId, parents[i]);
    }

    /// @notice Divides what an asset keeps among roles, in parts per million by role number; the owner gets the rest.
    function setRoleSplit(uint256 assetId, uint32[ROLE_COUNT] calldata ppm) external onlyAssetOwner(assetId) {
        _setRoleSplit(assetId, ppm);
    }

    /// @notice Sets the share counts (not differences) of contributors in a role's pool. Zero shares end a
    /// contributor's part of what comes later.
    function setShares(
        uint256 assetId,
        Role role,
        address[] calldata contributors,
        uint96[] calldata shares
    ) external onlyAssetOwner(assetId) {
        _setShares(assetId, role, contributors, shares);
    }

    /// @notice Retires an asset for good. What it earns is divided as before.
    function retire(uint256 assetId) external onlyAssetOwner(assetId) {
        Asset storage asset = _assets[assetId];
        if (asset.status == AssetStatus.RETIRED) revert AssetRetired(assetId);
        asset.status = AssetStatus.RETIRED;
        emit StatusChanged(assetId, uint8(AssetStatus.RETIRED));
    }

    /// @notice Whether an asset of this id is registered here.
    function exists(uint256 assetId) public view returns (bool) {
        return _ownerOf(assetId) != address(0);
    }

    /// @notice How many assets are registered here; their ids count from 1 to this.
    function assetCount() external view returns (uint256) {
        return _lastAssetId;
    }

    /// @notice An asset's status.
    function statusOf(uint256 assetId) external view returns (AssetStatus) {
        _requireAsset(assetId);
        return _assets[assetId].status;
    }

    /// @notice The number of an asset's newest version.
    function versionOf(uint256 assetId) external view returns (uint32) {
        _requireAsset(assetId);
        return _assets[assetId].version;
    }

    /// @notice How many parents an asset has, and the sum of the royalties it owes them, in parts per million.
    function parentsOf(uint256 assetId) external view returns (uint256 count, uint32 royaltiesPpm) {
        _requireAsset(assetId);
        return (_assets[assetId].parentCount, _assets[assetId].royaltiesPpm);
    }

    /// @notice An asset's terms; `set` is false where they were never set.
    function termsOf(uint256 assetId) external view returns (bool set, Terms memory terms) {
        _requireAsset(assetId);
        return (_assets[assetId].hasTerms, _terms[assetId]);
    }

    /// @notice An asset's split among roles, in parts per million by role number.
    function roleSplitOf(uint256 assetId) external view returns (uint32[ROLE_COUNT] memory) {
        _requireAsset(assetId);
        return _splits[assetId];
    }

    /// @notice The URI of an asset's newest version.
    function tokenURI(uint256 assetId) public view override returns (string memory) {
        _requireAsset(assetId);
        return _assets[assetId].uri;
    }

    function _register(Registration calldata registration) private returns (uint256 assetId) {
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

    function _link(uint256 childId, ParentLink calldata parent) private {
        if (parent.chainId == 0 || parent.chainId > MAX_CHAIN_ID || parent.registry == address(0)) {
            revert InvalidParent(parent.chainId, parent.registry);
        }
        LinkRate storage link = _links[childId][keccak256(abi.encode(parent.chainId, parent.registry, parent.assetId))];
        if (parent.chainId == block.chainid && parent.registry == address(this)) {
            _checkParentHere(childId, parent, !link.exists);
        }
        Asset storage child = _assets[childId];
        uint256 royaltiesPpm = uint256(child.royaltiesPpm) - link.royaltyPpm + parent.royaltyPpm;
        if (royaltiesPpm > PPM) revert RateAboveWhole(royaltiesPpm);
        if (!link.exists) {
            if (child.parentCount == MAX_PARENTS) revert TooManyParents(childId, MAX_PARENTS);
            ++child.parentCount;
            link.exists = true;
        }
        child.royaltiesPpm = uint32(royaltiesPpm);
        link.royaltyPpm = parent.royaltyPpm;
        emit ParentLinked(
            childId,
            parent.chainId,
            parent.registry,
            parent.assetId,
            uint8(parent.relation),
            parent.royaltyPpm,
            uint8(parent.policy)
        );
    }

    function _checkParentHere(uint256 childId, ParentLink calldata parent, bool isNew) private view {
        uint256 parentId = parent.assetId;
        if (parentId == childId) revert ParentIsChild(childId);
        _requireAsset(parentId);
        if (isNew && _assets[parentId].status == AssetStatus.RETIRED) revert AssetRetired(parentId);
        if (!_assets[parentId].hasTerms) return;
        Terms storage terms = _terms[parentId];
        if (!terms.derivativesAllowed) revert DerivativesNotAllowed(parentId);
        if (parent.royaltyPpm < terms.minRoyaltyPpm) {
            revert RoyaltyBelowTerms(parentId, parent.royaltyPpm, terms.minRoyaltyPpm);
        }
        if (terms.minRoyaltyPpm != 0 && parent.policy != terms.royaltyPolicy) {
            revert PolicyAgainstTerms(parentId, parent.policy, terms.royaltyPolicy);
        }
    }

    function _setRoleSplit(uint256 assetId, uint32[ROLE_COUNT] calldata ppm) private {
        uint256 sum = _sum(ppm);
        if (sum > PPM) revert RateAboveWhole(sum);
        _splits[assetId] = ppm;
        emit RoleSplitSet(assetId, ppm);
    }

    function _setShares(
        uint256 assetId,
        Role role,
        address[] calldata contributors,
        uint96[] calldata shares
    ) private {
        if (role == Role.OWNER) revert OwnerHasNoShares(assetId);
        if (contributors.length != shares.length) revert LengthMismatch(contributors.length, shares.length);
        if (contributors.length == 0) revert NothingGiven();
        for (uint256 i = 0; i < contributors.length; ++i) {
            if (contributors[i] == address(0)) revert ZeroContributor(i);
        }
        emit SharesChanged(assetId, uint8(role), contributors, shares);
    }

    function _checkOwner(uint256 assetId) private view {
        _requireAsset(assetId);
        if (_ownerOf(assetId) != msg.sender) revert NotAssetOwner(assetId, msg.sender);
    }

    function _requireAsset(uint256 assetId) private view {
        if (!exists(assetId)) revert UnknownAsset(assetId);
    }

    function _sum(uint32[ROLE_COUNT] calldata ppm) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < ROLE_COUNT; ++i) sum += ppm[i];
    }
}
