// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {IContributionTaskEvents} from "./IContributionTaskEvents.sol";
import {TokenDescriptions} from "./TokenDescriptions.sol";
import {PPM, RewardPart, RewardSpec, Role, TaskSpec} from "./Types.sol";

/// @title What tasks can pay
/// @notice The money of every task, in one or more tokens: free, set aside for submissions, or paid.
abstract contract TaskBudgets is IContributionTaskEvents, TokenDescriptions, ReentrancyGuard {
    using ExactTransfers for IERC20;

    /// @notice In how many tokens a task can pay.
    uint256 public constant MAX_REWARDS = 4;

    /// @notice A task pays in 1 to so many different tokens.
    error InvalidRewards(uint256 given, uint256 max);
    /// @notice What is left of the budget does not cover the submission.
    error BudgetExhausted(uint256 taskId, address token, uint256 free, uint256 needed);
    /// @notice The task does not exist or is closed.
    error TaskNotOpen(uint256 taskId);
    /// @notice The task must be closed first.
    error TaskStillOpen(uint256 taskId);
    /// @notice Every token that is due refuses to be sent.
    error RewardsRefused(uint256 taskId, address contributor, bytes32 contentHash);
    /// @notice The caller is neither the sponsor of the task nor the owner of its asset.
    error NotSponsor(uint256 taskId, address caller);

    struct Task {
        uint256 assetId;
        address sponsor;
        Role role;
        bool isClosed;
        uint64 dailyUnits;
        /// Submissions that are not reviewed.
        uint64 awaiting;
    }

    struct Reward {
        IERC20 token;
        uint128 basePerUnit;
        uint128 bonusPerUnit;
        /// What is neither set aside nor spent.
        uint256 free;
    }

    uint256 private _lastTaskId;
    mapping(uint256 taskId => Task) internal _tasks;
    mapping(uint256 taskId => Reward[]) private _rewards;
    /// @dev Which rewards of a submission are paid, a bit each, where a token has refused some of them.
    mapping(uint256 taskId => mapping(address contributor => mapping(bytes32 contentHash => uint256))) private _paid;

    /// @notice Returns to the sponsor what reviews have left of a closed task's budget. Anybody may call.
    function reclaim(uint256 taskId) external nonReentrant {
        if (!_tasks[taskId].isClosed) revert TaskStillOpen(taskId);
        _returnFree(taskId, _tasks[taskId].sponsor);
    }

    /// @notice A task: asset, sponsor, role, whether it is closed, daily limit and submissions that wait for a review.
    function taskOf(uint256 taskId) external view returns (Task memory) {
        return _tasks[taskId];
    }

    /// @notice A task's rewards by token, with what is left of their budgets.
    function rewardsOf(uint256 taskId) external view returns (Reward[] memory) {
        return _rewards[taskId];
    }

    function _newTask(TaskSpec calldata spec) internal returns (uint256 taskId) {
        taskId = ++_lastTaskId;
        _tasks[taskId] = Task(spec.assetId, msg.sender, spec.role, false, spec.dailyUnits, 0);
    }

    function _openTask(uint256 taskId) internal view returns (Task storage task) {
        task = _tasks[taskId];
        if (task.sponsor == address(0) || task.isClosed) revert TaskNotOpen(taskId);
    }

    function _setRewards(uint256 taskId, RewardSpec[] calldata rewards) internal {
        uint256 count = rewards.length;
        if (count == 0 || count > MAX_REWARDS) revert InvalidRewards(count, MAX_REWARDS);
        for (uint256 i = 0; i < count; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (rewards[j].token == rewards[i].token) revert InvalidRewards(count, MAX_REWARDS);
            }
            ExactTransfers.requireContract(rewards[i].token);
            _describe(rewards[i].token);
            RewardSpec calldata spec = rewards[i];
            _rewards[taskId].push(Reward(IERC20(spec.token), spec.basePerUnit, spec.bonusPerUnit, spec.budget));
        }
    }

    function _takeBudgets(RewardSpec[] calldata rewards) internal {
        for (uint256 i = 0; i < rewards.length; ++i) {
            IERC20(rewards[i].token).pullExactly(msg.sender, address(this), rewards[i].budget);
        }
    }

    /// @dev Sets aside what the units can earn at most.
    function _reserve(uint256 taskId, uint64 units) internal {
        Reward[] storage rewards = _rewards[taskId];
        for (uint256 i = 0; i < rewards.length; ++i) {
            Reward storage reward = rewards[i];
            uint256 most = _most(reward, units);
            if (most > reward.free) revert BudgetExhausted(taskId, address(reward.token), reward.free, most);
            reward.free -= most;
        }
    }

    /// @dev Frees what was set aside for units and is not earned.
    function _free(uint256 taskId, uint64 units, uint64 acceptedUnits, uint32 scorePpm) internal {
        Reward[] storage rewards = _rewards[taskId];
        for (uint256 i = 0; i < rewards.length; ++i) {
            (uint256 base, uint256 bonus) = _earned(rewards[i], acceptedUnits, scorePpm);
            rewards[i].free += _most(rewards[i], units) - base - bonus;
        }
    }

    /// @dev A token that refuses to be sent keeps nobody from the others: it stays due.
    /// @return isPaid Whether nothing is due any more.
    function _payRewards(
        uint256 taskId,
        address contributor,
        bytes32 contentHash,
        uint64 acceptedUnits,
        uint32 scorePpm
    ) internal returns (bool isPaid) {
        Reward[] storage rewards = _rewards[taskId];
        uint256 before = _paid[taskId][contributor][contentHash];
        uint256 paid = before;
        for (uint256 i = 0; i < rewards.length; ++i) {
            if (paid & (1 << i) != 0) continue;
            if (_payReward(rewards[i], taskId, contributor, contentHash, acceptedUnits, scorePpm)) paid |= 1 << i;
        }
        if (paid == (1 << rewards.length) - 1) return true;
        if (paid == before) revert RewardsRefused(taskId, contributor, contentHash);
        _paid[taskId][contributor][contentHash] = paid;
    }

    /// @dev What a token refuses to send stays free: {reclaim} tries again.
    function _returnFree(uint256 taskId, address sponsor) internal {
        Reward[] storage rewards = _rewards[taskId];
        for (uint256 i = 0; i < rewards.length; ++i) {
            uint256 free = rewards[i].free;
            if (free == 0) continue;
            rewards[i].free = 0;
            if (rewards[i].token.trySend(sponsor, free)) {
                emit BudgetReturned(taskId, address(rewards[i].token), free);
            } else {
                rewards[i].free = free;
            }
        }
    }

    function _payReward(
        Reward storage reward,
        uint256 taskId,
        address contributor,
        bytes32 contentHash,
        uint64 acceptedUnits,
        uint32 scorePpm
    ) private returns (bool) {
        IERC20 token = reward.token;
        (uint256 base, uint256 bonus) = _earned(reward, acceptedUnits, scorePpm);
        if (base + bonus == 0) return true;
        if (!token.trySend(contributor, base + bonus)) return false;
        if (base != 0) {
            emit RewardPaid(taskId, contributor, address(token), base, uint8(RewardPart.BASE), contentHash);
        }
        if (bonus != 0) {
            emit RewardPaid(taskId, contributor, address(token), bonus, uint8(RewardPart.BONUS), contentHash);
        }
        return true;
    }

    function _emitOpened(
        uint256 taskId,
        TaskSpec calldata spec,
        address assetRegistry,
        RewardSpec[] calldata rewards
    ) internal {
        address[] memory tokens = new address[](rewards.length);
        uint256[] memory budgets = new uint256[](rewards.length);
        uint256[] memory bases = new uint256[](rewards.length);
        uint256[] memory bonuses = new uint256[](rewards.length);
        for (uint256 i = 0; i < rewards.length; ++i) {
            RewardSpec calldata reward = rewards[i];
            (tokens[i], budgets[i]) = (reward.token, reward.budget);
            (bases[i], bonuses[i]) = (reward.basePerUnit, reward.bonusPerUnit);
        }
        emit TaskOpened(
            taskId,
            spec.assetId,
            msg.sender,
            assetRegistry,
            uint8(spec.role),
            tokens,
            budgets,
            bases,
            bonuses
        );
    }

    /// @dev Fits: units and rewards are 64 and 128 bits wide.
    function _most(Reward storage reward, uint64 units) private view returns (uint256) {
        return (uint256(reward.basePerUnit) + reward.bonusPerUnit) * units;
    }

    function _earned(
        Reward storage reward,
        uint64 acceptedUnits,
        uint32 scorePpm
    ) private view returns (uint256 base, uint256 bonus) {
        base = uint256(reward.basePerUnit) * acceptedUnits;
        bonus = (uint256(reward.bonusPerUnit) * acceptedUnits * scorePpm) / PPM;
    }
}
