// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AssetRegistry} from "./AssetRegistry.sol";
import {HeldUsages} from "./HeldUsages.sol";
import {LicenseOffers} from "./LicenseOffers.sol";
import {PrepaidBalances} from "./PrepaidBalances.sol";
import {ReceiptSettlement} from "./ReceiptSettlement.sol";
import {Usage} from "./Types.sol";

/// @title Meter of paid usages
/// @notice Takes the payment for a use of an asset, homed on this chain or any other: the protocol fee goes to the
/// treasury, the rest to the vault. Who is due what of it follows from the events (see IUsageMeterEvents). What is
/// prepaid or held stays here until it is spent, released or returned; nothing else does.
contract UsageMeter is ReceiptSettlement, LicenseOffers {
    /// @param owner Who may change the fee, the treasury, the vault and the arbiter.
    /// @param arbiter_ Who may return held usages; zero for nobody but the assets' owners.
    /// @param holdWindow_ For how many seconds usages are held.
    /// @param withdrawalDelay_ After how many seconds prepaid money can be taken out.
    constructor(
        AssetRegistry registry_,
        address owner,
        uint32 feePpm_,
        address treasury_,
        address vault_,
        address arbiter_,
        uint64 holdWindow_,
        uint64 withdrawalDelay_
    ) Ownable(owner) PrepaidBalances(withdrawalDelay_) HeldUsages(registry_, arbiter_, holdWindow_) {
        _setFee(feePpm_, treasury_, vault_);
    }

    /// @notice Pays for a use of an asset: takes `usage.amount` of `usage.token` from the caller, who has approved it.
    /// A usage that is free has amount 0 and may name no token.
    function recordUsage(Usage calldata usage) external nonReentrant {
        _recordPaid(msg.sender, usage, false);
    }

    /// @notice Pays for a use of an asset whose money is held here for a window, in which it can be returned.
    function holdUsage(Usage calldata usage) external nonReentrant {
        _recordPaid(msg.sender, usage, true);
    }
}
