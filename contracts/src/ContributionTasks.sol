// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {AssetRegistry} from "./AssetRegistry.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {TaskBudgets} from "./TaskBudgets.sol";
import {PPM, RewardSpec, Role, Source, TaskSpec} from "./Types.sol";

/// @title Tasks for contributors
/// @notice An asset's owner opens a task with its whole budget; people submit work, named reviewers accept it, and
/// accepted units are paid from the budget and become shares in what the asset earns. What a submission can earn at
/// most is set aside when it comes in, so accepted work is always paid.
contract ContributionTasks is TaskBudgets {
    /// @notice How many reviewers a task can have.
    uint256 public constant MAX_REVIEWERS = 16;
    /// @notice How many tags a submission can have.
    uint256 public constant MAX_TAGS = 16;

    /// @notice The registry whose assets have tasks here.
    AssetRegistry public immutable registry;

    /// @notice The caller does not own the asset.
    error NotAssetOwner(uint256 assetId, address caller);
    /// @notice A task has 1 to so many reviewers, and none of them is the zero address.
    error InvalidReviewers(uint256 given, uint256 max);
    /// @notice A submission has so many tags at most.
    error TooManyTags(uint256 given, uint256 max);
    /// @notice A submission needs units, and a task a daily limit.
    error UnitsMissing();
    /// @notice The contributor would submit more units this UTC day than the task allows.
    error DailyLimit(uint256 taskId, uint64 left);
    /// @notice The contributor has submitted this content to the task already.
    error AlreadySubmitted(bytes32 contentHash);
    /// @notice The contributor is the task's only reviewer: nobody could ever decide the submission.
    error NobodyToReview(uint256 taskId, address contributor);
    /// @notice The submission does not exist or has been reviewed.
    error NotAwaitingReview(uint256 taskId, address contributor, bytes32 contentHash);
    /// @notice The submission is not accepted, or it has been paid.
    error NothingToPay(uint256 taskId, address contributor, bytes32 contentHash);
    /// @notice The caller is not a reviewer of this task, or reviews their own work.
    error NotReviewer(uint256 taskId, address caller);
    /// @notice More units are accepted than were submitted.
    error MoreThanSubmitted(uint64 acceptedUnits, uint64 units);
    /// @notice The score is above one whole.
    error ScoreAboveWhole(uint32 scorePpm);

    enum State {
        NONE,
        SUBMITTED,
        ACCEPTED,
        SETTLED
    }

    struct Submission {
        uint64 units;
        uint64 acceptedUnits;
        uint32 scorePpm;
        State state;
    }

    mapping(uint256 taskId => mapping(address reviewer => bool)) public isReviewer;
    /// @dev Zero where a task has several reviewers.
    mapping(uint256 taskId => address) private _onlyReviewer;
    mapping(uint256 taskId => mapping(address contributor => mapping(uint256 day => uint64))) private _unitsOn;
    mapping(uint256 taskId => mapping(address contributor => mapping(bytes32 contentHash => Submission)))
        private _submissions;

    constructor(AssetRegistry registry_) {
        ExactTransfers.requireContract(address(registry_));
        registry = registry_;
    }

    /// @notice Opens a task for an asset of the caller and takes its budget, which the caller has approved. The asset's
    /// owner has appointed this contract in the registry before.
    /// @return taskId Counted from 1.
    function open(
        TaskSpec calldata spec,
        RewardSpec[] calldata rewards,
        address[] calldata reviewers
    ) external nonReentrant returns (uint256 taskId) {
        if (registry.ownerOf(spec.assetId) != msg.sender) revert NotAssetOwner(spec.assetId, msg.sender);
        if (spec.dailyUnits == 0) revert UnitsMissing();
        taskId = _newTask(spec);
        _nameReviewers(taskId, reviewers);
        registry.taskOpened(spec.assetId, spec.role, spec.leastPpm);
        _setRewards(taskId, rewards);
        _emitOpened(taskId, spec, address(registry), rewards);
        emit TaskDescribed(taskId, spec.leastPpm, spec.dailyUnits, reviewers, spec.uri);
        _takeBudgets(rewards);
    }

    /// @notice Submits work. What it can earn at most is set aside from the budget.
    /// @param contentHash Hash of the work; a contributor submits it once to a task.
    /// @param tags Words about the work, as text filled up with zeros.
    function submit(
        uint256 taskId,
        bytes32 contentHash,
        uint64 units,
        Source source,
        bytes32[] calldata tags
    ) external {
        Task storage task = _openTask(taskId);
        if (units == 0) revert UnitsMissing();
        if (_onlyReviewer[taskId] == msg.sender) revert NobodyToReview(taskId, msg.sender);
        if (tags.length > MAX_TAGS) revert TooManyTags(tags.length, MAX_TAGS);
        Submission storage submission = _submissions[taskId][msg.sender][contentHash];
        if (submission.state != State.NONE) revert AlreadySubmitted(contentHash);
        _countUnits(taskId, task.dailyUnits, units);
        (submission.units, submission.state) = (units, State.SUBMITTED);
        ++task.awaiting;
        _reserve(taskId, units);
        emit ContributionSubmitted(taskId, msg.sender, contentHash, units, uint8(source), tags);
    }

    /// @notice Decides a submission, once: 0 accepted units refuse it. Accepted units become shares at once; the reward
    /// can be paid from now on.
    function review(
        uint256 taskId,
        address contributor,
        bytes32 contentHash,
        uint64 acceptedUnits,
        uint32 scorePpm
    ) external nonReentrant {
        if (!isReviewer[taskId][msg.sender] || msg.sender == contributor) revert NotReviewer(taskId, msg.sender);
        Submission storage submission = _submissions[taskId][contributor][contentHash];
        if (submission.state != State.SUBMITTED) revert NotAwaitingReview(taskId, contributor, contentHash);
        if (acceptedUnits > submission.units) revert MoreThanSubmitted(acceptedUnits, submission.units);
        if (scorePpm > PPM) revert ScoreAboveWhole(scorePpm);
        (submission.acceptedUnits, submission.scorePpm) = (acceptedUnits, scorePpm);
        submission.state = acceptedUnits == 0 ? State.SETTLED : State.ACCEPTED;
        _free(taskId, submission.units, acceptedUnits, scorePpm);
        emit ContributionReviewed(taskId, contributor, contentHash, msg.sender, acceptedUnits, scorePpm);
        Task storage task = _tasks[taskId];
        --task.awaiting;
        if (acceptedUnits != 0) registry.addShares(task.assetId, task.role, contributor, acceptedUnits);
        _endIfDone(task);
    }

    /// @notice Pays for an accepted submission. Anybody may call; the money goes to the contributor. What one token
    /// refuses to send can be paid later.
    function pay(uint256 taskId, address contributor, bytes32 contentHash) external nonReentrant {
        Submission storage submission = _submissions[taskId][contributor][contentHash];
        if (submission.state != State.ACCEPTED) revert NothingToPay(taskId, contributor, contentHash);
        if (_payRewards(taskId, contributor, contentHash, submission.acceptedUnits, submission.scorePpm)) {
            submission.state = State.SETTLED;
        }
    }

    /// @notice Ends submissions for good and returns to the sponsor what is not set aside. What waits is still reviewed
    /// and paid; what reviews then leave, {reclaim} returns. For the sponsor, and for the owner of the asset, who may
    /// be another by then: accepted work takes from what they earn.
    function close(uint256 taskId) external nonReentrant {
        Task storage task = _openTask(taskId);
        if (task.sponsor != msg.sender && registry.ownerOf(task.assetId) != msg.sender) {
            revert NotSponsor(taskId, msg.sender);
        }
        task.isClosed = true;
        emit TaskClosed(taskId);
        _endIfDone(task);
        _returnFree(taskId, task.sponsor);
    }

    /// @notice A submission: units submitted and accepted, score, and how far it is.
    function submissionOf(
        uint256 taskId,
        address contributor,
        bytes32 contentHash
    ) external view returns (Submission memory) {
        return _submissions[taskId][contributor][contentHash];
    }

    function _nameReviewers(uint256 taskId, address[] calldata reviewers) private {
        if (reviewers.length == 0 || reviewers.length > MAX_REVIEWERS) {
            revert InvalidReviewers(reviewers.length, MAX_REVIEWERS);
        }
        bool areSeveral = false;
        for (uint256 i = 0; i < reviewers.length; ++i) {
            if (reviewers[i] == address(0)) revert InvalidReviewers(reviewers.length, MAX_REVIEWERS);
            isReviewer[taskId][reviewers[i]] = true;
            if (reviewers[i] != reviewers[0]) areSeveral = true;
        }
        if (!areSeveral) _onlyReviewer[taskId] = reviewers[0];
    }

    function _countUnits(uint256 taskId, uint64 dailyUnits, uint64 units) private {
        uint256 today = block.timestamp / 1 days;
        uint64 before = _unitsOn[taskId][msg.sender][today];
        if (units > dailyUnits - before) revert DailyLimit(taskId, dailyUnits - before);
        _unitsOn[taskId][msg.sender][today] = before + units;
    }

    function _endIfDone(Task storage task) private {
        if (task.isClosed && task.awaiting == 0) registry.taskEnded(task.assetId);
    }
}
