// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/**
 * A registry as somebody else would have written it: works are ERC-721 tokens, titles are bytes32, rates are
 * basis points, sources and their rates stand in two events, and whoever earns is paid at once. It knows
 * nothing of Tributary. For examples and tests only.
 */
contract Atelier is ERC721 {
    enum Medium {
        Unset,
        Corpus,
        Checkpoint,
        Bot
    }

    struct Work {
        uint256[] sources;
        uint16[] basisPoints;
    }

    event CurrencyAccepted(address indexed currency, bytes32 symbol, uint8 decimals);
    event WorkCreated(uint256 indexed workId, address indexed author, bytes32 title, Medium medium, string uri);
    event SourcesDeclared(uint256 indexed workId, uint256[] sources);
    event RatesAgreed(uint256 indexed workId, uint16[] basisPoints);
    event WorkUsed(uint256 indexed workId, address indexed payer, bytes32 purpose, uint256 price);
    event PeoplePaid(uint256 indexed workId, uint256[] works, address[] payees, uint256[] amounts);

    error RatesAboveWhole();
    error PaymentFailed(address payee);

    uint256 private constant WHOLE = 10_000;

    uint256 public workCount;
    mapping(uint256 workId => Work) private _works;

    constructor() ERC721("Atelier", "WORK") {
        emit CurrencyAccepted(address(0), "ETH", 18);
    }

    function create(
        bytes32 title,
        Medium medium,
        string calldata uri,
        uint256[] calldata sources,
        uint16[] calldata basisPoints
    ) external returns (uint256 workId) {
        workId = ++workCount;
        _mint(msg.sender, workId);
        emit WorkCreated(workId, msg.sender, title, medium, uri);
        if (sources.length == 0) return workId;
        uint256 total;
        for (uint256 i; i < sources.length; ++i) {
            _requireOwned(sources[i]);
            total += basisPoints[i];
        }
        if (total > WHOLE) revert RatesAboveWhole();
        _works[workId] = Work(sources, basisPoints);
        emit SourcesDeclared(workId, sources);
        emit RatesAgreed(workId, basisPoints);
    }

    /// Pays the owners of the sources their rates, and the owner of the work the rest.
    function use(uint256 workId, bytes32 purpose) external payable {
        Work storage work = _works[workId];
        uint256 count = work.sources.length;
        uint256[] memory works = new uint256[](count + 1);
        address[] memory payees = new address[](count + 1);
        uint256[] memory amounts = new uint256[](count + 1);
        uint256 rest = msg.value;
        for (uint256 i; i < count; ++i) {
            works[i] = work.sources[i];
            payees[i] = _requireOwned(works[i]);
            amounts[i] = (msg.value * work.basisPoints[i]) / WHOLE;
            rest -= amounts[i];
        }
        works[count] = workId;
        payees[count] = _requireOwned(workId);
        amounts[count] = rest;
        emit WorkUsed(workId, msg.sender, purpose, msg.value);
        emit PeoplePaid(workId, works, payees, amounts);
        for (uint256 i; i <= count; ++i) {
            (bool paid, ) = payees[i].call{value: amounts[i]}("");
            if (!paid) revert PaymentFailed(payees[i]);
        }
    }
}
