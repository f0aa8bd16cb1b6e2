// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Price feed without oracles
/// @notice For local runs and test networks: says what it is told, in the shape of a Chainlink aggregator.
contract TestPriceFeed {
    /// @notice As Chainlink's aggregators emit it, once a round.
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    /// @notice Decimals of the answers.
    uint8 public immutable decimals;
    /// @notice What is priced in what, for example "ETH / USD".
    string public description;
    /// @notice The answer of the last round.
    int256 public latestAnswer;
    /// @notice The last round; rounds count from 1.
    uint256 public latestRound;

    constructor(string memory description_, uint8 decimals_, int256 answer) {
        description = description_;
        decimals = decimals_;
        post(answer);
    }

    /// @notice Begins a round with this answer. Anybody may: nothing depends on a test feed.
    function post(int256 answer) public {
        latestAnswer = answer;
        latestRound += 1;
        emit AnswerUpdated(answer, latestRound, block.timestamp);
    }
}
