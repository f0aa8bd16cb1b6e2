// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AssetBook} from "./AssetBook.sol";
import {MAX_CHAIN_ID, PPM, ParentLink, RoyaltyPolicy, Terms} from "./Types.sol";

/// @title What assets are made of
/// @notice Links to parents, and the terms that parents of this registry set for them.
abstract contract AssetLinks is AssetBook {
    /// @notice How many parents an asset can have.
    uint256 public constant MAX_PARENTS = 16;

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
    /// @notice A part of what the asset keeps is locked for a role: it owes its parents no more than now.
    error RoyaltiesLocked(uint256 assetId);

    struct LinkRate {
        bool exists;
        uint32 royaltyPpm;
        RoyaltyPolicy policy;
    }

    mapping(uint256 assetId => Terms) private _terms;
    mapping(uint256 childId => mapping(bytes32 parentKey => LinkRate)) private _links;

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
    /// take no new children; parents of other registries are taken as they are. No royalty rises while the asset is
    /// disputed, nor once a part of a role is locked: what it keeps is then not the owner's alone.
    function linkParents(uint256 childId, ParentLink[] calldata parents) external onlyAssetOwner(childId) {
        if (parents.length == 0) revert NothingGiven();
        for (uint256 i = 0; i < parents.length; ++i) _link(childId, parents[i]);
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

    function _link(uint256 childId, ParentLink calldata parent) internal {
        if (parent.chainId == 0 || parent.chainId > MAX_CHAIN_ID || parent.registry == address(0)) {
            revert InvalidParent(parent.chainId, parent.registry);
        }
        LinkRate storage link = _links[childId][keccak256(abi.encode(parent.chainId, parent.registry, parent.assetId))];
        if (parent.chainId == block.chainid && parent.registry == address(this)) {
            _checkParentHere(childId, parent, !link.exists);
        }
        Asset storage child = _assets[childId];
        if (_takesMore(parent, link)) {
            if (child.openDisputes != 0) revert AssetDisputed(childId);
            if (child.hasLock) revert RoyaltiesLocked(childId);
        }
        uint256 royaltiesPpm = uint256(child.royaltiesPpm) - link.royaltyPpm + parent.royaltyPpm;
        if (royaltiesPpm > PPM) revert RateAboveWhole(royaltiesPpm);
        if (!link.exists) {
            if (child.parentCount == MAX_PARENTS) revert TooManyParents(childId, MAX_PARENTS);
            ++child.parentCount;
            link.exists = true;
        }
        child.royaltiesPpm = uint32(royaltiesPpm);
        (link.royaltyPpm, link.policy) = (parent.royaltyPpm, parent.policy);
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
        if (isNew && _assets[parentId].retired) revert AssetRetired(parentId);
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

    /// @dev By an ABSOLUTE link the child also owes what the parent owes to parents of its own, now and later.
    function _takesMore(ParentLink calldata parent, LinkRate storage link) private view returns (bool) {
        if (parent.royaltyPpm > link.royaltyPpm) return true;
        return parent.policy == RoyaltyPolicy.ABSOLUTE && link.policy != RoyaltyPolicy.ABSOLUTE;
    }
}
