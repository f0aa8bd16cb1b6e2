// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Events of an asset registry
/// @notice They carry everything an indexer needs: nothing has to be called to understand them.
/// Enums are numbered as in Types.sol. Rates are parts per million (ppm).
interface IAssetRegistryEvents {
    /// @notice An asset exists from now on. Its ERC-721 token id is `assetId`.
    event AssetRegistered(
        uint256 indexed assetId,
        address indexed owner,
        uint8 indexed kind,
        bytes32 contentHash,
        string uri,
        string name
    );

    /// @notice A new version of the asset's content. The registration is version 1.
    event VersionPublished(uint256 indexed assetId, uint32 version, bytes32 contentHash, string uri);

    /// @notice What anybody may do with the asset without asking.
    event TermsSet(
        uint256 indexed assetId,
        bool derivativesAllowed,
        uint32 minRoyaltyPpm,
        uint8 royaltyPolicy,
        bool commercialUse,
        bytes32 termsHash
    );

    /// @notice `childId` depends on a parent, of this registry or of any other on any chain, and owes it a royalty.
    /// Linking the same pair again replaces relation, rate and policy; rate 0 ends the royalty.
    event ParentLinked(
        uint256 indexed childId,
        uint256 indexed parentChainId,
        address indexed parentRegistry,
        uint256 parentId,
        uint8 relation,
        uint32 royaltyPpm,
        uint8 policy
    );

    /// @notice How what the asset keeps is divided among roles, by role number; the owner gets what is left.
    event RoleSplitSet(uint256 indexed assetId, uint32[7] ppm);

    /// @notice A split that lowers a contributors' role: it can be put in force from `effectiveAt` on (Unix time), for
    /// thirty days, which RoleSplitSet then says. A later announcement or split replaces it.
    event RoleSplitAnnounced(uint256 indexed assetId, uint32[7] ppm, uint64 effectiveAt);

    /// @notice The role's part of the split is never below `leastPpm` from now on.
    event RolePartLocked(uint256 indexed assetId, uint8 indexed role, uint32 leastPpm);

    /// @notice This contract runs the asset's tasks and adds shares for accepted work; zero: none does.
    event TasksAppointed(uint256 indexed assetId, address indexed tasks);

    /// @notice New share counts (not differences) of contributors in a role's pool.
    event SharesChanged(uint256 indexed assetId, uint8 indexed role, address[] contributors, uint96[] shares);

    /// @notice The asset's status, apart from disputes: 0 active, 2 retired.
    event StatusChanged(uint256 indexed assetId, uint8 status);

    /// @notice A dispute about the asset is open, which makes its status 1 (disputed).
    event DisputeRaised(uint256 indexed assetId, uint256 indexed disputeId, address indexed claimant, string reason);

    /// @notice A dispute is decided. `status` is the asset's from now on: 1 while others are open. `beneficiary` gets
    /// what waited, where this was the first to be upheld; zero stands for the treasury.
    event DisputeDecided(
        uint256 indexed assetId,
        uint256 indexed disputeId,
        bool upheld,
        address beneficiary,
        uint8 status
    );

    /// @notice Who opens and decides disputes from now on; zero: nobody.
    event ArbiterSet(address arbiter);
}
