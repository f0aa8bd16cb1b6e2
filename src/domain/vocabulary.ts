/**
 * The closed word lists of Tributary, in the order in which contracts number them.
 * A list only ever grows at its end: positions are part of the contracts' ABI.
 */

/** What a contributor did for an asset. The index is the `Role` enum of the contracts. */
export const ROLES = [
  'OWNER',
  'DATA_CONTRIBUTOR',
  'ANNOTATOR',
  'MODEL_DEVELOPER',
  'OPTIMIZER',
  'VALIDATOR',
  'COMPUTE_PROVIDER',
] as const;
export type Role = (typeof ROLES)[number];

/** Why a child depends on a parent. */
export const RELATIONS = [
  'TRAINED_ON',
  'FINETUNED_FROM',
  'DISTILLED_FROM',
  'MERGED_FROM',
  'QUANTIZED_FROM',
  'COMPOSED_OF',
  'DEPLOYED_AS',
  'MIRROR_OF',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** What a usage was. */
export const OPERATIONS = ['DEPLOY', 'INVOKE', 'TRAIN', 'COMBINE', 'REUSE', 'DOWNLOAD', 'LICENSE'] as const;
export type Operation = (typeof OPERATIONS)[number];

export const ASSET_KINDS = ['DATASET', 'MODEL', 'AGENT', 'COMPUTE', 'OTHER'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

export const ASSET_STATUSES = ['ACTIVE', 'DISPUTED', 'RETIRED'] as const;
export type AssetStatus = (typeof ASSET_STATUSES)[number];

/** The two royalty policies that Story Protocol made standard. */
export const ROYALTY_POLICIES = ['RELATIVE', 'ABSOLUTE'] as const;
export type RoyaltyPolicy = (typeof ROYALTY_POLICIES)[number];

/** Who pays the people of a usage: this ledger's vault, the protocol itself, or nobody. */
export const SETTLEMENTS = ['VAULT', 'DIRECT', 'NONE'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

/** Who or what made a contribution. */
export const CONTRIBUTION_SOURCES = ['HUMAN', 'MACHINE'] as const;
export type ContributionSource = (typeof CONTRIBUTION_SOURCES)[number];

/** What a reward of a task is for. */
export const REWARD_PARTS = ['BASE', 'BONUS'] as const;
export type RewardPart = (typeof REWARD_PARTS)[number];

/** One whole, in parts per million. */
export const PPM = 1_000_000n;
