// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ExactTransfers} from "./ExactTransfers.sol";
import {IUsageMeterEvents} from "./IUsageMeterEvents.sol";
import {PPM} from "./Types.sol";

/// @title The protocol fee, and where the money goes
abstract contract MeterFees is IUsageMeterEvents, Ownable2Step, ReentrancyGuard {
    using ExactTransfers for IERC20;

    /// @notice The greatest protocol fee that can be set, in parts per million.
    uint32 public constant MAX_FEE_PPM = 100_000;

    /// @notice The protocol fee in force, in parts per million.
    uint32 public feePpm;
    /// @notice Where the protocol fee goes.
    address public treasury;
    /// @notice Where everything else goes.
    address public vault;

    /// @notice The fee is above what can be set.
    error FeeAboveMaximum(uint32 feePpm, uint32 maximum);
    /// @notice The treasury cannot be the zero address, the vault or this meter.
    error InvalidTreasury(address treasury);
    /// @notice The vault cannot be this meter, which keeps other people's money.
    error InvalidVault(address vault);

    /// @notice Sets the protocol fee and where the money goes from now on. What a former vault holds stays there; held
    /// usages go to the vault of their time, less the fee of the time of their release.
    function setFee(uint32 feePpm_, address treasury_, address vault_) external onlyOwner nonReentrant {
        _setFee(feePpm_, treasury_, vault_);
    }

    function _setFee(uint32 feePpm_, address treasury_, address vault_) internal {
        if (feePpm_ > MAX_FEE_PPM) revert FeeAboveMaximum(feePpm_, MAX_FEE_PPM);
        ExactTransfers.requireContract(vault_);
        if (vault_ == address(this)) revert InvalidVault(vault_);
        if (treasury_ == address(0) || treasury_ == vault_ || treasury_ == address(this)) {
            revert InvalidTreasury(treasury_);
        }
        feePpm = feePpm_;
        treasury = treasury_;
        vault = vault_;
        emit FeeSet(feePpm_, treasury_, vault_);
    }

    function _feeOf(uint256 amount) internal view returns (uint256) {
        // The product may pass 2^256: floor(amount * feePpm / 1e6), in two halves that cannot.
        return (amount / PPM) * feePpm + ((amount % PPM) * feePpm) / PPM;
    }

    /// @dev Takes the payment from whoever has approved this meter.
    function _collect(address from, IERC20 token, uint256 amount) internal {
        uint256 fee = _feeOf(amount);
        // A treasury that pays for a usage owes the fee to itself.
        if (from != treasury) token.pullExactly(from, treasury, fee);
        token.pullExactly(from, vault, amount - fee);
    }
}
