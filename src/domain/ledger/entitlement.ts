import { accumulatedNow, ROLE_INDEX, SCALE_BITS, type ClosableTotals, type DivisionRules } from './division.js';
import type { Role } from '../vocabulary.js';

/** What a contributor holds of one asset, role, vault and token. */
export interface Holding {
  readonly role: Role;
  readonly shares: bigint;
  /** The entry of the share row's `offsets` for this vault and token; 0 where there is none. */
  readonly offset: bigint;
}

/**
 * What is due to a contributor, scaled by 2^128: what was banked and their part of what the asset kept,
 * the growth since the last closing divided under `rules` without writing.
 *
 * All three at one moment: now (share row, running total, and the asset's split and pools as they are),
 * or at a mark (the latest rows of their histories before it; totals from running_total_at of the latest
 * mark_s at or before it, closed and accumulated from the latest accumulated_history before it). For
 * settled money: settled_share_offset, settled_total and the rules at the mark it is settled to.
 */
export function scaledDue(holding: Holding, totals: ClosableTotals | undefined, rules: DivisionRules): bigint {
  if (!totals) return holding.offset;
  if (holding.shares === 0n) return holding.offset;
  const accumulated = accumulatedNow(totals, rules)[ROLE_INDEX[holding.role]] ?? 0n;
  return holding.offset + holding.shares * accumulated;
}

/** Base units of a token: floored once, over what came locally and what was settled over chains together. */
export function entitlement(localScaled: bigint, settledScaled: bigint): bigint {
  return (localScaled + settledScaled) >> SCALE_BITS;
}
