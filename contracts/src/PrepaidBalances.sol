// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {MeterFees} from "./MeterFees.sol";

/// @title Money that consumers have paid in ahead
/// @notice Stays the consumer's until a receipt that they signed is settled, and is held by the meter, apart from the
/// vault. It can be taken out after a delay, so that whoever holds signed receipts has time to settle them; a request
/// lapses, so that nobody keeps one standing.
abstract contract PrepaidBalances is MeterFees {
    using ExactTransfers for IERC20;
    using SafeERC20 for IERC20;

    /// @notice For how many seconds a withdrawal can be taken once its delay is over.
    uint64 public constant WITHDRAWAL_WINDOW = 3 days;
    /// @notice How many seconds before it can be taken a withdrawal is asked for.
    uint64 public immutable withdrawalDelay;

    /// @notice A delay is thirty days at most.
    error DelayTooLong(uint64 delay);
    /// @notice Nobody can be credited at the zero address.
    error ConsumerMissing();
    /// @notice The amount must be above zero.
    error AmountMissing();
    /// @notice The consumer has less than that.
    error BalanceTooLow(address consumer, address token, uint256 balance, uint256 needed);
    /// @notice No withdrawal of this token is asked for, or it has lapsed.
    error NothingRequested(address consumer, address token);
    /// @notice The withdrawal can be taken from this Unix time on.
    error DelayRuns(uint64 availableAt);

    struct Withdrawal {
        uint256 amount;
        uint64 availableAt;
    }

    /// @notice What a consumer has paid in ahead, in the token's base units.
    mapping(address consumer => mapping(address token => uint256)) public prepaidOf;
    /// @notice The withdrawal that a consumer has asked for, and from when (Unix time) it can be taken.
    mapping(address consumer => mapping(address token => Withdrawal)) public withdrawalOf;

    constructor(uint64 withdrawalDelay_) {
        if (withdrawalDelay_ > 30 days) revert DelayTooLong(withdrawalDelay_);
        withdrawalDelay = withdrawalDelay_;
    }

    /// @notice Pays in for a consumer, from the caller, who has approved it.
    function deposit(IERC20 token, uint256 amount, address consumer) external nonReentrant {
        if (consumer == address(0)) revert ConsumerMissing();
        if (amount == 0) revert AmountMissing();
        ExactTransfers.requireContract(address(token));
        _credit(consumer, address(token), amount);
        emit Deposited(consumer, address(token), amount, msg.sender);
        token.pullExactly(msg.sender, address(this), amount);
    }

    /// @notice Asks for a withdrawal, which replaces one asked for before. Until it is taken the money still pays
    /// receipts.
    function requestWithdrawal(IERC20 token, uint256 amount) external {
        if (amount == 0) revert AmountMissing();
        uint256 balance = prepaidOf[msg.sender][address(token)];
        if (balance < amount) revert BalanceTooLow(msg.sender, address(token), balance, amount);
        uint64 availableAt = uint64(block.timestamp) + withdrawalDelay;
        withdrawalOf[msg.sender][address(token)] = Withdrawal(amount, availableAt);
        emit WithdrawalRequested(msg.sender, address(token), amount, availableAt);
    }

    /// @notice Takes what was asked for, or what receipts have left of it.
    function withdraw(IERC20 token) external nonReentrant {
        Withdrawal memory asked = withdrawalOf[msg.sender][address(token)];
        if (asked.amount == 0 || block.timestamp > asked.availableAt + WITHDRAWAL_WINDOW) {
            revert NothingRequested(msg.sender, address(token));
        }
        if (block.timestamp < asked.availableAt) revert DelayRuns(asked.availableAt);
        uint256 balance = prepaidOf[msg.sender][address(token)];
        uint256 amount = balance < asked.amount ? balance : asked.amount;
        delete withdrawalOf[msg.sender][address(token)];
        prepaidOf[msg.sender][address(token)] = balance - amount;
        emit Withdrawn(msg.sender, address(token), amount);
        token.safeTransfer(msg.sender, amount);
    }

    function _credit(address consumer, address token, uint256 amount) internal {
        prepaidOf[consumer][token] += amount;
    }

    /// @dev Whether the balance sufficed.
    function _draw(address consumer, address token, uint256 amount) internal returns (bool) {
        uint256 balance = prepaidOf[consumer][token];
        if (balance < amount) return false;
        unchecked {
            prepaidOf[consumer][token] = balance - amount;
        }
        return true;
    }
}
