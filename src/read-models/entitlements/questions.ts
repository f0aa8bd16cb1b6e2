import type { Role } from '../../domain/vocabulary.js';
import type { Queryable } from '../queryable.js';
import type { TimePiece } from '../revenue/queries.js';

/**
 * What the API asks about people's money. Every function sees one moment of the database through `db`.
 * Ids and addresses are canonical; times are seconds; amounts are whole base units.
 */
export interface MoneyQuestions {
  /** Balances of a contributor per vault and token, all chains, in the order of chain, vault, token. */
  getBalances(db: Queryable, contributor: string): Promise<BalanceView[]>;

  /**
   * What a contributor earned per piece of time, vault chain and token, oldest first, pieces without
   * movement left out. Times are cut to intervals: those that start at `from_s` or later and before `to_s`.
   */
  getEarnings(db: Queryable, contributor: string, by: EarningsCriteria): Promise<EarningsView[]>;

  /** What a contributor has earned per asset, role, vault and token, greatest first; `limit` rows at most. */
  getEarningsByAsset(db: Queryable, contributor: string, limit: number): Promise<AssetEarningView[]>;

  /** Where what a contributor earned with an asset in a token comes from. */
  explain(db: Queryable, question: ExplainQuestion): Promise<ExplanationView>;
}

export interface BalanceView {
  /** Chain of the vault. */
  readonly chainId: number;
  readonly vault: string;
  readonly token: string;
  readonly accrued: bigint;
  /** The part of accrued that came over chains. */
  readonly settled: bigint;
  readonly claimable: bigint;
  readonly claimed: bigint;
  /** An estimate of what is on its way and not settled; not part of accrued. */
  readonly inTransit: bigint;
}

export interface EarningsCriteria {
  readonly piece: TimePiece;
  readonly from_s: number | null;
  readonly to_s: number | null;
  readonly assetId: string | null;
}

export interface EarningsView {
  readonly start_s: number;
  readonly end_s: number;
  /** Chain of the vault. */
  readonly chainId: number;
  readonly token: string;
  readonly amount: bigint;
  readonly opening: bigint;
  readonly closing: bigint;
  readonly provisional: boolean;
}

export interface AssetEarningView {
  readonly assetId: string;
  readonly role: Role;
  /** Chain of the vault. */
  readonly chainId: number;
  readonly vault: string;
  readonly token: string;
  readonly accrued: bigint;
}

export interface ExplainQuestion {
  readonly contributor: string;
  readonly assetId: string;
  /** Chain of the token and of the vaults that hold it. */
  readonly chainId: number;
  readonly token: string;
  readonly from_s: number;
  readonly to_s: number;
  /** Usages told one by one, at most; the rest is one line. */
  readonly maxUsages: number;
}

export interface ExplainPartView {
  readonly kind: 'USAGE' | 'EXECUTOR' | 'SETTLED_TRANSIT' | 'OPENING' | 'FLOORING';
  /** Position of the usage behind the line. */
  readonly usagePosition: string | null;
  readonly assetId: string | null;
  readonly role: Role | null;
  readonly time_s: number | null;
  /** What the asset kept of it for its people. */
  readonly assetKept: bigint;
  /** The contributor's part, with up to 18 fractional digits. */
  readonly amount: string;
  readonly note: string;
}

export interface ExplanationView {
  readonly opening: bigint;
  readonly closing: bigint;
  readonly figure: bigint;
  readonly parts: readonly ExplainPartView[];
  readonly rules: readonly string[];
  readonly truncated: boolean;
}
