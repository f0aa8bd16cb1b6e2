// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice An account that is a contract: agrees to whatever is signed, as long as it is willing.
contract SmartWallet is IERC1271 {
    bool public isWilling = true;

    function setWilling(bool willing) external {
        isWilling = willing;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return isWilling ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
