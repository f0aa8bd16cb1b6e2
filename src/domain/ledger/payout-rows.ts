import type { Address, Hex } from '../ids.js';
import type { Position } from '../position.js';

/** A payout root as it was published. What it pays to whom is not among the events: see the table of leaves. */
export interface PayoutRootRow {
  vault: Address;
  epoch: number;
  publishedAt: Position;
  publishedTime_s: number;
  root: Hex;
  /** It covers what accrued through the vault on its chain up to this mark, */
  mark_s: number;
  /** and from settled transit up to this one. */
  remoteMark_s: number;
  configurationDigest: Hex;
  /** Claims against it count from this time of the chain on. */
  activeFrom_s: number;
  /** When another took its place before it was active; null where none did. */
  replacedTime_s: number | null;
  txHash: Hex;
}

/** The latest root of a vault, and whether there was an active one before it. */
export interface PayoutVaultRow {
  vault: Address;
  epoch: number;
  publishedAt: Position;
  activeFrom_s: number;
  hadActive: boolean;
}

/** Money that a vault paid out to a contributor, or to somebody in their name. */
export interface ClaimRow {
  position: Position;
  time_s: number;
  vault: Address;
  contributor: Address;
  token: Address;
  amount: bigint;
  txHash: Hex;
}
