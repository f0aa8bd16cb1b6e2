// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IPayoutVaultEvents} from "./IPayoutVaultEvents.sol";

/// @title Vault that pays contributors
/// @notice Holds what meters send to it. An operator publishes Merkle roots over what every contributor has earned in
/// all; when a root's delay is over, anybody claims for a contributor what they have not got yet. There is no other
/// way out: operator and owner cannot take anything, except by a root that everybody can compute again and that the
/// owner has the delay to replace.
/// @dev Leaves are the standard ones of `@openzeppelin/merkle-tree` over (address contributor, address token, uint256
/// cumulative): the double hash keeps inner nodes from being taken for leaves.
contract PayoutVault is IPayoutVaultEvents, Ownable2Step, ReentrancyGuard {
    using SafeERC20 for IERC20;

    /// @notice For how many seconds a published root can be replaced before it becomes active.
    uint64 public immutable activationDelay;

    /// @notice Who publishes roots, besides the owner.
    address public operator;

    /// @notice What a contributor has been paid of a token, in its base units.
    mapping(address contributor => mapping(address token => uint256)) public claimedOf;

    /// @notice The caller is neither the operator nor the owner.
    error NotOperator(address caller);
    /// @notice The delay is thirty days at most.
    error DelayTooLong(uint64 delay);
    /// @notice The next epoch is another one: somebody has published meanwhile.
    error WrongEpoch(uint32 epoch, uint32 expected);
    /// @notice A root of zero would be none.
    error RootMissing();
    /// @notice The mark lies behind that of the active root, or ahead of this block.
    error InvalidMark(uint64 mark);
    /// @notice No root is active yet.
    error NoActiveRoot();
    /// @notice The active root does not hold this leaf, or the proof is not its proof.
    error InvalidProof(address contributor, address token, uint256 cumulative);
    /// @notice Everything that the leaf says has been paid.
    error NothingDue(address contributor, address token);

    struct Root {
        bytes32 root;
        uint64 mark;
        uint64 remoteMark;
        uint64 activeFrom;
        uint32 epoch;
        bytes32 configurationDigest;
    }

    struct Claim {
        address contributor;
        address token;
        /// What the contributor has earned in all, as in the leaf.
        uint256 cumulative;
        bytes32[] proof;
    }

    Root private _active;
    /// @dev The newest root; it is the active one from its time on, whether or not it has been moved to `_active`.
    Root private _newest;

    /// @param owner Who names the operator, and may replace a root.
    constructor(address owner, address operator_, uint64 activationDelay_) Ownable(owner) {
        if (activationDelay_ > 30 days) revert DelayTooLong(activationDelay_);
        activationDelay = activationDelay_;
        _setOperator(operator_);
    }

    /// @notice Names who publishes roots from now on.
    function setOperator(address operator_) external onlyOwner {
        _setOperator(operator_);
    }

    /// @notice Publishes a root, which replaces one that is not active yet. Who publishes more often than the delay lasts
    /// never gets a root active.
    /// @param epoch One more than the newest: a root is not published twice by mistake.
    /// @param mark Up to when, on this chain, earnings are in the root; Unix time.
    /// @param remoteMark Up to when, of money that crossed chains; Unix time.
    function publishRoot(
        uint32 epoch,
        bytes32 root,
        uint64 mark,
        uint64 remoteMark,
        bytes32 configurationDigest
    ) external {
        if (msg.sender != operator && msg.sender != owner()) revert NotOperator(msg.sender);
        if (epoch != _newest.epoch + 1) revert WrongEpoch(epoch, _newest.epoch + 1);
        if (root == 0) revert RootMissing();
        if (_isActive(_newest)) _active = _newest;
        if (mark < _active.mark || mark > block.timestamp || remoteMark > block.timestamp) revert InvalidMark(mark);
        uint64 activeFrom = uint64(block.timestamp) + activationDelay;
        _newest = Root(root, mark, remoteMark, activeFrom, epoch, configurationDigest);
        emit PayoutRootPublished(epoch, root, mark, remoteMark, configurationDigest, activeFrom);
    }

    /// @notice Pays a contributor what the active root says they have earned, less what they have been paid. Anybody may
    /// call; the money goes to the contributor.
    /// @return due What was paid.
    function claim(
        address contributor,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof
    ) external nonReentrant returns (uint256 due) {
        due = _claim(contributor, token, cumulative, proof);
        if (due == 0) revert NothingDue(contributor, token);
    }

    /// @notice Several claims in one transaction. Those that have been paid meanwhile are left out.
    function claimMany(Claim[] calldata claims) external nonReentrant {
        for (uint256 i = 0; i < claims.length; ++i) {
            _claim(claims[i].contributor, claims[i].token, claims[i].cumulative, claims[i].proof);
        }
    }

    /// @notice The root that claims are checked against; epoch 0 where there is none yet.
    function activeRoot() public view returns (Root memory) {
        return _isActive(_newest) ? _newest : _active;
    }

    /// @notice The root that was published last, active or not; epoch 0 where there is none yet.
    function newestRoot() external view returns (Root memory) {
        return _newest;
    }

    /// @notice What the vault holds of a token, in the token's base units.
    function held(IERC20 token) external view returns (uint256) {
        return token.balanceOf(address(this));
    }

    function _claim(
        address contributor,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof
    ) private returns (uint256 due) {
        Root storage root = _isActive(_newest) ? _newest : _active;
        if (root.epoch == 0) revert NoActiveRoot();
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(contributor, token, cumulative))));
        if (!MerkleProof.verifyCalldata(proof, root.root, leaf)) revert InvalidProof(contributor, token, cumulative);
        uint256 paid = claimedOf[contributor][token];
        // A corrected root may say less than was paid: then nothing is due until it says more.
        if (cumulative <= paid) return 0;
        due = cumulative - paid;
        claimedOf[contributor][token] = cumulative;
        emit Claimed(contributor, token, due, root.epoch);
        IERC20(token).safeTransfer(contributor, due);
    }

    function _isActive(Root storage root) private view returns (bool) {
        return root.epoch != 0 && block.timestamp >= root.activeFrom;
    }

    function _setOperator(address operator_) private {
        operator = operator_;
        emit OperatorSet(operator_);
    }
}
