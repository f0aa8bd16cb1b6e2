// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice An account that is a contract: agrees to whatever is signed, as long as it is willing.
contract SmartWallet is IERC1271 {
    bool public isWilling = true;
    /// @notice Whether it spends all gas instead of answering.
    bool public isGreedy;

    function setWilling(bool willing) external {
        isWilling = willing;
    }

    function setGreedy(bool greedy) external {
        isGreedy = greedy;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        while (isGreedy) {}
        return isWilling ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
