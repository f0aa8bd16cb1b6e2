import type { Operation } from '../../domain/vocabulary.js';

/** What usages of each operation have brought. */
export type Weights = ReadonlyMap<Operation, bigint>;

/** Amounts by operation; null stands for what no operation is known of. */
export type ByOperation = ReadonlyMap<Operation | null, bigint>;

/**
 * Divides an amount in proportion to weights, to whole units that add up to it: those with the largest remainders get
 * what flooring leaves. Without weights its operation is not known.
 */
export function splitByOperation(amount: bigint, weights: Weights): ByOperation {
  const known = [...weights].filter(([, weight]) => weight > 0n).sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = known.reduce((sum, [, weight]) => sum + weight, 0n);
  if (amount <= 0n || whole === 0n) return new Map([[null, amount]]);
  const parts = known.map(([operation, weight]) => {
    return { operation, units: (amount * weight) / whole, remainder: (amount * weight) % whole };
  });
  let left = amount - parts.reduce((sum, { units }) => sum + units, 0n);
  for (const part of [...parts].sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0))) {
    if (left-- <= 0n) break;
    part.units += 1n;
  }
  return new Map(parts.map(({ operation, units }) => [operation, units]));
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
 * @param weightsOf what was brought between a mark and the one before it, by the index of the former
 */
export function accruedByOperation(
  { dayStarts }: DayGrid,
  accrued: readonly bigint[],
  weightsOf: (index: number) => Weights | undefined,
): ByOperation[] {
  const byMark: ByOperation[] = [];
  let today = new Map<Operation, bigint>();
  for (let k = 0; k < accrued.length; k++) {
    const start = dayStarts[k]!;
    if (k === 0) {
      byMark.push(new Map([[null, accrued[0]!]]));
      continue;
    }
    if (start === k - 1) today = new Map();
    for (const [operation, weight] of weightsOf(k) ?? []) today.set(operation, (today.get(operation) ?? 0n) + weight);
    const growth = accrued[k]! - accrued[start]!;
    byMark.push(growth === 0n ? byMark[start]! : together(byMark[start]!, splitByOperation(growth, today)));
  }
  return byMark;
}

function together(a: ByOperation, b: ByOperation): ByOperation {
  const sums = new Map(a);
  for (const [operation, amount] of b) sums.set(operation, (sums.get(operation) ?? 0n) + amount);
  return sums;
}
