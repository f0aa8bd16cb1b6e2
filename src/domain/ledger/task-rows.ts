import type { Address, AssetId, Hex } from '../ids.js';
import type { Position } from '../position.js';
import type { Role } from '../vocabulary.js';

/** Tasks are known by the contract that opened them and its number for them. */
export type TaskKey = { taskContract: Address; task: string };

/** Work that a sponsor asks for and pays. Units are the task's own (labels, rows, prompts). */
export interface TaskRow extends TaskKey {
  assetId: AssetId;
  sponsor: Address;
  /** The role in which its contributors earn. */
  role: Role;
  openedAt: Position;
  openedTime_s: number;
  /** Null while it is open. */
  closedTime_s: number | null;
  submissions: bigint;
  submittedUnits: bigint;
  acceptedUnits: bigint;
  txHash: Hex;
}

/** What a task offers in one token, and what it has paid. Amounts are base units. */
export interface TaskTokenRow extends TaskKey {
  token: Address;
  budget: bigint;
  /** Per accepted unit. */
  baseReward: bigint;
  bonusReward: bigint;
  paidBase: bigint;
  paidBonus: bigint;
}

/** One piece of work that somebody handed in, and what its latest review made of it. */
export interface ContributionRow extends TaskKey {
  contributor: Address;
  contentHash: Hex;
  assetId: AssetId;
  units: bigint;
  source: 'HUMAN' | 'MACHINE';
  tags: readonly string[];
  submittedAt: Position;
  submittedTime_s: number;
  /** How often it was reviewed; what follows is of the latest review, null before the first. */
  reviews: number;
  reviewedTime_s: number | null;
  reviewer: Address | null;
  acceptedUnits: bigint | null;
  scorePpm: number | null;
  txHash: Hex;
}

export type ContributionKey = Pick<ContributionRow, 'taskContract' | 'task' | 'contributor' | 'contentHash'>;

/** Rewards paid on chain, by interval: earned and paid at once. */
export interface RewardRow {
  contributor: Address;
  assetId: AssetId;
  role: Role;
  taskContract: Address;
  task: string;
  token: Address;
  part: 'BASE' | 'BONUS';
  mark_s: number;
  amount: bigint;
}
