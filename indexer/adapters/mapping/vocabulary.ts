import type { CanonicalKind, CanonicalPayloads } from '../../../src/domain/events/canonical.js';
import {
  ASSET_KINDS,
  ASSET_STATUSES,
  CONTRIBUTION_SOURCES,
  OPERATIONS,
  RELATIONS,
  REWARD_PARTS,
  ROLES,
  ROYALTY_POLICIES,
  SETTLEMENTS,
} from '../../../src/domain/vocabulary.js';
import {
  ADDRESS,
  AMOUNT,
  ASSET,
  BOOLEAN,
  BYTES32,
  DECIMAL,
  integer,
  listOf,
  oneOf,
  orNull,
  TEXT,
  type Wanted,
} from './wanted.js';

/** What a mapping can say that an event means. */
export type MappableKind = Exclude<CanonicalKind, 'Unknown' | 'Ignored'>;

/** As wide as the reference contracts have rates and versions. */
const UINT32 = 2 ** 32 - 1;
const PPM = integer('a rate in parts per million', UINT32);
const TIME = integer('a time in seconds', Number.MAX_SAFE_INTEGER);
const COUNT = integer('a number', Number.MAX_SAFE_INTEGER);
const DECIMALS = integer('a number of decimals', 255);
const SPLIT = listOf('a rate in parts per million for each of the seven roles', PPM, ROLES.length);

/** Every field of every canonical event, and what it has to be. */
export const CANONICAL_FIELDS: {
  readonly [K in MappableKind]: { readonly [F in keyof CanonicalPayloads[K]]-?: Wanted };
} = {
  AssetRegistered: {
    asset: ASSET,
    kind: oneOf(ASSET_KINDS),
    owner: ADDRESS,
    contentHash: BYTES32,
    metadataUri: TEXT,
    name: TEXT,
  },
  AssetVersionPublished: { asset: ASSET, version: integer('a version', UINT32), contentHash: BYTES32, uri: TEXT },
  AssetTransferred: { asset: ASSET, from: ADDRESS, to: ADDRESS },
  AssetStatusChanged: {
    asset: ASSET,
    status: oneOf(ASSET_STATUSES),
    disputeId: orNull(TEXT),
    outcome: orNull(oneOf(['DISMISSED', 'UPHELD'])),
    beneficiary: orNull(ADDRESS),
  },
  TermsSet: {
    asset: ASSET,
    derivativesAllowed: BOOLEAN,
    minRoyaltyPpm: PPM,
    royaltyPolicy: oneOf(ROYALTY_POLICIES),
    commercialUse: BOOLEAN,
    termsHash: BYTES32,
  },
  ParentLinked: {
    child: ASSET,
    parent: ASSET,
    relation: oneOf(RELATIONS),
    royaltyPpm: PPM,
    policy: oneOf(ROYALTY_POLICIES),
  },
  RoleSplitAnnounced: { asset: ASSET, splitPpm: SPLIT, effectiveAt_s: TIME },
  RoleSplitSet: { asset: ASSET, splitPpm: SPLIT },
  SharesChanged: { asset: ASSET, role: oneOf(ROLES), contributor: ADDRESS, shares: AMOUNT },
  LicenseGranted: {
    asset: ASSET,
    licensee: ADDRESS,
    termsHash: BYTES32,
    fee: AMOUNT,
    token: ADDRESS,
    expiry_s: TIME,
  },
  TaskOpened: {
    task: TEXT,
    asset: ASSET,
    sponsor: ADDRESS,
    role: oneOf(ROLES),
    tokens: listOf('a list of rewards: token, budget, baseReward, bonusReward', {
      token: ADDRESS,
      budget: AMOUNT,
      baseReward: AMOUNT,
      bonusReward: AMOUNT,
    }),
  },
  TaskClosed: { task: TEXT },
  ContributionSubmitted: {
    task: TEXT,
    contributor: ADDRESS,
    contentHash: BYTES32,
    units: AMOUNT,
    source: oneOf(CONTRIBUTION_SOURCES),
    tags: listOf('a list of texts', TEXT),
  },
  ContributionReviewed: {
    task: TEXT,
    contributor: ADDRESS,
    contentHash: BYTES32,
    reviewer: ADDRESS,
    acceptedUnits: AMOUNT,
    scorePpm: PPM,
  },
  RewardPaid: {
    task: TEXT,
    contributor: ADDRESS,
    token: ADDRESS,
    amount: AMOUNT,
    part: oneOf(REWARD_PARTS),
  },
  UsageRecorded: {
    asset: ASSET,
    consumer: ADDRESS,
    application: orNull(ADDRESS),
    operation: oneOf(OPERATIONS),
    units: AMOUNT,
    token: ADDRESS,
    amount: AMOUNT,
    executor: orNull(ADDRESS),
    receiptId: BYTES32,
    parentReceiptId: orNull(BYTES32),
    held: BOOLEAN,
    settlement: oneOf(SETTLEMENTS),
  },
  UsageReleased: { receiptId: BYTES32, reason: TEXT },
  UsageReversed: { receiptId: BYTES32, reason: TEXT },
  RevenuePaid: { asset: ASSET, beneficiary: ADDRESS, role: oneOf(ROLES), token: ADDRESS, amount: AMOUNT },
  FeeSet: { usageContract: ADDRESS, feePpm: PPM, treasury: ADDRESS, vault: ADDRESS },
  PayoutRootPublished: {
    vault: ADDRESS,
    epoch: COUNT,
    root: BYTES32,
    mark_s: TIME,
    remoteMark_s: TIME,
    configurationDigest: BYTES32,
    activeFrom_s: TIME,
  },
  Claimed: { vault: ADDRESS, contributor: ADDRESS, token: ADDRESS, amount: AMOUNT },
  PricePosted: { token: ADDRESS, priceUsd: DECIMAL, decimals: DECIMALS, source: TEXT },
  TokenDescribed: { token: ADDRESS, symbol: TEXT, decimals: DECIMALS },
};

/** What a field is where a mapping does not say: nothing for what may be null, no usage is held. */
export function defaultOf(field: string, wanted: Wanted): { readonly value: null | false } | undefined {
  if (wanted.isNullable) return { value: null };
  return field === 'held' ? { value: false } : undefined;
}
