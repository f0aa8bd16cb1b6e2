// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Events of contribution tasks
/// @notice A submission is named by its task, its contributor and the hash of its content. Lists of one event are
/// equally long. Enums are numbered as in Types.sol.
interface IContributionTaskEvents {
    /// @notice Work for an asset of `assetRegistry` (on this chain) is wanted and its budget is here. Accepted units earn
    /// `baseRewards` each and, in proportion to the score, up to `bonusRewards`; they become shares in `role`'s pool.
    event TaskOpened(
        uint256 indexed taskId,
        uint256 indexed assetId,
        address indexed sponsor,
        address assetRegistry,
        uint8 role,
        address[] tokens,
        uint256[] budgets,
        uint256[] baseRewards,
        uint256[] bonusRewards
    );

    /// @notice The rules of a task that was just opened. The role's part is `leastPpm` of the asset's split at least, for
    /// good (0: the task locks nothing).
    event TaskDescribed(
        uint256 indexed taskId,
        uint32 leastPpm,
        uint64 dailyUnits,
        address[] reviewers,
        string uri
    );

    /// @notice Somebody has done `units` of work. `source`: 0 human, 1 machine. Tags are text, filled up with zeros.
    event ContributionSubmitted(
        uint256 indexed taskId,
        address indexed contributor,
        bytes32 indexed contentHash,
        uint64 units,
        uint8 source,
        bytes32[] tags
    );

    /// @notice A submission is decided: so many of its units are accepted, with a score in parts per million.
    event ContributionReviewed(
        uint256 indexed taskId,
        address indexed contributor,
        bytes32 indexed contentHash,
        address reviewer,
        uint64 acceptedUnits,
        uint32 scorePpm
    );

    /// @notice A contributor was paid for a submission. `part`: 0 base, 1 bonus.
    event RewardPaid(
        uint256 indexed taskId,
        address indexed contributor,
        address indexed token,
        uint256 amount,
        uint8 part,
        bytes32 contentHash
    );

    /// @notice The task takes no more submissions.
    event TaskClosed(uint256 indexed taskId);

    /// @notice The sponsor got back what nobody can earn any more.
    event BudgetReturned(uint256 indexed taskId, address indexed token, uint256 amount);
}
