import { accumulatedNow, NOTHING_BY_ROLE, type ClosableTotals } from '../../domain/ledger/division.js';
import type { Queryable } from '../queryable.js';
import { ruleTimeline } from './rule-timeline.js';
import { hasGrown } from './rules.js';
import type { Purse } from './types.js';

/** Something that is true from one of the marks on, by its index. */
export interface Step<T> {
  readonly from: number;
  readonly value: T;
}

export type Growth = Pick<ClosableTotals, 'total1' | 'total2'>;
export type Closing = Pick<ClosableTotals, 'closed1' | 'closed2' | 'accumulated'>;

/** An asset's totals in one vault and token over some marks. */
export interface TotalsSeries extends Purse {
  readonly assetId: string;
  /** Marks at whose rules the totals are divided: those asked for, or the settled one where they lie past it. */
  readonly marks: readonly number[];
  /**
   * Undefined before there was anything. The same object as long as nothing changes. Made when it is asked for: over
   * many marks those of all assets together would fill the memory.
   */
  readonly at: () => readonly (ClosableTotals | undefined)[];
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
    for (; g < growth.length && growth[g]!.from <= j; g++) grown = growth[g]!.value;
    for (; c < closings.length && closings[c]!.from <= j; c++) closed = closings[c]!.value;
    if (grown && (grown !== before[0] || closed !== before[1])) {
      const { total1, total2 } = grown;
      const { closed1, closed2, accumulated } = closed;
      totals = { total1, total2, closed1, closed2, accumulated };
    }
    at.push(totals);
  }
  return at;
}

/** What was accumulated in one asset, vault and token at each mark, by role; made when it is asked for. */
export type AccumulatedOver = () => (readonly bigint[])[];

/**
 * The accumulated value per share by role at each mark: what grew since the last closing is divided under
 * the rules at the mark. The same list as long as nothing changes: a change of rules closes what has grown.
 * @param rolesOf the roles of an asset that are asked for, by index; all where it is not given
 */
export async function accumulatedOver(
  db: Queryable,
  series: readonly TotalsSeries[],
  rolesOf?: (assetId: string) => ReadonlySet<number>,
): Promise<AccumulatedOver[]> {
  const marks = [...new Set(series.flatMap((one) => one.marks))].sort((a, b) => a - b);
  const timeline = await ruleTimeline(db, [...new Set(series.map(({ assetId }) => assetId))], marks);
  return series.map(({ assetId, marks, at }) => () => {
    const rulesAt = timeline.rulesOf(assetId);
    const roles = rolesOf?.(assetId);
    let accumulated = NOTHING_BY_ROLE;
    let before: ClosableTotals | undefined;
    return at().map((totals, j) => {
      if (!totals || totals === before) return accumulated;
      before = totals;
      accumulated = hasGrown(totals) ? accumulatedNow(totals, rulesAt(marks[j]!), roles) : totals.accumulated;
      return accumulated;
    });
  });
}
