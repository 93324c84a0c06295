// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// A Chainlink-style aggregator (AggregatorV3Interface) that answers whatever it was told to.
contract SettableFeed {
    uint8 public decimals;
    uint80 private roundId;
    int256 private answer;
    uint256 private updatedAt;
    uint80 private answeredInRound;

    constructor(uint8 decimals_, int256 answer_, uint256 updatedAt_) {
        decimals = decimals_;
        setRound(1, answer_, updatedAt_, 1);
    }

    function setDecimals(uint8 decimals_) external {
        decimals = decimals_;
    }

    function setRound(uint80 roundId_, int256 answer_, uint256 updatedAt_, uint80 answeredInRound_) public {
        roundId = roundId_;
        answer = answer_;
        updatedAt = updatedAt_;
        answeredInRound = answeredInRound_;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (roundId, answer, updatedAt, updatedAt, answeredInRound);
    }
}

/// Says "No data present", as aggregators do that have never answered.
contract EmptyFeed {
    uint8 public constant decimals = 8;

    function latestRoundData() external pure returns (uint80, int256, uint256, uint256, uint80) {
        revert("No data present");
    }
}

/// Answers every call with the same bytes.
contract RawFeed {
    bytes private said;

    constructor(bytes memory said_) {
        said = said_;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return said;
    }
}
