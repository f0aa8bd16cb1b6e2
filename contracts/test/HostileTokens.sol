// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Balances and transfers without any metadata; transfers return nothing, as some old tokens do.
contract BareToken {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) public virtual {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) public virtual {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @notice Says of itself whatever bytes it was made with, and zeros after them, or spends all gas where there are none.
/// Where there would be too many zeros, it fails with those bytes instead.
contract OddToken is BareToken {
    bytes private _symbol;
    bytes private _decimals;
    uint256 private _zeros;

    constructor(bytes memory symbol_, bytes memory decimals_, uint256 zeros) {
        _symbol = symbol_;
        _decimals = decimals_;
        _zeros = zeros;
    }

    function symbol() external view {
        _say(_symbol);
    }

    function decimals() external view {
        _say(_decimals);
    }

    function _say(bytes memory answer) private view {
        if (answer.length == 0) {
            while (true) {}
        }
        uint256 zeros = _zeros;
        assembly {
            if eq(zeros, not(0)) {
                revert(add(answer, 32), mload(answer))
            }
            return(add(answer, 32), add(mload(answer), zeros))
        }
    }
}

/// @notice Keeps a hundredth of every transfer.
contract FeeOnTransferToken is ERC20("Fee on transfer", "FOT") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(to, address(0), amount / 100);
    }
}

/// @notice Makes a call while it is being transferred, and fails as that does.
contract ReenteringToken is BareToken {
    address private _target;
    bytes private _data;

    function willCall(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function transfer(address to, uint256 amount) public override {
        _call();
        super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override {
        _call();
        super.transferFrom(from, to, amount);
    }

    function _call() private {
        if (_target == address(0)) return;
        (bool isDone, bytes memory answer) = _target.call(_data);
        if (isDone) return;
        assembly {
            revert(add(answer, 32), mload(answer))
        }
    }
}

/// @notice Can be paid in; whether it can be paid out depends on its mood.
contract MoodyToken is BareToken {
    enum Mood {
        GOOD,
        REVERTS,
        SAYS_NO,
        SPENDS_ALL_GAS,
        KEEPS_SOME,
        SAYS_MUCH
    }

    Mood private _mood;

    function setMood(Mood mood) external {
        _mood = mood;
    }

    function transfer(address to, uint256 amount) public override {
        if (_mood == Mood.REVERTS) revert();
        if (_mood == Mood.SAYS_NO) {
            assembly {
                mstore(0, 0)
                return(0, 32)
            }
        }
        if (_mood == Mood.SPENDS_ALL_GAS) {
            while (true) {}
        }
        if (_mood == Mood.SAYS_MUCH) {
            assembly {
                mstore(0, 0)
                return(0, 400000)
            }
        }
        super.transfer(to, _mood == Mood.KEEPS_SOME ? amount - 1 : amount);
    }
}

/// @notice Every transfer fails, politely.
contract RefusingToken is ERC20("Refusing", "NO") {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @notice A contract that does nothing, and cannot receive ERC-721 tokens.
contract Nothing {}
