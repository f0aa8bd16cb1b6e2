import { entitlementKey, type Books, type Entitlement } from './books.js';

/** The same figures as the system under audit gives them; keys of the sums are those of {@link Books}. */
export interface ClaimedFigures extends ClaimedSums {
  entitlements: readonly (Entitlement & { amount: bigint })[];
}

/** What of {@link Books} is sums. */
export const SUMS = [
  'paidIn',
  'returned',
  'fees',
  'executors',
  'upheld',
  'kept',
  'suspense',
  'transit',
  'direct',
  'rewards',
  'claimed',
  'gross',
  'protocol',
  'circular',
  'worth',
  'protocolWorth',
  'circularWorth',
  'unpriced',
] as const;
export type ClaimedSums = Readonly<Record<(typeof SUMS)[number], ReadonlyMap<string, bigint>>>;

/**
 * Says where a system's figures are not the audit's. Sums must be equal. An entitlement may be the exact
 * one floored, or one base unit below that, for what closings floor on the way; never above.
 */
export function compare(books: Books, claimed: ClaimedFigures): string[] {
  return [
    ...SUMS.flatMap((name) => compareSums(name, books[name], claimed[name])),
    ...compareEntitlements(books, claimed),
  ];
}

function compareSums(
  name: string,
  audited: ReadonlyMap<string, bigint>,
  claimed: ReadonlyMap<string, bigint>,
): string[] {
  const differences: string[] = [];
  for (const key of new Set([...audited.keys(), ...claimed.keys()])) {
    const expected = audited.get(key) ?? 0n;
    const found = claimed.get(key) ?? 0n;
    if (expected !== found) differences.push(`${name} of ${key}: the audit says ${expected}, the system ${found}`);
  }
  return differences;
}

function compareEntitlements(books: Books, claimed: ClaimedFigures): string[] {
  const amounts = new Map<string, bigint>();
  const differences: string[] = [];
  for (const entitlement of claimed.entitlements) {
    const key = entitlementKey(entitlement);
    if (amounts.has(key)) differences.push(`entitlement ${key}: the system gives it twice`);
    amounts.set(key, entitlement.amount);
  }
  for (const key of new Set([...amounts.keys(), ...books.entitlements.keys()])) {
    const exact = books.entitlements.get(key)?.exact;
    const expected = exact?.floor() ?? 0n;
    const found = amounts.get(key) ?? 0n;
    if (found > expected || found < expected - 1n) {
      differences.push(`entitlement ${key}: the audit says ${exact ?? 0}, the system ${found}`);
    }
  }
  return differences;
}
