import type { Role } from '../../domain/vocabulary.js';

/**
 * What contributors are entitled to, and why. All amounts are base units of a token of the vault's chain.
 * Every function takes a {@link Queryable} that sees one moment: several queries make one answer, so give
 * it a transaction of REPEATABLE READ. Addresses and ids are in canonical (lower case) form.
 */

/** Where money is: a vault is known by its chain and address, a token lives on the vault's chain. */
export interface Purse {
  readonly vaultChainId: number;
  readonly vault: string;
  readonly token: string;
}

/**
 * Who pays what was earned: a vault of this ledger (VAULT), another protocol by itself (DIRECT), the sponsor
 * of a task (REWARD). Only the first is ever owed by this ledger; the others are earned and paid at once.
 */
export type EarningSource = 'VAULT' | 'DIRECT' | 'REWARD';

/**
 * By what something was earned: shares in what an asset kept (owners hold the one share of their pool), running a
 * usage, an upheld dispute, a direct payment of another protocol, a reward of a task.
 */
export type EarningOrigin = 'SHARES' | 'EXECUTOR' | 'UPHELD' | 'DIRECT' | 'REWARD';

/**
 * What a contributor has in one vault and token; for direct payments and rewards `vault` is the contract that
 * paid. Always `accrued + overpaid = claimable + claimed + unpublished`.
 */
export interface ContributorBalance extends Purse {
  readonly source: EarningSource;
  /** Everything earned so far. */
  readonly accrued: bigint;
  /** The part of accrued that came over chains. */
  readonly settled: bigint;
  /** Covered by the vault's active payout root and not yet claimed; nothing while its leaves are not known. */
  readonly claimable: bigint;
  /** Paid out on chain. */
  readonly claimed: bigint;
  /** What roots have covered or claims have taken beyond what is accrued: to be made up by later earnings. */
  readonly overpaid: bigint;
  /** Accrued, and not yet in an active root as far as is known. */
  readonly unpublished: bigint;
  /**
   * An estimate of what is on its way over chains to this contributor as executor, under the rules as
   * they are; not part of accrued. What will reach them through shares is not known before settlement.
   */
  readonly inTransit: bigint;
}

/** What a contributor has earned with one asset in one role; executors count as COMPUTE_PROVIDER. */
export interface AssetEarning extends Purse {
  readonly source: EarningSource;
  readonly assetId: string;
  readonly role: Role;
  readonly accrued: bigint;
}

export interface ExplainQuestion {
  readonly contributor: string;
  readonly assetId: string;
  /** Chain and address of the token. */
  readonly tokenChainId: number;
  readonly token: string;
  /** Marks: ends of intervals. `to_s` may lie in the future. */
  readonly from_s: number;
  readonly to_s: number;
  /** At most this many usages are named one by one, the latest ones. */
  readonly maxUsages: number;
}

export type ExplainPartKind =
  'USAGE' | 'EXECUTOR' | 'RELEASED' | 'SETTLED_TRANSIT' | 'UPHELD' | 'DIRECT' | 'REWARD' | 'FLOORING';

/** One line of an explanation. */
export interface ExplainPart {
  readonly kind: ExplainPartKind;
  /** Position of the usage behind the line; null for lines that stand for several. */
  readonly usagePosition: string | null;
  readonly role: Role | null;
  readonly time_s: number | null;
  /** What the asset kept of it for its people. */
  readonly assetKept: bigint;
  /** The contributor's part in base units, a decimal number with up to 18 fractional digits. */
  readonly amount: string;
  readonly note: string;
}

/** `opening + figure = closing`, and the amounts of `parts` add up to `figure` exactly. */
export interface ExplanationResult {
  readonly opening: bigint;
  readonly closing: bigint;
  readonly figure: bigint;
  readonly parts: readonly ExplainPart[];
  /** The rules in force, one sentence each, oldest first. */
  readonly rules: readonly string[];
  /** There were more usages than `maxUsages`: one line stands for the rest. */
  readonly truncated: boolean;
}
