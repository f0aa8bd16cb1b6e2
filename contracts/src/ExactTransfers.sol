// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {BoundedCalls} from "./BoundedCalls.sol";

/// @title Transfers that deliver what they say
/// @notice The books count what was sent; a token that delivers anything else cannot be used.
library ExactTransfers {
    using SafeERC20 for IERC20;

    /// @dev What a transfer may cost that others must not wait for: tokens that spend all they get stop nobody.
    uint256 internal constant GAS_PER_TRY = 500_000;

    /// @notice There is no contract at this address.
    error NotAContract(address account);
    /// @notice The token delivered something else than was sent; tokens that take a fee cannot be used.
    error WrongAmountReceived(address token, uint256 expected, uint256 received);

    /// @dev Moves `amount` from an account that has approved this contract.
    function pullExactly(IERC20 token, address from, address to, uint256 amount) internal {
        if (amount == 0) return;
        uint256 before = token.balanceOf(to);
        token.safeTransferFrom(from, to, amount);
        _checkReceived(token, to, before, amount);
    }

    /// @dev Moves `amount` of what this contract holds.
    function sendExactly(IERC20 token, address to, uint256 amount) internal {
        if (amount == 0) return;
        uint256 before = token.balanceOf(to);
        token.safeTransfer(to, amount);
        _checkReceived(token, to, before, amount);
    }

    /// @dev Sends what this contract holds, or nothing where the token refuses.
    function trySend(IERC20 token, address to, uint256 amount) internal returns (bool) {
        bytes memory transfer = abi.encodeCall(IERC20.transfer, (to, amount));
        (bool isDone, uint256 size, bytes32 answer) = BoundedCalls.tryCall(address(token), GAS_PER_TRY, transfer);
        if (!isDone) return false;
        return size == 0 ? address(token).code.length != 0 : answer == bytes32(uint256(1));
    }

    function requireContract(address account) internal view {
        if (account.code.length == 0) revert NotAContract(account);
    }

    function _checkReceived(IERC20 token, address to, uint256 before, uint256 amount) private view {
        uint256 afterwards = token.balanceOf(to);
        uint256 received = afterwards > before ? afterwards - before : 0;
        if (received != amount) revert WrongAmountReceived(address(token), amount, received);
    }
}
