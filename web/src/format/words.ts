import type {
  AssetKind,
  AssetStatus,
  ChainStatus,
  ExplainPartKind,
  Operation,
  Relation,
  Role,
  RoyaltyPolicy,
} from '../generated/graphql.js';

/** The closed word lists of the ledger, as people read them. A word missing here does not compile. */

export const ROLE_WORDS: Record<Role, string> = {
  OWNER: 'Owner',
  DATA_CONTRIBUTOR: 'Data contributor',
  ANNOTATOR: 'Annotator',
  MODEL_DEVELOPER: 'Model developer',
  OPTIMIZER: 'Optimizer',
  VALIDATOR: 'Validator',
  COMPUTE_PROVIDER: 'Compute provider',
};

export const RELATION_WORDS: Record<Relation, string> = {
  TRAINED_ON: 'trained on',
  FINETUNED_FROM: 'fine-tuned from',
  DISTILLED_FROM: 'distilled from',
  MERGED_FROM: 'merged from',
  QUANTIZED_FROM: 'quantized from',
  COMPOSED_OF: 'composed of',
  DEPLOYED_AS: 'deployed as',
  MIRROR_OF: 'mirror of',
};

export const OPERATION_WORDS: Record<Operation, string> = {
  DEPLOY: 'Deploy',
  INVOKE: 'Invoke',
  TRAIN: 'Train',
  COMBINE: 'Combine',
  REUSE: 'Reuse',
  DOWNLOAD: 'Download',
  LICENSE: 'License',
};

export const KIND_WORDS: Record<AssetKind, string> = {
  DATASET: 'Dataset',
  MODEL: 'Model',
  AGENT: 'Agent',
  COMPUTE: 'Compute',
  OTHER: 'Other',
};

export const STATUS_WORDS: Record<AssetStatus, string> = {
  ACTIVE: 'Active',
  DISPUTED: 'Disputed',
  RETIRED: 'Retired',
};

export const CHAIN_STATUS_WORDS: Record<ChainStatus, string> = {
  FOLLOWING: 'Following',
  CATCHING_UP: 'Catching up',
  STALLED: 'Stalled',
  HALTED: 'Halted',
};

export const POLICY_WORDS: Record<RoyaltyPolicy, string> = { RELATIVE: 'relative', ABSOLUTE: 'absolute' };

export const EXPLAIN_WORDS: Record<ExplainPartKind, string> = {
  USAGE: 'Usage',
  EXECUTOR: 'Executed',
  RELEASED: 'Out of suspense',
  SETTLED_TRANSIT: 'From another chain',
  UPHELD: 'Given by a dispute',
  DIRECT: 'Paid by the protocol',
  REWARD: 'Reward of a task',
  FLOORING: 'Flooring',
};

/** The words of a list in their own order, for selects. */
export function options<W extends string>(words: Record<W, string>): { value: W; label: string }[] {
  return (Object.keys(words) as W[]).map((value) => ({ value, label: words[value] }));
}
