import { registerEnumType } from '@nestjs/graphql';
import {
  ASSET_KINDS,
  ASSET_STATUSES,
  CONTRIBUTION_SOURCES,
  OPERATIONS,
  RELATIONS,
  ROLES,
  ROYALTY_POLICIES,
  SETTLEMENTS,
  type AssetKind as Kind,
  type AssetStatus as Status,
  type Operation as Op,
  type Relation as Rel,
  type Role as R,
  type RoyaltyPolicy as Policy,
} from '../../domain/vocabulary.js';

type Described<T extends string> = Partial<Record<T, string>>;

/** An enum of the schema from a closed word list: every word stands for itself. */
function words<T extends string>(
  name: string,
  list: readonly T[],
  description: string,
  said: Described<T> = {},
): { readonly [K in T]: K } {
  const object = Object.fromEntries(list.map((word) => [word, word])) as { readonly [K in T]: K };
  const valuesMap = Object.fromEntries(Object.entries(said).map(([word, text]) => [word, { description: text }]));
  registerEnumType(object, { name, description, valuesMap } as Parameters<typeof registerEnumType>[1]);
  return object;
}

export const Finality = words('Finality', ['LATEST', 'FINAL'], 'Which blocks an answer counts.', {
  LATEST: 'Everything up to the head, which a fork may still take back.',
  FINAL: 'What no fork can take back: up to the last mark below the finalized block of each chain.',
});

export const Role = words<R>('Role', ROLES, 'What a contributor did for an asset.', {
  OWNER: 'Holds the asset. Gets what no other role gets.',
  COMPUTE_PROVIDER: 'Ran it. Where a usage names an executor, the part of this role is theirs.',
});

export const Relation = words<Rel>('Relation', RELATIONS, 'Why a child depends on a parent.', {
  MIRROR_OF: 'The same asset, registered again on another chain.',
});

export const Operation = words<Op>('Operation', OPERATIONS, 'What a usage was.');

export const AssetKind = words<Kind>('AssetKind', ASSET_KINDS, 'What an asset is.');

export const AssetStatus = words<Status>('AssetStatus', ASSET_STATUSES, 'Whether an asset is open for use.', {
  DISPUTED: 'What it keeps waits in suspense until the dispute is decided.',
  RETIRED: 'Withdrawn by its owner. Changes no division.',
});

export const RoyaltyPolicy = words<Policy>(
  'RoyaltyPolicy',
  ROYALTY_POLICIES,
  'What the rate of a royalty is taken of.',
  {
    RELATIVE: "Of what reaches the child, so a grandparent gets a part of the parent's part.",
    ABSOLUTE: 'Of what reaches any descendant, whoever stands between.',
  },
);

export const Settlement = words('Settlement', SETTLEMENTS, 'Who pays the people of a usage.', {
  VAULT: 'A vault of this ledger, by its waterfall.',
  DIRECT: 'The protocol itself; what it paid is told by its own events.',
  NONE: 'Nobody: all of it is revenue of the protocol.',
});
export type Settlement = keyof typeof Settlement;

export const HoldState = words('HoldState', ['HELD', 'RELEASED', 'REVERSED'], 'What became of a held usage.', {
  HELD: 'Its money waits in suspense.',
  RELEASED: 'Divided at the release, by the rules in force there.',
  REVERSED: 'All of it went back to the consumer.',
});
export type HoldState = keyof typeof HoldState;

export const ContributionSource = words('ContributionSource', CONTRIBUTION_SOURCES, 'Who or what made a contribution.');
export type ContributionSource = keyof typeof ContributionSource;

export const DisputeOutcome = words('DisputeOutcome', ['DISMISSED', 'UPHELD'], 'How a dispute was decided.');
export type DisputeOutcome = keyof typeof DisputeOutcome;

export const WaitingReason = words(
  'WaitingReason',
  ['UNREGISTERED', 'DISPUTED', 'HELD'],
  'What money in suspense waits for.',
  {
    UNREGISTERED: 'The registration of the asset.',
    DISPUTED: 'The decision of a dispute about it.',
    HELD: 'The release or reversal of a held usage.',
  },
);
export type WaitingReason = keyof typeof WaitingReason;

export const NoUsdReason = words(
  'NoUsdReason',
  ['NO_PRICE', 'NO_DECIMALS', 'HELD', 'REVERSED'],
  'Why something has no value in US dollars.',
  {
    NO_PRICE: 'No price of the token was known: neither in the log nor in the configuration.',
    NO_DECIMALS: 'Nobody had told how many decimals the token has.',
    HELD: 'It waits: its value is fixed when it is released.',
    REVERSED: 'It was given back.',
  },
);
export type NoUsdReason = keyof typeof NoUsdReason;

export const EarningSource = words('EarningSource', ['VAULT', 'DIRECT', 'REWARD'], 'Who pays what was earned.', {
  VAULT: 'A vault of this ledger: accrued, then claimed.',
  DIRECT: 'Another protocol, by itself: earned and paid at once, never owed here.',
  REWARD: 'The sponsor of a task: earned and paid at once.',
});
export type EarningSource = keyof typeof EarningSource;

export const ChainStatus = words(
  'ChainStatus',
  ['FOLLOWING', 'CATCHING_UP', 'STALLED', 'HALTED'],
  'How a chain is being followed.',
  {
    FOLLOWING: 'The newest blocks are in the log and folded.',
    CATCHING_UP: 'Blocks that are there are still to be read or folded.',
    STALLED: 'Nothing new has come for a while: the chain, its node or its indexer stands still.',
    HALTED: 'Stopped for a reason that needs an operator; see statusReason.',
  },
);
export type ChainStatus = keyof typeof ChainStatus;

export const Direction = words('Direction', ['UP', 'DOWN'], 'Which way to walk the lineage.', {
  UP: 'To what the asset was made from.',
  DOWN: 'To what was made from the asset.',
});
export type Direction = keyof typeof Direction;

export const Bucket = words(
  'Bucket',
  ['HOUR', 'DAY', 'MONTH'],
  'Length of the pieces of time that sums are told for, UTC.',
);
export type Bucket = keyof typeof Bucket;

export const StatementBucket = words(
  'StatementBucket',
  ['INTERVAL', 'HOUR', 'DAY', 'MONTH', 'PERIOD'],
  'Into what the movements of a statement are put together, UTC.',
  {
    INTERVAL: "The ledger's own intervals, the finest there is.",
    PERIOD: 'All of the period at once.',
  },
);
export type StatementBucket = keyof typeof StatementBucket;

export const StatementGroup = words(
  'StatementGroup',
  ['ASSET', 'ROLE', 'VAULT', 'ORIGIN', 'OPERATION'],
  'What a statement is cut by, beside chain and token: sums never mix those.',
  {
    OPERATION:
      'What the usages were. Derived: what came of an asset in an interval is divided by what the usages of each operation brought it in that interval, over chains too; null for what came out of suspense without such usages, by disputes, directly or as rewards.',
  },
);
export type StatementGroup = keyof typeof StatementGroup;

export const EarningOrigin = words(
  'EarningOrigin',
  ['SHARES', 'EXECUTOR', 'UPHELD', 'DIRECT', 'REWARD'],
  'By what something was earned.',
  {
    SHARES: 'A part of what an asset kept for its people, owners included.',
    EXECUTOR: 'Running usages.',
    UPHELD: 'What upheld disputes gave, out of what had waited.',
    DIRECT: 'Direct payments of other protocols.',
    REWARD: 'Rewards of tasks.',
  },
);
export type EarningOrigin = keyof typeof EarningOrigin;

export const RevenueGroup = words(
  'RevenueGroup',
  ['ASSET', 'KIND', 'OPERATION', 'CHAIN', 'TOKEN', 'APPLICATION', 'SETTLEMENT'],
  'What revenue is cut by. Sums never mix chains or tokens, whatever the cut.',
  { CHAIN: 'The chain that the usage was paid on.', SETTLEMENT: 'Who pays the people of the usage.' },
);
export type RevenueGroup = keyof typeof RevenueGroup;

export const AssetOrder = words('AssetOrder', ['NEWEST', 'OLDEST', 'MOST_USED', 'NAME'], 'How assets are listed.', {
  NEWEST: 'Latest registration first.',
  MOST_USED: 'Most usages first, as counted when the first page was asked for.',
  NAME: 'By name, in the order of code points.',
});
export type AssetOrder = keyof typeof AssetOrder;

export const ContributorOrder = words(
  'ContributorOrder',
  ['ADDRESS', 'NEWEST', 'HOLDINGS'],
  'How contributors are listed.',
  {
    NEWEST: 'Latest first appearance first.',
    HOLDINGS: 'Most shares held, counted as pools of assets, when the first page was asked for.',
  },
);
export type ContributorOrder = keyof typeof ContributorOrder;

export const ExplainPartKind = words(
  'ExplainPartKind',
  ['USAGE', 'EXECUTOR', 'RELEASED', 'SETTLED_TRANSIT', 'UPHELD', 'DIRECT', 'REWARD', 'FLOORING'],
  'What a line of an explanation stands for.',
  {
    USAGE: 'A part of what one usage brought the asset; without a usage, of those that are not told one by one.',
    EXECUTOR: 'What running a usage brought the executor.',
    RELEASED: 'A part of what had waited in suspense, for a decision or a registration that came in the period.',
    SETTLED_TRANSIT: 'A part of what crossed chains in one interval.',
    UPHELD: 'What an upheld dispute gave, out of what had waited.',
    DIRECT: 'What another protocol paid by itself.',
    REWARD: 'Rewards of a task.',
    FLOORING: 'What flooring to whole base units took, or gave back from before.',
  },
);
export type ExplainPartKind = keyof typeof ExplainPartKind;

export const PayoutCheck = words(
  'PayoutCheck',
  ['AGREES', 'DIFFERS', 'UNCHECKED'],
  'What computing a published payout root again has come to.',
  {
    AGREES: 'The same root.',
    DIFFERS: 'Another one: the finding says which. Nothing is shown as claimable by it.',
    UNCHECKED: 'Not looked at: it is no longer active, or the ledger has not come to its marks.',
  },
);
export type PayoutCheck = keyof typeof PayoutCheck;
