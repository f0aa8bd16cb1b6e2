// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {BoundedCalls} from "./BoundedCalls.sol";

/// @title Symbol and decimals of any token
/// @notice Reads what a token says of itself without trusting it: a token that has no metadata, gives old-style
/// bytes32, lies about lengths, reverts, burns gas or returns megabytes must not stop a payment.
library TokenMetadata {
    /// @dev What a read may cost. Both reads are refused below what they need, so that nobody can starve them.
    uint256 internal constant GAS_PER_READ = 100_000;
    uint256 internal constant MAX_SYMBOL_BYTES = 32;
    /// @dev Offset, length and MAX_SYMBOL_BYTES of text.
    uint256 private constant MAX_RETURN_BYTES = 96;

    /// @notice What the token says of itself: at most 32 bytes of symbol, empty where it has none; 0 decimals where it
    /// does not say.
    function read(address token) internal view returns (string memory symbol, uint8 decimals) {
        if (gasleft() < 3 * GAS_PER_READ) revert BoundedCalls.GasTooLow(3 * GAS_PER_READ);
        symbol = _symbol(_ask(token, IERC20Metadata.symbol.selector));
        decimals = _decimals(_ask(token, IERC20Metadata.decimals.selector));
    }

    function _symbol(bytes memory answer) private pure returns (string memory) {
        if (answer.length == 32) return _trimmed(bytes32(answer));
        if (answer.length <= 64 || _word(answer, 0) != 32) return "";
        uint256 length = _word(answer, 1);
        if (length > answer.length - 64) length = answer.length - 64;
        return _slice(answer, 64, length);
    }

    function _decimals(bytes memory answer) private pure returns (uint8) {
        if (answer.length < 32) return 0;
        uint256 value = _word(answer, 0);
        return value > type(uint8).max ? 0 : uint8(value);
    }

    /// @dev Old tokens give their symbol as bytes32, filled up with zeros.
    function _trimmed(bytes32 word) private pure returns (string memory) {
        uint256 length = 0;
        while (length < 32 && word[length] != 0) ++length;
        return _slice(abi.encodePacked(word), 0, length);
    }

    function _slice(bytes memory from, uint256 start, uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = from[start + i];
        return string(text);
    }

    function _word(bytes memory from, uint256 index) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(from, mul(32, add(index, 1))))
        }
    }

    /// @dev At most MAX_RETURN_BYTES of the answer, whatever its size; nothing where the call fails.
    function _ask(address token, bytes4 selector) private view returns (bytes memory answer) {
        bytes memory question = abi.encodeWithSelector(selector);
        answer = new bytes(MAX_RETURN_BYTES);
        assembly ("memory-safe") {
            let ok := staticcall(
                GAS_PER_READ,
                token,
                add(question, 32),
                mload(question),
                add(answer, 32),
                MAX_RETURN_BYTES
            )
            let size := returndatasize()
            if gt(size, MAX_RETURN_BYTES) {
                size := MAX_RETURN_BYTES
            }
            if iszero(ok) {
                size := 0
            }
            mstore(answer, size)
        }
    }
}
