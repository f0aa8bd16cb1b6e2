import type { Address, AssetId, ChainId, Hex } from '../ids.js';
import type { Position } from '../position.js';
import type {
  AssetKind,
  AssetStatus,
  ContributionSource,
  Operation,
  Relation,
  RewardPart,
  Role,
  RoyaltyPolicy,
  Settlement,
} from '../vocabulary.js';

/**
 * Version 1 of the vocabulary (design section 5): what a raw log means, independent of whose contract
 * emitted it. Amounts, units and shares are bigint; rates are parts per million.
 */
export const VOCABULARY_VERSION = 1;

/** Parts per million by role, in the order of ROLES. OWNER's entry is information: the owner gets the rest. */
export type RoleSplit = readonly number[];

export interface CanonicalPayloads {
  AssetRegistered: {
    asset: AssetId;
    kind: AssetKind;
    owner: Address;
    contentHash: Hex;
    metadataUri: string;
    name: string;
  };
  AssetVersionPublished: { asset: AssetId; version: number; contentHash: Hex; uri: string };
  AssetTransferred: { asset: AssetId; from: Address; to: Address };
  AssetStatusChanged: {
    asset: AssetId;
    status: AssetStatus;
    disputeId: string | null;
    outcome: 'DISMISSED' | 'UPHELD' | null;
    beneficiary: Address | null;
  };
  TermsSet: {
    asset: AssetId;
    derivativesAllowed: boolean;
    minRoyaltyPpm: number;
    royaltyPolicy: RoyaltyPolicy;
    commercialUse: boolean;
    termsHash: Hex;
  };
  ParentLinked: { child: AssetId; parent: AssetId; relation: Relation; royaltyPpm: number; policy: RoyaltyPolicy };
  RoleSplitAnnounced: { asset: AssetId; splitPpm: RoleSplit; effectiveAt_s: number };
  RoleSplitSet: { asset: AssetId; splitPpm: RoleSplit };
  SharesChanged: { asset: AssetId; role: Role; contributor: Address; shares: bigint };
  LicenseGranted: { asset: AssetId; licensee: Address; termsHash: Hex; fee: bigint; token: Address; expiry_s: number };
  TaskOpened: {
    task: string;
    asset: AssetId;
    sponsor: Address;
    /** What contributors to it do for the asset: rewards are earned in this role, accepted units become its shares. */
    role: Role;
    /** Budget in base units; rewards in base units per accepted unit. */
    tokens: readonly { token: Address; budget: bigint; baseReward: bigint; bonusReward: bigint }[];
  };
  TaskClosed: { task: string };
  ContributionSubmitted: {
    task: string;
    contributor: Address;
    contentHash: Hex;
    units: bigint;
    source: ContributionSource;
    tags: readonly string[];
  };
  ContributionReviewed: {
    task: string;
    contributor: Address;
    contentHash: Hex;
    reviewer: Address;
    acceptedUnits: bigint;
    scorePpm: number;
  };
  RewardPaid: { task: string; contributor: Address; token: Address; amount: bigint; part: RewardPart };
  UsageRecorded: {
    /** May be homed on another chain than the one the usage was recorded on. */
    asset: AssetId;
    consumer: Address;
    application: Address | null;
    operation: Operation;
    units: bigint;
    token: Address;
    /** Base units of `token`, paid by the consumer, protocol fee included. */
    amount: bigint;
    executor: Address | null;
    receiptId: Hex;
    parentReceiptId: Hex | null;
    held: boolean;
    settlement: Settlement;
  };
  UsageReleased: { receiptId: Hex; reason: string };
  UsageReversed: { receiptId: Hex; reason: string };
  RevenuePaid: { asset: AssetId; beneficiary: Address; role: Role; token: Address; amount: bigint };
  FeeSet: { usageContract: Address; feePpm: number; treasury: Address; vault: Address };
  PayoutRootPublished: {
    vault: Address;
    epoch: number;
    root: Hex;
    mark_s: number;
    remoteMark_s: number;
    configurationDigest: Hex;
    activeFrom_s: number;
  };
  Claimed: { vault: Address; contributor: Address; token: Address; amount: bigint };
  PricePosted: { token: Address; priceUsd: string; decimals: number; source: string };
  TokenDescribed: { token: Address; symbol: string; decimals: number };
  /** A log of a watched contract that its adapter cannot read: kept raw, counted, alerted. */
  Unknown: { reason: string };
  /** A log that its adapter knows and that means nothing here (an ERC-20 approval, say): kept raw. */
  Ignored: { name: string };
}

export type CanonicalKind = keyof CanonicalPayloads;

/** An event without its place: what an adapter returns. */
export type CanonicalEvent<K extends CanonicalKind = CanonicalKind> = {
  [P in K]: { readonly kind: P; readonly payload: CanonicalPayloads[P] };
}[K];

/** Where and when an event stands. */
export interface Envelope {
  readonly chain: ChainId;
  readonly position: Position;
  readonly block: number;
  readonly blockHash: Hex;
  /** Timestamp of the event's own block. */
  readonly blockTime_s: number;
  /** The chain's time: the greatest timestamp among its blocks that hold our events, up to this one. */
  readonly time_s: number;
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly ordinal: number;
  /** The contract that emitted the log. */
  readonly contract: Address;
}

/** An event as the fold gets it. */
export type PlacedEvent<K extends CanonicalKind = CanonicalKind> = CanonicalEvent<K> & { readonly at: Envelope };
