/** Where what a contributor has accrued in a vault and token stands. */
export interface PayoutStates {
  /** Covered by the active payout root and not yet claimed. */
  readonly claimable: bigint;
  readonly claimed: bigint;
  /** What the root covers, or claims have taken, beyond what is accrued. */
  readonly overpaid: bigint;
  /** Accrued and not yet in an active root. */
  readonly unpublished: bigint;
}

/**
 * Divides what is accrued among its states (design section 6): `accrued + overpaid = claimable + claimed +
 * unpublished`, and none of them is negative. Where the leaf of the active root is not known (null), what was
 * claimed is all that is known to be in a root.
 *
 * @param leaf cumulative amount that the vault's active root grants
 */
export function payoutStates(accrued: bigint, claimed: bigint, leaf: bigint | null): PayoutStates {
  const covered = leaf !== null && leaf > claimed ? leaf : claimed;
  return {
    claimable: covered - claimed,
    claimed,
    overpaid: covered > accrued ? covered - accrued : 0n,
    unpublished: accrued > covered ? accrued - covered : 0n,
  };
}
