// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {UsageRecords} from "./UsageRecords.sol";
import {Operation, Usage} from "./Types.sol";

/// @title Licences of assets
/// @notice An asset's owner offers a licence; whoever takes it pays the fee as a usage with operation LICENSE, so it is
/// divided like any other revenue of the asset.
abstract contract LicenseOffers is UsageRecords {
    /// @notice The longest licence, in seconds.
    uint64 public constant MAX_LICENSE_DURATION = 36_500 days;

    /// @notice The caller does not own the asset.
    error NotAssetOwner(uint256 assetId, address caller);
    /// @notice A licence lasts from a second to a hundred years.
    error InvalidDuration(uint64 duration);
    /// @notice There is no such offer any more, or the asset has another owner since.
    error NoOffer(uint256 offerId);

    struct LicenseOffer {
        uint256 assetId;
        /// Hash of the licence's text.
        bytes32 termsHash;
        /// The ERC-20 of the fee; may be zero where the fee is.
        address token;
        /// Protocol fee included, in the token's base units.
        uint256 fee;
        /// How many seconds the licence lasts.
        uint64 duration;
        address owner;
    }

    uint256 private _lastOfferId;
    mapping(uint256 offerId => LicenseOffer) private _offers;
    /// @notice Until when (Unix time) somebody is licensed to use an asset under these terms; 0 where never.
    mapping(uint256 assetId => mapping(address licensee => mapping(bytes32 termsHash => uint64))) public licensedUntil;

    /// @notice Offers a licence of an asset of this chain's registry to anybody, until it is taken back. Nobody can take
    /// it while somebody else owns the asset. An offer never changes.
    /// @return offerId Counted from 1.
    function offerLicense(
        uint256 assetId,
        bytes32 termsHash,
        address token,
        uint256 fee,
        uint64 duration
    ) external returns (uint256 offerId) {
        if (registry.ownerOf(assetId) != msg.sender) revert NotAssetOwner(assetId, msg.sender);
        if (duration == 0 || duration > MAX_LICENSE_DURATION) revert InvalidDuration(duration);
        offerId = ++_lastOfferId;
        _offers[offerId] = LicenseOffer(assetId, termsHash, token, fee, duration, msg.sender);
        emit LicenseOffered(offerId, assetId, address(registry), termsHash, token, fee, duration);
    }

    /// @notice Takes an offer back. Licences that were granted stay.
    function withdrawOffer(uint256 offerId) external {
        LicenseOffer storage offer = _offers[offerId];
        if (offer.owner == address(0)) revert NoOffer(offerId);
        if (offer.owner != msg.sender) revert NotAssetOwner(offer.assetId, msg.sender);
        delete _offers[offerId];
        emit LicenseOfferWithdrawn(offerId);
    }

    /// @notice Takes an offer: pays its fee from the caller, who has approved it. A licence of the same terms that has
    /// not expired is prolonged.
    /// @param receiptId The receipt of the usage that pays; begins with the caller's address.
    /// @return expiry Unix time.
    function buyLicense(uint256 offerId, bytes32 receiptId) external nonReentrant returns (uint64 expiry) {
        LicenseOffer memory offer = _offers[offerId];
        if (offer.owner == address(0) || registry.ownerOf(offer.assetId) != offer.owner) revert NoOffer(offerId);
        uint64 start = licensedUntil[offer.assetId][msg.sender][offer.termsHash];
        if (start < block.timestamp) start = uint64(block.timestamp);
        expiry = start + offer.duration;
        licensedUntil[offer.assetId][msg.sender][offer.termsHash] = expiry;
        emit LicenseGranted(
            offer.assetId,
            msg.sender,
            receiptId,
            address(registry),
            offer.termsHash,
            offer.token,
            offer.fee,
            expiry
        );
        Usage memory usage;
        usage.receiptId = receiptId;
        usage.assetChainId = block.chainid;
        usage.assetRegistry = address(registry);
        usage.assetId = offer.assetId;
        usage.operation = Operation.LICENSE;
        usage.units = 1;
        usage.token = offer.token;
        usage.amount = offer.fee;
        _recordPaid(msg.sender, usage, false);
    }

    /// @notice An offer by its id; the owner is zero where there is none.
    function offerOf(uint256 offerId) external view returns (LicenseOffer memory) {
        return _offers[offerId];
    }
}
