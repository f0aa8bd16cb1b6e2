// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TokenMetadata} from "./TokenMetadata.sol";

/// @title Descriptions of the tokens that are used
/// @notice Readers of the events learn from them how to show a token's amounts.
abstract contract TokenDescriptions {
    /// @notice First use of a token: what is needed to show its amounts.
    event TokenDescribed(address indexed token, string symbol, uint8 decimals);

    /// @notice Whether a token has been described by a TokenDescribed event.
    mapping(address token => bool) public isTokenDescribed;

    function _describe(address token) internal {
        if (isTokenDescribed[token]) return;
        isTokenDescribed[token] = true;
        (string memory symbol, uint8 decimals) = TokenMetadata.read(token);
        emit TokenDescribed(token, symbol, decimals);
    }
}
