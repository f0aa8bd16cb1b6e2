import type { Address, Hex } from '../domain/ids.js';
import type { Queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import { accruedInVault, type PayoutMarks } from './accrued.js';
import type { Amounts } from './amounts.js';
import { claimedBefore } from './claimed.js';
import { type Overpaid, overpaidOf } from './overpaid.js';
import { type PayoutLeaf, PayoutTree } from './merkle-tree.js';

/** What a root pays of one token; base units. */
export interface TokenTotals {
  readonly token: Address;
  readonly contributors: number;
  /** The sum of the leaves. */
  readonly amount: bigint;
  /** By how much leaves exceed what is accrued, because that much was claimed. */
  readonly overpaid: bigint;
}

/** A payout root of a vault and everything below it. */
export interface PayoutRoot {
  readonly vault: Vault;
  readonly marks: PayoutMarks;
  /** By token. */
  readonly leaves: readonly PayoutLeaf[];
  /** Null where there is nothing to pay. */
  readonly tree: PayoutTree | null;
  readonly totals: readonly TokenTotals[];
  /** Whose leaves exceed what is accrued, because that much was claimed. */
  readonly overpaid: readonly Overpaid[];
}

/** The root as it is published, or null where there is nothing to pay. */
export function rootOf({ tree }: PayoutRoot): Hex | null {
  return tree?.root ?? null;
}

/**
 * Makes the payout root of a vault at its marks (design section 6): cumulative amounts per contributor and
 * token. The same logs, marks and configuration give the same root anywhere.
 */
export async function computePayoutRoot(db: Queryable, vault: Vault, marks: PayoutMarks): Promise<PayoutRoot> {
  const accrued = await accruedInVault(db, vault, marks);
  const claimed = await claimedBefore(db, vault, marks.mark_s);
  const leaves = payoutLeaves(accrued, claimed);
  return {
    vault,
    marks,
    leaves,
    tree: leaves.length > 0 ? PayoutTree.of(leaves) : null,
    totals: totalsOf(leaves, accrued),
    overpaid: overpaidOf(accrued, claimed),
  };
}

/** Leaves: what is accrued, and never less than what was claimed. */
export function payoutLeaves(accrued: Amounts, claimed: Amounts): PayoutLeaf[] {
  const leaves: PayoutLeaf[] = [];
  for (const leaf of accrued.entries()) {
    const paid = claimed.get(leaf.token, leaf.contributor);
    leaves.push(paid > leaf.amount ? { ...leaf, amount: paid } : leaf);
  }
  for (const leaf of claimed.entries()) {
    if (accrued.get(leaf.token, leaf.contributor) === 0n) leaves.push(leaf);
  }
  return leaves;
}

function totalsOf(leaves: readonly PayoutLeaf[], accrued: Amounts): TokenTotals[] {
  const totals = new Map<Address, { contributors: number; amount: bigint; overpaid: bigint }>();
  for (const { token, contributor, amount } of leaves) {
    let total = totals.get(token);
    if (!total) totals.set(token, (total = { contributors: 0, amount: 0n, overpaid: 0n }));
    total.contributors++;
    total.amount += amount;
    total.overpaid += amount - accrued.get(token, contributor);
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([token, total]) => ({ token, ...total }));
}
