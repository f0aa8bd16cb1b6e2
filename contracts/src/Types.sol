// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// One whole, in parts per million.
uint32 constant PPM = 1_000_000;

// How many contributor roles there are.
uint256 constant ROLE_COUNT = 7;

// The greatest chain id that every JSON reader keeps exact. Real ones are far below.
uint256 constant MAX_CHAIN_ID = 2 ** 53 - 1;

// The numbers of these enums are part of the ABI: a list only ever grows at its end.

enum AssetKind {
    DATASET,
    MODEL,
    AGENT,
    COMPUTE,
    OTHER
}

enum AssetStatus {
    ACTIVE,
    DISPUTED,
    RETIRED
}

/// What a contributor did for an asset.
enum Role {
    OWNER,
    DATA_CONTRIBUTOR,
    ANNOTATOR,
    MODEL_DEVELOPER,
    OPTIMIZER,
    VALIDATOR,
    COMPUTE_PROVIDER
}

/// Why a child depends on a parent. MIRROR_OF is the same asset registered again on another chain.
enum Relation {
    TRAINED_ON,
    FINETUNED_FROM,
    DISTILLED_FROM,
    MERGED_FROM,
    QUANTIZED_FROM,
    COMPOSED_OF,
    DEPLOYED_AS,
    MIRROR_OF
}

/// What a usage was.
enum Operation {
    DEPLOY,
    INVOKE,
    TRAIN,
    COMBINE,
    REUSE,
    DOWNLOAD,
    LICENSE
}

/// RELATIVE: a part of what reaches the direct child. ABSOLUTE: a part of what reaches every descendant.
enum RoyaltyPolicy {
    RELATIVE,
    ABSOLUTE
}

/// Who or what made a contribution.
enum Source {
    HUMAN,
    MACHINE
}

/// What a reward is for.
enum RewardPart {
    BASE,
    BONUS
}

/// What anybody may do with an asset without asking.
struct Terms {
    /// Whether others may register assets that depend on it.
    bool derivativesAllowed;
    /// The least royalty that a child owes, in parts per million.
    uint32 minRoyaltyPpm;
    /// The policy of that royalty.
    RoyaltyPolicy royaltyPolicy;
    /// Whether it may be used commercially. Information: nothing on chain depends on it.
    bool commercialUse;
    /// Hash of the terms' text.
    bytes32 termsHash;
}

/// A link from a child to one of its parents, on this chain or any other.
struct ParentLink {
    uint256 chainId;
    address registry;
    uint256 assetId;
    Relation relation;
    uint32 royaltyPpm;
    RoyaltyPolicy policy;
}

/// New share counts of contributors in one role's pool.
struct ShareBatch {
    Role role;
    address[] contributors;
    uint96[] shares;
}

/// What a registration says about an asset.
struct Registration {
    AssetKind kind;
    bytes32 contentHash;
    string uri;
    string name;
}

/// A payment for a use of an asset.
struct Usage {
    /// Chosen by the consumer: begins with their address (20 bytes) and is used once per meter.
    bytes32 receiptId;
    /// Where the asset is registered.
    uint256 assetChainId;
    address assetRegistry;
    uint256 assetId;
    Operation operation;
    /// How many units were used; what a unit is is the asset's business.
    uint256 units;
    /// The ERC-20 that is paid in; may be zero where `amount` is.
    address token;
    /// What the consumer pays, protocol fee included, in the token's base units.
    uint256 amount;
    /// The application that used the asset for the consumer, or zero.
    address application;
    /// Who ran it, or zero.
    address executor;
    /// The receipt of the usage that this one is part of, or zero.
    bytes32 parentReceiptId;
}

/// What a consumer signs: a usage that is paid from their prepaid balance.
struct Receipt {
    /// Who signs, and pays.
    address consumer;
    /// Whether the money is held for a window, in which it can be returned.
    bool held;
    /// Unix time after which the receipt can no longer be settled.
    uint64 validUntil;
    Usage usage;
}

/// A task for contributors, apart from its rewards.
struct TaskSpec {
    /// The asset the work is for.
    uint256 assetId;
    /// The role whose pool accepted units become shares of.
    Role role;
    /// The least part of the asset's split that is locked for the role for good, in parts per million; 0 for none.
    uint32 leastPpm;
    /// How many units a contributor can submit per UTC day.
    uint64 dailyUnits;
    /// Where the work is described.
    string uri;
}

/// What a task pays in one token, in its base units.
struct RewardSpec {
    address token;
    uint256 budget;
    /// For each accepted unit.
    uint128 basePerUnit;
    /// For each accepted unit at a score of one whole, and in proportion below.
    uint128 bonusPerUnit;
}
