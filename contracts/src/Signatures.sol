// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {BoundedCalls} from "./BoundedCalls.sol";

/// @title Who has signed
/// @notice By a key (ECDSA) or as a contract (ERC-1271), as OpenZeppelin's SignatureChecker has it, but a contract's
/// answer has gas of its own: one that spends all it gets must not stop the other receipts of a batch.
library Signatures {
    /// @dev What a contract's answer may cost. Passkeys that are checked in Solidity take about 400,000.
    uint256 internal constant GAS_PER_ANSWER = 1_000_000;

    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signer.code.length != 0) return _isAgreedBy(signer, digest, signature);
        (address recovered, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(digest, signature);
        return problem == ECDSA.RecoverError.NoError && recovered == signer;
    }

    function _isAgreedBy(address signer, bytes32 digest, bytes calldata signature) private view returns (bool) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        (bool isDone, uint256 size, bytes32 answer) = BoundedCalls.tryStaticCall(signer, GAS_PER_ANSWER, question);
        return isDone && size >= 32 && answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
