// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Vault that only holds
/// @notice Keeps what usage meters send to it. Nothing can be taken out, by anybody: paying out is the business of
/// another vault. So it is for test networks and for books whose money is paid elsewhere.
contract RevenueVault {
    /// @notice What the vault holds of a token, in the token's base units.
    function held(IERC20 token) external view returns (uint256) {
        return token.balanceOf(address(this));
    }
}
