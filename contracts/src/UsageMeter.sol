// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {AssetRegistry} from "./AssetRegistry.sol";
import {IUsageMeterEvents} from "./IUsageMeterEvents.sol";
import {TokenMetadata} from "./TokenMetadata.sol";
import {MAX_CHAIN_ID, PPM, Usage} from "./Types.sol";

/// @title Meter of paid usages
/// @notice Takes the payment for a use of an asset, homed on this chain or any other: the protocol fee goes to the
/// treasury, the rest to the vault. Who is due what of it follows from the events (see IUsageMeterEvents).
contract UsageMeter is IUsageMeterEvents, Ownable2Step, ReentrancyGuard {
    using SafeERC20 for IERC20;

    /// @notice The greatest protocol fee that can be set, in parts per million.
    uint32 public constant MAX_FEE_PPM = 100_000;

    /// @notice The registry of this chain whose assets must exist to be used.
    AssetRegistry public immutable registry;

    /// @notice The protocol fee in force, in parts per million.
    uint32 public feePpm;
    /// @notice Where the protocol fee goes.
    address public treasury;
    /// @notice Where everything else goes.
    address public vault;

    /// @notice Whether a receipt id has been used.
    mapping(bytes32 receiptId => bool) public isReceiptUsed;
    /// @notice Whether a token has been described by a TokenDescribed event.
    mapping(address token => bool) public isTokenDescribed;

    /// @notice A receipt id is used once.
    error ReceiptUsed(bytes32 receiptId);
    /// @notice The zero receipt id means "none".
    error ReceiptMissing();
    /// @notice A usage cannot be part of itself.
    error ReceiptIsItsParent(bytes32 receiptId);
    /// @notice The asset's chain id or registry cannot exist.
    error InvalidAsset(uint256 chainId, address registry);
    /// @notice The asset is said to be of this chain's registry, which does not know it.
    error UnknownAsset(uint256 assetId);
    /// @notice There is no contract at this address.
    error NotAContract(address account);
    /// @notice The token delivered something else than was sent; tokens that take a fee cannot be used.
    error WrongAmountReceived(address token, uint256 expected, uint256 received);
    /// @notice The fee is above what can be set.
    error FeeAboveMaximum(uint32 feePpm, uint32 maximum);
    /// @notice The treasury cannot be the zero address, the vault or this meter.
    error InvalidTreasury(address treasury);

    /// @param owner Who may change the fee, the treasury and the vault.
    constructor(AssetRegistry registry_, address owner, uint32 feePpm_, address treasury_, address vault_) Ownable(owner) {
        if (address(registry_).code.length == 0) revert NotAContract(address(registry_));
        registry = registry_;
        _setFee(feePpm_, treasury_, vault_);
    }

    /// @notice Pays for a use of an asset: takes `usage.amount` of `usage.token` from the caller, who has approved it.
    /// A usage that is free has amount 0 and may name no token.
    function recordUsage(Usage calldata usage) external nonReentrant {
        _checkReceipt(usage);
        _checkAsset(usage);
        isReceiptUsed[usage.receiptId] = true;
        if (usage.token != address(0) || usage.amount != 0) {
            if (usage.token.code.length == 0) revert NotAContract(usage.token);
            _describe(usage.token);
            _collect(IERC20(usage.token), usage.amount);
        }
        emit UsageRecorded(
            usage.receiptId,
            msg.sender,
            usage.assetRegistry,
            usage.assetChainId,
            usage.assetId,
            usage.application,
            uint8(usage.operation),
            usage.units,
            usage.token,
            usage.amount,
            usage.executor,
            usage.parentReceiptId
        );
    }

    /// @notice Sets the protocol fee and where the money goes from now on. What a former vault holds stays there.
    function setFee(uint32 feePpm_, address treasury_, address vault_) external onlyOwner {
        _setFee(feePpm_, treasury_, vault_);
    }

    function _setFee(uint32 feePpm_, address treasury_, address vault_) private {
        if (feePpm_ > MAX_FEE_PPM) revert FeeAboveMaximum(feePpm_, MAX_FEE_PPM);
        if (vault_.code.length == 0) revert NotAContract(vault_);
        if (treasury_ == address(0) || treasury_ == vault_ || treasury_ == address(this)) {
            revert InvalidTreasury(treasury_);
        }
        feePpm = feePpm_;
        treasury = treasury_;
        vault = vault_;
        emit FeeSet(feePpm_, treasury_, vault_);
    }

    function _checkReceipt(Usage calldata usage) private view {
        if (usage.receiptId == 0) revert ReceiptMissing();
        if (usage.receiptId == usage.parentReceiptId) revert ReceiptIsItsParent(usage.receiptId);
        if (isReceiptUsed[usage.receiptId]) revert ReceiptUsed(usage.receiptId);
    }

    function _checkAsset(Usage calldata usage) private view {
        if (usage.assetChainId == 0 || usage.assetChainId > MAX_CHAIN_ID || usage.assetRegistry == address(0)) {
            revert InvalidAsset(usage.assetChainId, usage.assetRegistry);
        }
        if (usage.assetChainId == block.chainid && usage.assetRegistry == address(registry)) {
            if (!registry.exists(usage.assetId)) revert UnknownAsset(usage.assetId);
        }
    }

    function _describe(address token) private {
        if (isTokenDescribed[token]) return;
        isTokenDescribed[token] = true;
        (string memory symbol, uint8 decimals) = TokenMetadata.read(token);
        emit TokenDescribed(token, symbol, decimals);
    }

    function _collect(IERC20 token, uint256 amount) private {
        // The product may pass 2^256: floor(amount * feePpm / 1e6), in two halves that cannot.
        uint256 fee = (amount / PPM) * feePpm + ((amount % PPM) * feePpm) / PPM;
        // A treasury that pays for a usage owes the fee to itself.
        if (msg.sender != treasury) _move(token, treasury, fee);
        _move(token, vault, amount - fee);
    }

    function _move(IERC20 token, address to, uint256 amount) private {
        if (amount == 0) return;
        uint256 before = token.balanceOf(to);
        token.safeTransferFrom(msg.sender, to, amount);
        uint256 afterwards = token.balanceOf(to);
        uint256 received = afterwards > before ? afterwards - before : 0;
        if (received != amount) revert WrongAmountReceived(address(token), amount, received);
    }
}
