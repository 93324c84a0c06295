// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

// Models of tokens that exchanges move, written after the published sources: the same storage, in the same order, and the
// same checks, writes and events of `transfer`. What they do besides is left out. Everyone may do what only their owners may.

/// Tether USD: TetherToken is Pausable, StandardToken, BlackList. `transfer` returns nothing.
contract TetherModel {
    address public owner;
    bool public paused;
    uint256 public _totalSupply;
    mapping(address => uint256) internal balances;
    uint256 public basisPointsRate;
    uint256 public maximumFee;
    mapping(address => mapping(address => uint256)) public allowed;
    mapping(address => bool) public isBlackListed;
    string public name = "Tether USD";
    string public symbol = "USDT";
    uint256 public decimals = 6;
    address public upgradedAddress;
    bool public deprecated;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address holder, uint256 supply) {
        owner = msg.sender;
        _totalSupply = supply;
        balances[holder] = supply;
    }

    function transfer(address to, uint256 value) external {
        require(!paused);
        require(!isBlackListed[msg.sender]);
        if (deprecated) {
            UpgradedTetherModel(upgradedAddress).transferByLegacy(msg.sender, to, value);
            return;
        }
        require(msg.data.length >= 68);
        uint256 fee = (value * basisPointsRate) / 10000;
        if (fee > maximumFee) fee = maximumFee;
        balances[msg.sender] -= value;
        balances[to] += value - fee;
        if (fee > 0) {
            balances[owner] += fee;
            emit Transfer(msg.sender, owner, fee);
        }
        emit Transfer(msg.sender, to, value - fee);
    }

    function balanceOf(address holder) external view returns (uint256) {
        return deprecated ? UpgradedTetherModel(upgradedAddress).balanceOf(holder) : balances[holder];
    }

    function setParams(uint256 newBasisPoints, uint256 newMaxFee) external {
        require(newBasisPoints < 20 && newMaxFee < 50);
        basisPointsRate = newBasisPoints;
        maximumFee = newMaxFee * 10 ** decimals;
    }

    function pause() external {
        paused = true;
    }

    function block_(address account) external {
        isBlackListed[account] = true;
    }

    function deprecate(address upgraded) external {
        deprecated = true;
        upgradedAddress = upgraded;
    }
}

contract UpgradedTetherModel {
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address holder, uint256 supply) {
        balanceOf[holder] = supply;
    }

    function transferByLegacy(address from, address to, uint256 value) external {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

/// USD Coin, FiatTokenV2_2: the highest bit of a balance's word says that its holder is blacklisted.
contract UsdcModel {
    address internal owner;
    address public pauser;
    bool public paused;
    address public blacklister;
    mapping(address => bool) internal deprecatedBlacklisted;
    string public name;
    string public symbol;
    uint8 public decimals;
    string public currency;
    address public masterMinter;
    bool internal initialized;
    mapping(address => uint256) internal balanceAndBlacklistStates;
    mapping(address => mapping(address => uint256)) internal allowed;
    uint256 public totalSupply;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function start(address holder, uint256 supply) external {
        require(!initialized);
        initialized = true;
        (name, symbol, decimals, currency) = ("USD Coin", "USDC", 6, "USD");
        totalSupply = supply;
        balanceAndBlacklistStates[holder] = supply;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        require(!paused, "Pausable: paused");
        require(!isBlacklisted(msg.sender) && !isBlacklisted(to), "Blacklistable: account is blacklisted");
        require(to != address(0), "ERC20: transfer to the zero address");
        require(value <= balanceOf(msg.sender), "ERC20: transfer amount exceeds balance");
        setBalance(msg.sender, balanceOf(msg.sender) - value);
        setBalance(to, balanceOf(to) + value);
        emit Transfer(msg.sender, to, value);
        return true;
    }

    function balanceOf(address account) public view returns (uint256) {
        return balanceAndBlacklistStates[account] & ((1 << 255) - 1);
    }

    function isBlacklisted(address account) public view returns (bool) {
        return balanceAndBlacklistStates[account] >> 255 == 1;
    }

    function setBalance(address account, uint256 balance) private {
        require(balance <= ((1 << 255) - 1), "FiatTokenV2_2: Balance exceeds (2^255 - 1)");
        require(!isBlacklisted(account), "FiatTokenV2_2: Account is blacklisted");
        balanceAndBlacklistStates[account] = balance;
    }

    function pause() external {
        paused = true;
    }

    function block_(address account) external {
        balanceAndBlacklistStates[account] |= 1 << 255;
    }
}

/// PayPal USD, PaxosTokenV2 over the storage of the versions before it.
contract PyusdModel {
    bool internal initializedV1;
    mapping(address => uint256) internal balances;
    uint256 internal totalSupply_;
    mapping(address => mapping(address => uint256)) internal allowed;
    address public ownerDeprecated;
    bool public paused;
    address public assetProtectionRoleDeprecated;
    mapping(address => bool) internal frozen;

    event Transfer(address indexed from, address indexed to, uint256 value);

    error ContractPaused();
    error ZeroAddress();
    error AddressFrozen();
    error InsufficientFunds();

    function start(address holder, uint256 supply) external {
        require(!initializedV1);
        initializedV1 = true;
        totalSupply_ = supply;
        balances[holder] = supply;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        if (paused) revert ContractPaused();
        if (to == address(0)) revert ZeroAddress();
        if (frozen[to] || frozen[msg.sender]) revert AddressFrozen();
        if (value > balances[msg.sender]) revert InsufficientFunds();
        balances[msg.sender] -= value;
        balances[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    function balanceOf(address account) external view returns (uint256) {
        return balances[account];
    }

    function pause() external {
        paused = true;
    }

    function block_(address account) external {
        frozen[account] = true;
    }
}

/// AdminUpgradeabilityProxy of ZeppelinOS, as USDC and Paxos deploy it: the admin's own calls are not handed on.
contract ZeppelinosProxyModel is Proxy {
    bytes32 private constant IMPLEMENTATION = keccak256("org.zeppelinos.proxy.implementation");
    bytes32 private constant ADMIN = keccak256("org.zeppelinos.proxy.admin");

    constructor(address implementation, bytes memory data) {
        set(ADMIN, address(0xad));
        set(IMPLEMENTATION, implementation);
        (bool succeeded, ) = implementation.delegatecall(data);
        require(succeeded);
    }

    function upgradeTo(address implementation) external {
        set(IMPLEMENTATION, implementation);
    }

    function _fallback() internal override {
        require(msg.sender != get(ADMIN), "Cannot call fallback function from the proxy admin");
        super._fallback();
    }

    function _implementation() internal view override returns (address) {
        return get(IMPLEMENTATION);
    }

    function get(bytes32 slot) private view returns (address value) {
        assembly {
            value := sload(slot)
        }
    }

    function set(bytes32 slot, address value) private {
        assembly {
            sstore(slot, value)
        }
    }
}

contract Eip1967ProxyModel is ERC1967Proxy {
    constructor(address implementation, bytes memory data) ERC1967Proxy(implementation, data) {}
}

/// Dai Stablecoin.
contract DaiModel {
    mapping(address => uint256) public wards;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => uint256) public nonces;

    event Transfer(address indexed src, address indexed dst, uint256 wad);

    constructor(address holder, uint256 supply) {
        wards[msg.sender] = 1;
        totalSupply = supply;
        balanceOf[holder] = supply;
    }

    function transfer(address dst, uint256 wad) external returns (bool) {
        return transferFrom(msg.sender, dst, wad);
    }

    function transferFrom(address src, address dst, uint256 wad) public returns (bool) {
        require(balanceOf[src] >= wad, "Dai/insufficient-balance");
        if (src != msg.sender && allowance[src][msg.sender] != type(uint256).max) {
            require(allowance[src][msg.sender] >= wad, "Dai/insufficient-allowance");
            allowance[src][msg.sender] -= wad;
        }
        balanceOf[src] -= wad;
        balanceOf[dst] += wad;
        emit Transfer(src, dst, wad);
        return true;
    }
}

/// stETH: what a holder has is a share of a pool that grows by itself, and a transfer moves whole shares.
contract StEthModel {
    mapping(address => uint256) public shares;
    uint256 public totalShares = 2e24;
    uint256 public pooled = 3e24 + 1;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address holder) {
        shares[holder] = 1e24;
    }

    function balanceOf(address account) public view returns (uint256) {
        return (shares[account] * pooled) / totalShares;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        uint256 moved = (value * totalShares) / pooled;
        shares[msg.sender] -= moved;
        shares[to] += moved;
        emit Transfer(msg.sender, to, value);
        return true;
    }
}

/// wstETH: shares of stETH as a plain ERC-20 (OpenZeppelin 3, ERC20Permit).
contract WstEthModel {
    mapping(address => uint256) internal balances;
    mapping(address => mapping(address => uint256)) internal allowances;
    uint256 public totalSupply;
    string public name = "Wrapped liquid staked Ether 2.0";
    string public symbol = "wstETH";
    uint8 public decimals = 18;
    mapping(address => uint256) public nonces;
    StEthModel public stETH;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address holder, uint256 supply, StEthModel wrapped) {
        stETH = wrapped;
        totalSupply = supply;
        balances[holder] = supply;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        require(to != address(0), "ERC20: transfer to the zero address");
        require(value <= balances[msg.sender], "ERC20: transfer amount exceeds balance");
        balances[msg.sender] -= value;
        balances[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    function balanceOf(address account) external view returns (uint256) {
        return balances[account];
    }
}
