// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {ERC20 as SoladyERC20} from "solady/src/tokens/ERC20.sol";

/// Solady's layout: the balance's slot is the hash of the holder and a seed.
contract SoladyUsd is SoladyERC20 {
    constructor(address holder) {
        _mint(holder, 1e12);
    }

    function name() public pure override returns (string memory) {
        return "Solady USD";
    }

    function symbol() public pure override returns (string memory) {
        return "dUSD";
    }
}

/// OpenZeppelin 5's namespaced storage (ERC-7201): code for a proxy.
contract NamespacedUsd is ERC20Upgradeable {
    function start(address holder) external initializer {
        __ERC20_init("Namespaced USD", "nUSD");
        _mint(holder, 1e12);
    }
}

/// The same, but it moves one unit less: what an upgrade may make of a token.
contract UpgradedUsd is ERC20Upgradeable {
    function transfer(address to, uint256 value) public override returns (bool) {
        return super.transfer(to, value - 1);
    }
}

contract Eip1967Token is ERC1967Proxy {
    constructor(address implementation, bytes memory data) ERC1967Proxy(implementation, data) {}

    function upgradeTo(address implementation) external {
        ERC1967Utils.upgradeToAndCall(implementation, "");
    }
}

/// The proxy of ZeppelinOS, as USDC has it: the implementation is in another slot than EIP-1967's.
contract ZeppelinosToken is Proxy {
    bytes32 private constant SLOT = keccak256("org.zeppelinos.proxy.implementation");

    constructor(address implementation, bytes memory data) {
        bytes32 slot = SLOT;
        assembly {
            sstore(slot, implementation)
        }
        (bool succeeded, ) = implementation.delegatecall(data);
        require(succeeded);
    }

    function _implementation() internal view override returns (address implementation) {
        bytes32 slot = SLOT;
        assembly {
            implementation := sload(slot)
        }
    }
}

/// A proxy that asks a beacon for its code at every call.
contract BeaconToken {
    constructor(address beacon) {
        bytes32 slot = bytes32(uint256(keccak256("eip1967.proxy.beacon")) - 1);
        assembly {
            sstore(slot, beacon)
        }
    }
}

/// USDT's way: `transfer` returns nothing. Its balances stand behind other variables.
contract NoReturnUsd {
    address public owner;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address holder) {
        owner = msg.sender;
        balanceOf[holder] = 1e12;
        totalSupply = 1e12;
    }

    function transfer(address to, uint256 value) external {
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
    }
}

/// Shares, as stETH has them: a balance moves without a transfer, so no slot holds it.
contract SharesUsd {
    mapping(address => uint256) public sharesOf;
    uint256 public pooled = 3e12;
    uint256 public shares = 2e12;

    constructor(address holder) {
        sharesOf[holder] = 1e12;
    }

    function balanceOf(address holder) external view returns (uint256) {
        return (sharesOf[holder] * pooled) / shares;
    }
}

/// Two mappings make one balance.
contract SplitUsd {
    mapping(address => uint256) public first;
    mapping(address => uint256) public second;

    function balanceOf(address holder) external view returns (uint256) {
        return first[holder] + second[holder];
    }
}

/// Stands at the address of the ERC-1820 registry: every account is registered for everything.
contract EveryInterface {
    function getInterfaceImplementer(address account, bytes32) external pure returns (address) {
        return account;
    }
}
