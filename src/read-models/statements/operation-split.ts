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

/** Marks over which something is divided day by day. */
export interface DayGrid {
  /** Ascending: every border of days in UTC from the first mark on, and others. */
  readonly marks: readonly number[];
  /** For each mark, the index of the last border of days before it; the first mark's own is its own. */
  readonly dayStarts: readonly number[];
}

const DAY_S = 86_400;

export function dayGrid(from_s: number, to_s: number, others: Iterable<number>): DayGrid {
  const first = Math.floor(from_s / DAY_S) * DAY_S;
  const all = new Set([...others].map((mark_s) => Math.max(mark_s, first)));
  for (let day_s = first; day_s <= to_s; day_s += DAY_S) all.add(day_s);
  const marks = [...all].sort((a, b) => a - b);
  let start = 0;
  const dayStarts = marks.map((mark_s, index) => {
    const before = start;
    if (mark_s % DAY_S === 0) start = index;
    return before;
  });
  return { marks, dayStarts };
}

/**
 * What had accrued at each mark, by operation: a day's growth is divided by what the usages of that day have brought,
 * up to a mark within it by those up to the mark. So it depends on the mark alone, not on what else is asked.
 * @param accrued at each mark
 * @param brought what usages of each operation brought between a mark and the one before it, by {@link BY_NAME} and
 *   then by the index of the former
 * @returns by {@link BY_NAME}, and last what no operation is known of: at each mark; absent where nothing was brought
 */
export function accruedByOperation(
  { dayStarts }: DayGrid,
  accrued: readonly bigint[],
  brought: readonly (Weights | undefined)[],
): (bigint[] | undefined)[] {
  const known = BY_NAME.flatMap((_, n) => (brought[n] ? [n] : []));
  const all = [...known, UNKNOWN];
  const byPart: (bigint[] | undefined)[] = BY_NAME.map(() => undefined);
  for (const n of all) byPart[n] = new Array<bigint>(accrued.length).fill(0n);
  const today: (bigint | undefined)[] = [];
  const before: Parts = new Array<bigint>(UNKNOWN + 1).fill(0n);
  before[UNKNOWN] = accrued[0] ?? 0n;
  const now: Parts = [...before];
  for (let k = 0; k < accrued.length; k++) {
    const start = dayStarts[k]!;
    if (k > 0 && start === k - 1) {
      for (const n of known) today[n] = undefined;
      for (const n of all) before[n] = now[n]!;
    }
    for (const n of known) {
      const weight = brought[n]![k];
      if (weight !== undefined) today[n] = (today[n] ?? 0n) + weight;
    }
    const growth = accrued[k]! - accrued[start]!;
    for (const n of all) now[n] = before[n]!;
    if (growth !== 0n) addSplit(now, growth, today);
    for (const n of all) byPart[n]![k] = now[n]!;
  }
  return byPart;
}
