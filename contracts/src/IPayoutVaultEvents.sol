// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Events of a payout vault
interface IPayoutVaultEvents {
    /// @notice From `activeFrom` on (Unix time), claims are checked against this root, unless a later epoch is published
    /// before that. The root covers what accrued up to `mark` on this chain and, of money that crossed chains, up to
    /// `remoteMark`; with the settlement's configuration behind the digest anybody can compute it again.
    event PayoutRootPublished(
        uint32 indexed epoch,
        bytes32 root,
        uint64 mark,
        uint64 remoteMark,
        bytes32 configurationDigest,
        uint64 activeFrom
    );

    /// @notice A contributor was paid `amount` by the root of `epoch`.
    event Claimed(address indexed contributor, address indexed token, uint256 amount, uint32 epoch);

    /// @notice Who publishes roots from now on; zero: the owner alone.
    event OperatorSet(address operator);
}
