// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Emits whatever log it is told to.
contract Puppet {
    function say(bytes32[] calldata topics, bytes calldata data) public {
        bytes memory copy = data;
        bytes32[] memory t = topics;
        assembly {
            let at := add(copy, 32)
            let length := mload(copy)
            switch mload(t)
            case 0 { log0(at, length) }
            case 1 { log1(at, length, mload(add(t, 32))) }
            case 2 { log2(at, length, mload(add(t, 32)), mload(add(t, 64))) }
            case 3 { log3(at, length, mload(add(t, 32)), mload(add(t, 64)), mload(add(t, 96))) }
            default { log4(at, length, mload(add(t, 32)), mload(add(t, 64)), mload(add(t, 96)), mload(add(t, 128))) }
        }
    }

    /// @notice The same log, so many times in one transaction.
    function repeat(bytes32[] calldata topics, bytes calldata data, uint256 times) external {
        for (uint256 i = 0; i < times; i++) say(topics, data);
    }
}

/// @notice Makes puppets and announces them.
contract PuppetFactory {
    event PuppetMade(address indexed puppet);

    Puppet[] public puppets;

    function make() public returns (Puppet puppet) {
        puppet = new Puppet();
        puppets.push(puppet);
    }

    function announce(address puppet) public {
        emit PuppetMade(puppet);
    }

    /// @notice A puppet that says something before it is announced, and again after that, in one transaction.
    function debut(bytes32[] calldata topics, bytes calldata data) external {
        Puppet puppet = make();
        puppet.say(topics, data);
        announce(address(puppet));
        puppet.say(topics, data);
    }
}

/// @notice Passes every call on to whatever it stands for at the time: the ABI behind one address changes.
contract ChangingProxy {
    address private _target;

    constructor(address target) {
        _target = target;
    }

    fallback() external {
        address target = _target;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch done
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }
}
