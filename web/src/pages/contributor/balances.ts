/** Balances of one contributor stand per vault; a list shows them per chain and token. */
export interface BalanceLike<T extends { id: string }> {
  readonly token: T;
  readonly accrued: string;
}

/** What accrued per token (a token belongs to one chain), over all vaults. Tokens with nothing are left away. */
export function sumByToken<T extends { id: string }>(
  balances: readonly BalanceLike<T>[],
): { token: T; accrued: string }[] {
  const sums = new Map<string, { token: T; accrued: bigint }>();
  for (const { token, accrued } of balances) {
    sums.set(token.id, { token, accrued: (sums.get(token.id)?.accrued ?? 0n) + BigInt(accrued) });
  }
  return [...sums.values()]
    .filter(({ accrued }) => accrued > 0n)
    .map(({ token, accrued }) => ({ token, accrued: accrued.toString() }));
}
