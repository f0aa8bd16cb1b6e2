import {
  accumulatedNow,
  NOTHING_BY_ROLE,
  type ClosableTotals,
  type DivisionRules,
} from '../../domain/ledger/division.js';
import type { Queryable } from '../queryable.js';
import type { Grid } from './grid.js';
import { ruleTimeline } from './rule-timeline.js';
import { hasGrown } from './rules.js';
import type { Purse } from './types.js';

/** Something that is true from a mark on. */
export interface Step<T> {
  readonly mark_s: number;
  readonly value: T;
}

export type Growth = Pick<ClosableTotals, 'total1' | 'total2'>;
export type Closing = Pick<ClosableTotals, 'closed1' | 'closed2' | 'accumulated'>;

/** An asset's totals in one vault and token over some marks. */
export interface TotalsSeries extends Purse {
  readonly assetId: string;
  /** The mark past which nothing is known: its rules divide what had grown until then. */
  readonly limit_s: number;
  /** Marks of the grid at which it had grown. */
  readonly grownAt: readonly number[];
  /**
   * At each of some marks, ascending; undefined before there was anything. The same object as long as nothing changes.
   * Made when it is asked for: over many marks those of all assets together would fill the memory.
   */
  readonly at: (marks: readonly number[]) => readonly (ClosableTotals | undefined)[];
}

const UNCLOSED: Closing = { closed1: 0n, closed2: 0n, accumulated: NOTHING_BY_ROLE };

/** Lays what changed over the marks. Steps are in the order of their marks. */
export function totalsOver(
  marks: readonly number[],
  growth: readonly Step<Growth>[],
  closings: readonly Step<Closing>[],
): (ClosableTotals | undefined)[] {
  const at: (ClosableTotals | undefined)[] = [];
  let grown: Growth | undefined;
  let closed = UNCLOSED;
  let totals: ClosableTotals | undefined;
  let g = 0;
  let c = 0;
  for (let j = 0; j < marks.length; j++) {
    const before = [grown, closed] as const;
    for (; g < growth.length && growth[g]!.mark_s <= marks[j]!; g++) grown = growth[g]!.value;
    for (; c < closings.length && closings[c]!.mark_s <= marks[j]!; c++) closed = closings[c]!.value;
    if (grown && (grown !== before[0] || closed !== before[1])) {
      const { total1, total2 } = grown;
      const { closed1, closed2, accumulated } = closed;
      totals = { total1, total2, closed1, closed2, accumulated };
    }
    at.push(totals);
  }
  return at;
}

/** What was accumulated in one asset, vault and token at each of some marks, by role; made when it is asked for. */
export type AccumulatedOver = (marks: readonly number[]) => (readonly bigint[])[];

/**
 * The accumulated value per share by role at marks of a grid: what grew since the last closing is divided under
 * the rules at the mark. The same list as long as nothing changes: a change of rules closes what has grown.
 * @param rolesOf the roles of an asset that are asked for, by index; all where it is not given
 */
export async function accumulatedOver(
  db: Queryable,
  series: readonly TotalsSeries[],
  grid: Grid,
  rolesOf?: (assetId: string) => ReadonlySet<number>,
): Promise<AccumulatedOver[]> {
  const limits = new Set(series.map(({ limit_s }) => limit_s).filter((limit_s) => limit_s < grid.last_s));
  const assetIds = [...new Set(series.map(({ assetId }) => assetId))];
  const timeline = await ruleTimeline(db, assetIds, grid.including([...limits]));
  return series.map(({ assetId, limit_s, at }) => (marks) => {
    const rulesAt = timeline.rulesOf(assetId);
    const roles = rolesOf?.(assetId);
    let accumulated = NOTHING_BY_ROLE;
    let before: ClosableTotals | undefined;
    return at(marks).map((totals, j) => {
      if (!totals || totals === before) return accumulated;
      before = totals;
      const rules = (): DivisionRules => rulesAt(Math.min(marks[j]!, limit_s));
      accumulated = hasGrown(totals) ? accumulatedNow(totals, rules(), roles) : totals.accumulated;
      return accumulated;
    });
  });
}
