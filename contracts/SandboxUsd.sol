// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// The sandbox's dollar: a plain ERC-20, so that what the sandbox shows is what a real token does.
contract SandboxUsd is ERC20 {
    constructor(address holder, uint256 supply) ERC20("Sandbox USD", "sUSD") {
        _mint(holder, supply);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
