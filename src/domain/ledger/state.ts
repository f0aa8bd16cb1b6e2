import type { Address, AssetId, ChainId, Hex } from '../ids.js';
import type { Position } from '../position.js';
import type { RoleSplit } from '../events/canonical.js';
import type { PriceList } from '../value/price-list.js';
import type { AssetKind, AssetStatus, Operation, Relation, Role, RoyaltyPolicy, Settlement } from '../vocabulary.js';
import type { HeldUsageRow, ReceiptKey } from './held-rows.js';
import type { ClaimRow, PayoutRootRow, PayoutVaultRow } from './payout-rows.js';
import type { DisputeRow, LicenseRow, SplitAnnouncementRow } from './right-rows.js';
import type { RevenueRow } from './revenue-rows.js';
import type { ContributionKey, ContributionRow, RewardRow, TaskKey, TaskRow, TaskTokenRow } from './task-rows.js';
import type { TokenHistoryRow, TokenRow, UsdValue } from './token-rows.js';

/**
 * The state of one chain's fold, as rows. The domain reads and writes it through three kinds of table
 * and knows nothing of where they live: tests give maps, the service gives a working set over Postgres.
 *
 * All amounts are base units. "Scaled" values are multiplied by 2^128, so that dividing among people
 * floors nothing worth naming on the way (design section 6). Arrays by role are in the order of ROLES.
 */

/** Rows that are read by key and replaced. `get` of a row that is not there gives undefined. */
export interface Keyed<K extends object, R extends K> {
  get(key: K): R | undefined;
  put(row: R): void;
  remove(key: K): void;
  /** The row of a key that is asked for again and again. */
  slot(key: K): Slot<R>;
}

/** Rows that are put and never read: of those with one key the last one counts. */
export interface Unread<R extends { mark_s: number }> {
  put(row: R): void;
  /** Rows of one key by interval, one after the other. */
  series(): UnreadSeries<R>;
}

/** Rows whose keys differ in their mark alone; where the last one stands can be remembered. */
export interface UnreadSeries<R> {
  /** @param row remains the caller's: it may be changed and put again */
  put(row: R): void;
}

/** One row of a table, whether it is there or not: a table can remember where it stands. Holds for good. */
export interface Slot<R> {
  get(): R | undefined;
  /** @param row with the key of the slot */
  put(row: R): void;
  /** The row, where nobody can have kept it: it may be changed in place. Undefined where it has to be replaced. */
  own(): R | undefined;
}

/** Rows that are only ever written, keyed by position: the history of what was true from when. */
export interface History<R> {
  append(row: R): void;
}

/**
 * Sums that are only ever added to: `add` of an absent key starts at zero; a row whose sums are all zero goes.
 * What is added belongs to the state from then on: it may become the row.
 */
export interface Sums<R> {
  add(delta: R): void;
}

/** {@link Sums} of which some are added to again and again. */
export interface SerialSums<R extends { mark_s: number }> extends Sums<R> {
  /** The sums of one key by interval. `zero` is a row of it whose sums are 0, and the series' own from now on. */
  series(zero: R): Series<R>;
}

/** Sums whose keys differ in their mark alone; where the last one stands can be remembered. Holds for good. */
export interface Series<R> {
  add(mark_s: number, delta: { readonly [F in keyof R as R[F] extends bigint ? F : never]: R[F] }): void;
}

/** A link as the child's row keeps it. Rank order is the order of the array: oldest first. */
export interface Link {
  readonly parent: AssetId;
  readonly relation: Relation;
  readonly royaltyPpm: number;
  readonly policy: RoyaltyPolicy;
  /** Where this chain's first link to `parent` stands: the order in which ABSOLUTE royalties are taken. */
  readonly parentNamedAt: Position;
}

/** Open disputes of an asset, and who gets what waits once the last of them is decided. */
export interface Disputes {
  readonly open: readonly string[];
  /** The first upheld one, if any: its beneficiary, null for the treasury of each usage contract. */
  readonly upheld: { readonly beneficiary: Address | null } | null;
}

export interface AssetRow {
  assetId: AssetId;
  /** Null while the asset is only named by others (an unregistered id, or one homed elsewhere). */
  registeredAt: Position | null;
  registeredTime_s: number | null;
  kind: AssetKind | null;
  name: string | null;
  owner: Address | null;
  contentHash: Hex | null;
  metadataUri: string | null;
  version: number;
  status: AssetStatus;
  splitPpm: RoleSplit | null;
  /** Total of shares in each role's pool. */
  poolShares: readonly bigint[];
  links: readonly Link[];
  /** Null while no link of this chain has named it as parent. */
  parentNamedAt: Position | null;
  /** Null while no dispute is open. What the asset keeps waits in suspense until then. */
  disputes: Disputes | null;
  txHash: Hex | null;
}

/** The two running totals of one asset, vault and token, and where they were last closed. */
export interface RunningTotalRow {
  assetId: AssetId;
  vault: Address;
  token: Address;
  total1: bigint;
  total2: bigint;
  closed1: bigint;
  closed2: bigint;
  /** Scaled value per share of each role's pool at the last closing; OWNER's is of the one owner's share. */
  accumulated: readonly bigint[];
  /** The interval in which the totals last grew. */
  lastMark_s: number;
}

/**
 * A contributor's shares of one asset and role; an owner holds one share of role OWNER. What they are
 * due per vault and token, scaled, is `offset + shares * accumulated`, where `offset` is what was
 * banked less shares times the accumulated value at the last change; absent means 0. Keys of `offsets`
 * are `vault|token`.
 */
export interface ShareRow {
  assetId: AssetId;
  role: Role;
  contributor: Address;
  shares: bigint;
  offsets: Readonly<Record<string, bigint>>;
  since: Position;
  sinceTime_s: number;
}

export interface SuspenseRow {
  assetId: AssetId;
  vault: Address;
  token: Address;
  usageContract: Address;
  /** Which running total it will join: 1 or 2. */
  total: 1 | 2;
  reason: 'UNREGISTERED' | 'DISPUTED';
  amount: bigint;
}

export interface FeeRow {
  usageContract: Address;
  feePpm: number;
  treasury: Address;
  vault: Address;
}

/** Every address that was ever named as one that earns: owner, shareholder, executor, treasury, beneficiary, contributor. */
export interface AccountRow {
  address: Address;
  firstSeen: Position;
  firstSeenTime_s: number;
  /** Whether it ever held shares in a pool: payers who never did need not be looked for in any. */
  shareholder: boolean;
}

interface Since {
  position: Position;
  time_s: number;
}

export type SplitHistoryRow = Since & { assetId: AssetId; splitPpm: RoleSplit };
export type OwnerHistoryRow = Since & { assetId: AssetId; owner: Address };
export type StatusHistoryRow = Since & {
  assetId: AssetId;
  status: AssetStatus;
  /** How what waited was decided here, with the last open dispute; null where nothing was. */
  decision: 'DISMISSED' | 'UPHELD' | null;
  /** Who gets it where it was UPHELD; null for the treasury of each usage contract. */
  beneficiary: Address | null;
};
export type LinkHistoryRow = Since & { assetId: AssetId; rank: number } & Link;
export type PoolHistoryRow = Since & { assetId: AssetId; role: Role; totalShares: bigint };
export type ShareHistoryRow = ShareRow;
export type FeeHistoryRow = Since & FeeRow;
export type VersionRow = Since & { assetId: AssetId; version: number; contentHash: Hex; uri: string; txHash: Hex };
export type TermsHistoryRow = Since & {
  assetId: AssetId;
  derivativesAllowed: boolean;
  minRoyaltyPpm: number;
  royaltyPolicy: RoyaltyPolicy;
  commercialUse: boolean;
  termsHash: Hex;
};
/** One closing of one running total: the totals closed through, and each pool's accumulated value after it. */
export type AccumulatedHistoryRow = Since & {
  assetId: AssetId;
  vault: Address;
  token: Address;
  closed1: bigint;
  closed2: bigint;
  accumulated: readonly bigint[];
};

/** The running totals as they stood when the interval ended that `mark_s` ends. */
export interface RunningTotalAtRow {
  assetId: AssetId;
  vault: Address;
  token: Address;
  mark_s: number;
  total1: bigint;
  total2: bigint;
}

/** What an asset homed elsewhere is owed, until its interval is settled. `executor` is null for the part no executor has a claim in. */
export interface TransitRow {
  assetId: AssetId;
  vault: Address;
  usageContract: Address;
  token: Address;
  mark_s: number;
  executor: Address | null;
  amount: bigint;
}

export interface ExecutorRow {
  executor: Address;
  assetId: AssetId;
  vault: Address;
  token: Address;
  mark_s: number;
  amount: bigint;
}

/** What a decided dispute gave to somebody else than the asset's people. */
export interface UpheldRow {
  beneficiary: Address;
  assetId: AssetId;
  vault: Address;
  token: Address;
  mark_s: number;
  amount: bigint;
}

/** What another protocol paid its people itself, by interval: accrued and paid at once. */
export interface DirectRow {
  beneficiary: Address;
  assetId: AssetId;
  role: Role;
  /** The contract that said so; it holds no money of ours. */
  vault: Address;
  token: Address;
  mark_s: number;
  amount: bigint;
}

type AccountKind = 'consumer' | 'treasury' | 'asset' | 'transit' | 'executor' | 'suspense' | 'beneficiary';
/** Of money that was paid to people on chain: who gave it, and who has it. */
type PaidKind = 'sponsor' | 'vault' | 'contributor';

/**
 * Accounts of postings: `consumer:0x..`, `treasury:0x..`, `asset:<CAIP-19>`, `transit:<CAIP-19>`,
 * `executor:0x..`, `suspense:<CAIP-19>`, `beneficiary:0x..`. An asset's balance, credits less debits, is
 * `total1 + total2` of its running totals; what `suspense` holds is held usages and undecided kept money.
 *
 * Money that reached people goes from `sponsor:0x..` (rewards) or `vault:0x..` (claims, and direct payments
 * of other protocols) to `contributor:0x..`. A row's `vault` is then the contract that paid.
 */
export type PostingAccount = `${AccountKind | PaidKind}:${string}`;

/** Double entry, summed per interval: money left `debit` and went to `credit`. */
export interface PostingRow {
  vault: Address;
  token: Address;
  mark_s: number;
  debit: PostingAccount;
  credit: PostingAccount;
  amount: bigint;
  count: bigint;
}

export interface UsageRow {
  position: Position;
  time_s: number;
  blockTime_s: number;
  txHash: Hex;
  usageContract: Address;
  vault: Address;
  assetId: AssetId;
  consumer: Address;
  application: Address | null;
  operation: Operation;
  units: bigint;
  token: Address;
  amount: bigint;
  fee: bigint;
  executor: Address | null;
  receiptId: Hex;
  parentReceiptId: Hex | null;
  settlement: Settlement;
  /** As it was recorded: what became of a held one is in its {@link HeldUsageRow}. */
  status: 'SETTLED' | 'HELD';
  /** Whether the consumer was among those whom the usage paid, by the rules at its position. */
  circular: boolean;
  /** What `amount` was worth at its position, USD times 10^18; null where unknown and while it is held. */
  usdE18: UsdValue['usdE18'];
  /** Why it has no value; null where it has one, and of a held one. */
  noUsd: UsdValue['noUsd'];
}

export interface AnomalyRow {
  position: Position;
  /** Counts the anomalies of one event. */
  seq: number;
  time_s: number;
  /** A word in capitals, for example LINK_LOOP. */
  reason: string;
  /** One sentence for people. */
  detail: string;
  assetId: AssetId | null;
  txHash: Hex;
}

/** Everything one chain's fold keeps. */
export interface LedgerState {
  readonly chain: ChainId;
  /** Length of an interval. */
  readonly interval_s: number;
  /** Prices that the configuration fixes. */
  readonly prices: PriceList;

  readonly assets: Keyed<{ assetId: AssetId }, AssetRow>;
  readonly totals: Keyed<{ assetId: AssetId; vault: Address; token: Address }, RunningTotalRow> & {
    /** Every running total of one asset, by vault and token. */
    ofAsset(assetId: AssetId): Iterable<RunningTotalRow>;
  };
  readonly totalsAt: Unread<RunningTotalAtRow>;
  readonly shares: Keyed<{ assetId: AssetId; role: Role; contributor: Address }, ShareRow>;
  readonly suspense: Keyed<
    { assetId: AssetId; vault: Address; token: Address; usageContract: Address; total: 1 | 2 },
    SuspenseRow
  > & { ofAsset(assetId: AssetId): Iterable<SuspenseRow> };
  readonly fees: Keyed<{ usageContract: Address }, FeeRow>;
  readonly tokens: Keyed<{ token: Address }, TokenRow>;
  readonly accounts: Keyed<{ address: Address }, AccountRow>;
  readonly heldUsages: Keyed<ReceiptKey, HeldUsageRow>;
  readonly disputes: Keyed<{ assetId: AssetId; disputeId: string }, DisputeRow>;
  readonly tasks: Keyed<TaskKey, TaskRow>;
  readonly taskTokens: Keyed<TaskKey & { token: Address }, TaskTokenRow>;
  readonly contributions: Keyed<ContributionKey, ContributionRow>;
  readonly payoutRoots: Keyed<{ vault: Address; epoch: number; publishedAt: Position }, PayoutRootRow>;
  readonly payoutVaults: Keyed<{ vault: Address }, PayoutVaultRow>;

  readonly versions: History<VersionRow>;
  readonly terms: History<TermsHistoryRow>;
  readonly splitHistory: History<SplitHistoryRow>;
  readonly ownerHistory: History<OwnerHistoryRow>;
  readonly statusHistory: History<StatusHistoryRow>;
  readonly linkHistory: History<LinkHistoryRow>;
  readonly poolHistory: History<PoolHistoryRow>;
  readonly shareHistory: History<ShareHistoryRow>;
  readonly feeHistory: History<FeeHistoryRow>;
  readonly tokenHistory: History<TokenHistoryRow>;
  readonly accumulatedHistory: History<AccumulatedHistoryRow>;
  readonly splitAnnouncements: History<SplitAnnouncementRow>;
  readonly licenses: History<LicenseRow>;
  readonly claims: History<ClaimRow>;
  readonly usages: History<UsageRow>;
  readonly anomalies: History<AnomalyRow>;

  readonly transit: Sums<TransitRow>;
  readonly executors: Sums<ExecutorRow>;
  readonly upheld: Sums<UpheldRow>;
  readonly direct: Sums<DirectRow>;
  readonly rewards: Sums<RewardRow>;
  readonly postings: SerialSums<PostingRow>;
  readonly revenue: Sums<RevenueRow>;
}
