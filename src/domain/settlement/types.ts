import type { Address, AssetId, ChainId } from '../ids.js';
import type { RoleSplit } from '../events/canonical.js';
import type { Link, PostingAccount } from '../ledger/state.js';

/**
 * Settlement of money that crossed chains (design section 6, "Across chains"), as a pure function of
 * one vault's transit in one interval and the rules of the home chains at that interval's end. The
 * caller loads what is named here, writes back what is returned, and decides when an interval is due.
 */

/**
 * What divides an asset's money on its home chain, at a mark: after the last event with a time before
 * it. Every asset of one call is seen at the same mark.
 */
export interface AssetRules {
  /** False while the id has no AssetRegistered before the mark: what it keeps waits in suspense. */
  readonly registered: boolean;
  /** A dispute is open at the mark (the last status_history row before it says DISPUTED). */
  readonly disputed: boolean;
  /** Null where no split was ever set: the owner gets everything. */
  readonly splitPpm: RoleSplit | null;
  /** Total of shares in each role's pool, in the order of ROLES. */
  readonly poolShares: readonly bigint[];
  /** By rank, as of the mark. */
  readonly links: readonly Link[];
}

/**
 * Rules of any asset on any followed chain; undefined where that chain has no row of the asset, which
 * means not registered, without links. To be loaded before the call: every asset of the transit and
 * everything reachable from them upward over links, across chains.
 */
export type RulesAtMark = (asset: AssetId) => AssetRules | undefined;

/**
 * Money that crosses to another chain in the interval at hand: a row of ledger.transit, or one that waited in
 * ledger.transit or ledger.settled_transit for its asset's chain to settle.
 */
export interface IntervalTransit {
  /** Which border it crosses: 1, where undefined, for money of usages and their royalties. */
  readonly hop?: number;
  readonly assetId: AssetId;
  readonly usageContract: Address;
  readonly token: Address;
  readonly executor: Address | null;
  readonly amount: bigint;
}

/** A row of ledger.settled_suspense of the vault: waiting from earlier intervals. */
export interface SettledSuspense {
  readonly assetId: AssetId;
  readonly usageContract: Address;
  readonly token: Address;
  readonly total: 1 | 2;
  readonly reason: 'UNREGISTERED' | 'DISPUTED';
  readonly amount: bigint;
}

/** A status_history row with a decision whose time lies within the interval. */
export interface Decision {
  readonly outcome: 'DISMISSED' | 'UPHELD';
  /** Null: the treasury of the usage contract that the money came through. */
  readonly beneficiary: Address | null;
}

export interface SettlementInput {
  /** The chain of the vault. */
  readonly vaultChain: ChainId;
  readonly transit: readonly IntervalTransit[];
  /** All that waits in this vault from earlier intervals. */
  readonly suspense: readonly SettledSuspense[];
  readonly rules: RulesAtMark;
  /** First decision of a dispute about the asset within the interval, if any. */
  readonly decision: (asset: AssetId) => Decision | undefined;
  /** Treasury of a usage contract of the vault's chain at the mark. */
  readonly treasury: (usageContract: Address) => Address;
  /** True for chains that settle this interval. Transit to others stays where it is and holds nothing up. */
  readonly settles: (chain: ChainId) => boolean;
  /** True for followed chains that have closed the interval. */
  readonly closed: (chain: ChainId) => boolean;
}

export interface SettledGrowth {
  readonly assetId: AssetId;
  readonly token: Address;
  /** To be added to settled_total.total1 and total2. */
  readonly total1: bigint;
  readonly total2: bigint;
}

export interface SettledExecutor {
  readonly executor: Address;
  readonly assetId: AssetId;
  readonly token: Address;
  readonly amount: bigint;
}

export interface SettledUpheld {
  readonly beneficiary: Address;
  readonly assetId: AssetId;
  readonly token: Address;
  readonly amount: bigint;
}

export interface SettledPosting {
  readonly token: Address;
  readonly debit: PostingAccount;
  readonly credit: PostingAccount;
  readonly amount: bigint;
  readonly count: bigint;
}

/** What a run owes to a further chain: a row of ledger.settled_transit. */
export interface HopTransit {
  /** 2 and more. */
  readonly hop: number;
  readonly assetId: AssetId;
  readonly usageContract: Address;
  readonly token: Address;
  readonly amount: bigint;
}

export interface SettlementAnomaly {
  readonly assetId: AssetId;
  readonly reason: string;
  readonly detail: string;
}

/** The lists are sums: at most one entry for each key, in a fixed order. */
export type SettlementResult =
  | {
      readonly settled: false;
      /** Money reaches this chain, which has not closed the interval: try again later, write nothing. */
      readonly waitsFor: ChainId;
    }
  | {
      readonly settled: true;
      readonly growth: readonly SettledGrowth[];
      readonly executors: readonly SettledExecutor[];
      readonly upheld: readonly SettledUpheld[];
      /** Replaces the vault's settled_suspense rows altogether. */
      readonly suspense: readonly SettledSuspense[];
      readonly postings: readonly SettledPosting[];
      /** Hops of 2 and more of this interval. */
      readonly hops: readonly HopTransit[];
      readonly anomalies: readonly SettlementAnomaly[];
    };

/** A row of ledger.settled_total as far as closing goes. */
export interface SettledTotal {
  readonly total1: bigint;
  readonly total2: bigint;
  readonly closed1: bigint;
  readonly closed2: bigint;
  readonly accumulated: readonly bigint[];
}

/*
 * Order of work for the interval of a vault that ends at mark M, K being the mark before it:
 *
 * 1. For every asset with settled totals in this vault whose split, owner or shares changed with a time
 *    from K to before M: `closeSettled(total, rules at K)`; write the total and a row of
 *    settled_accumulated_history with mark_s = K. Then, for each share row (owners hold one share of role
 *    OWNER) whose count differs between K and M: `movedOffset(offset, shares at K, shares at M, accumulated
 *    of the role)`; write a settled_share_offset row with mark_s = M.
 * 2. `settleInterval(...)` with the rules at M; write what it returns.
 * 3. settlement.settled_to_s = M, settlement_closing.closed_to_s = M for each home chain done in step 1.
 *
 * Readers divide what grew since the last closing with the rules at settlement_closing.closed_to_s of the
 * asset's chain, and take the latest settled_share_offset row (see ledger/entitlement.ts).
 */
