import { OPERATIONS, type Operation } from '../../domain/vocabulary.js';

/** In the order in which equal remainders are served. Weights are lists by this order; what is absent brought nothing. */
export const BY_NAME: readonly Operation[] = [...OPERATIONS].sort();

/** What usages of each operation have brought, by {@link BY_NAME}. */
export type Weights = readonly (bigint | undefined)[];

/** Amounts by {@link BY_NAME}; at {@link UNKNOWN} what no operation is known of. */
export type Parts = bigint[];
export const UNKNOWN = BY_NAME.length;

/**
 * Adds an amount to parts in proportion to weights, in whole units that add up to it: those with the largest
 * remainders get what flooring leaves. Without weights its operation is not known.
 */
export function addSplit(parts: Parts, amount: bigint, weights: Weights): void {
  let whole = 0n;
  let [known, last] = [0, UNKNOWN];
  for (let n = 0; n < UNKNOWN; n++) {
    const weight = weights[n];
    if (weight === undefined || weight <= 0n) continue;
    whole += weight;
    known += 1;
    last = n;
  }
  if (amount <= 0n || known <= 1) parts[amount <= 0n ? UNKNOWN : last]! += amount;
  else addShares(parts, amount, weights, whole);
}

function addShares(parts: Parts, amount: bigint, weights: Weights, whole: bigint): void {
  let left = amount;
  const remainders: { n: number; remainder: bigint }[] = [];
  for (let n = 0; n < UNKNOWN; n++) {
    const weight = weights[n];
    if (weight === undefined || weight <= 0n) continue;
    const scaled = amount * weight;
    const units = scaled / whole;
    parts[n]! += units;
    left -= units;
    remainders.push({ n, remainder: scaled - units * whole });
  }
  if (left === 0n) return;
  remainders.sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0));
  for (const { n } of remainders.slice(0, Number(left))) parts[n]! += 1n;
}
