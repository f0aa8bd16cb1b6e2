// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {ReceiptHash} from "./ReceiptHash.sol";
import {Signatures} from "./Signatures.sol";
import {UsageRecords} from "./UsageRecords.sol";
import {Receipt, Usage} from "./Types.sol";

/// Why a receipt of a batch was not settled.
enum SkipReason {
    USED,
    LAPSED,
    NOT_SIGNED,
    BALANCE_TOO_LOW
}

/// @title Settlement of signed receipts
/// @notice A consumer signs receipts off chain (EIP-712; accounts that are contracts by ERC-1271); anybody settles them
/// in batches, and they are paid from the consumer's prepaid balance. What others can bring about between sending a
/// batch and its block (a receipt is used or lapses, a balance or a contract's consent is gone) skips that receipt; a
/// receipt that could never count fails the batch.
abstract contract ReceiptSettlement is UsageRecords, EIP712 {
    using ExactTransfers for IERC20;

    /// @notice Receipts and signatures are not equally many.
    error SignaturesMissing(uint256 receipts, uint256 signatures);

    /// @dev Payments in one token that go to the treasury and the vault together.
    struct Payments {
        address token;
        uint256 fees;
        uint256 net;
    }

    constructor() EIP712("Tributary UsageMeter", "1") {}

    /// @notice Settles receipts in their order. Batches are cheapest with the receipts of one token in a row.
    /// @return settled How many were settled; the others are told by ReceiptSkipped.
    function settle(
        Receipt[] calldata receipts,
        bytes[] calldata signatures
    ) external nonReentrant returns (uint256 settled) {
        if (receipts.length != signatures.length) revert SignaturesMissing(receipts.length, signatures.length);
        Payments memory payments;
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (_settleOne(receipts[i], signatures[i], payments)) ++settled;
        }
        _pay(payments);
    }

    /// @notice The hash that a consumer signs for a receipt to count with this meter.
    function hashOf(Receipt calldata receipt) external view returns (bytes32) {
        return _hashTypedDataV4(ReceiptHash.structHash(receipt));
    }

    function _settleOne(
        Receipt memory receipt,
        bytes calldata signature,
        Payments memory payments
    ) private returns (bool) {
        Usage memory usage = receipt.usage;
        if (isReceiptUsed[usage.receiptId]) return _skip(receipt, SkipReason.USED);
        if (block.timestamp > receipt.validUntil) return _skip(receipt, SkipReason.LAPSED);
        bytes32 digest = _hashTypedDataV4(ReceiptHash.structHash(receipt));
        if (!Signatures.isSignedBy(receipt.consumer, digest, signature)) return _skip(receipt, SkipReason.NOT_SIGNED);
        if (!_draw(receipt.consumer, usage.token, usage.amount)) return _skip(receipt, SkipReason.BALANCE_TOO_LOW);
        _record(receipt.consumer, usage);
        if (receipt.held) {
            _emitHeld(receipt.consumer, usage, _hold(receipt.consumer, usage, true));
        } else {
            _emitRecorded(receipt.consumer, usage);
            _add(payments, usage);
        }
        return true;
    }

    function _skip(Receipt memory receipt, SkipReason reason) private returns (bool) {
        emit ReceiptSkipped(receipt.usage.receiptId, receipt.consumer, uint8(reason));
        return false;
    }

    /// @dev The fee is floored per receipt, as everywhere.
    function _add(Payments memory payments, Usage memory usage) private {
        if (usage.amount == 0) return;
        if (payments.token != usage.token) {
            _pay(payments);
            (payments.token, payments.fees, payments.net) = (usage.token, 0, 0);
        }
        uint256 fee = _feeOf(usage.amount);
        payments.fees += fee;
        payments.net += usage.amount - fee;
    }

    function _pay(Payments memory payments) private {
        if (payments.token == address(0)) return;
        IERC20(payments.token).sendExactly(treasury, payments.fees);
        IERC20(payments.token).sendExactly(vault, payments.net);
    }
}
