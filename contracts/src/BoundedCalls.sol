// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Calls of contracts that others must not wait for
/// @notice Each has gas of its own, and one word of its answer is read: a contract that spends all it gets, or says much,
/// stops nobody. One that had too little gas has not refused.
library BoundedCalls {
    /// @notice The transaction has too little gas for what a contract may take of it.
    error GasTooLow(uint256 needed);

    /// @return isDone Whether the call came to its end.
    /// @return size The length of its answer.
    /// @return answer The first word of that.
    function tryCall(
        address target,
        uint256 mostGas,
        bytes memory data
    ) internal returns (bool isDone, uint256 size, bytes32 answer) {
        assembly ("memory-safe") {
            mstore(0, 0)
            isDone := call(mostGas, target, 0, add(data, 32), mload(data), 0, 32)
            size := returndatasize()
            answer := mload(0)
        }
        if (!isDone) _requireHadGas(mostGas);
    }

    /// @dev {tryCall} that changes nothing.
    function tryStaticCall(
        address target,
        uint256 mostGas,
        bytes memory data
    ) internal view returns (bool isDone, uint256 size, bytes32 answer) {
        assembly ("memory-safe") {
            mstore(0, 0)
            isDone := staticcall(mostGas, target, add(data, 32), mload(data), 0, 32)
            size := returndatasize()
            answer := mload(0)
        }
        if (!isDone) _requireHadGas(mostGas);
    }

    /// @dev A call that had all of its gas leaves at least a 63rd of that.
    function _requireHadGas(uint256 mostGas) private view {
        if (gasleft() < mostGas / 63) revert GasTooLow(mostGas);
    }
}
