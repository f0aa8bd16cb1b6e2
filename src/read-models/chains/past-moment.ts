import type { Conditions, Queryable } from '../queryable.js';
import { chainTimes, type AskedMoment } from './moments.js';

/**
 * A moment of the past, chain by chain: after the last event of each with a time before its mark. Whoever asks
 * without one asks for the present.
 */
export class PastMoment {
  /** The same for equal moments. */
  readonly key: string;

  constructor(
    /** Up to here money counts that was settled over chains: it is final, whatever the chains' own marks. */
    readonly mark_s: number,
    /** By chain; of chains that are not in it nothing counts. */
    readonly marks: ReadonlyMap<number, number>,
  ) {
    this.key = `${mark_s}|${[...marks].sort(([a], [b]) => a - b).join('|')}`;
  }

  /** The mark of a chain; 0, before everything, where the moment says nothing of it. */
  markOf(chainId: number): number {
    return this.marks.get(chainId) ?? 0;
  }

  /** The marks as a relation `m(chain_id, mark_s)`. */
  bind(where: Conditions): string {
    const chains = where.bind([...this.marks.keys()]);
    const marks = where.bind([...this.marks.values()]);
    return `unnest(${chains}::bigint[], ${marks}::bigint[]) AS m(chain_id, mark_s)`;
  }
}

/** What an asked moment is on every chain; undefined for the present. */
export async function pastMoment(db: Queryable, moment: AskedMoment | undefined): Promise<PastMoment | undefined> {
  if (!moment) return undefined;
  const { mark_s, final, chainId } = moment;
  const chains = [...(await chainTimes(db)).keys()].filter((chain) => chainId === undefined || chain === chainId);
  return new PastMoment(
    mark_s,
    new Map(chains.map((chain) => [chain, Math.min(mark_s, final?.get(chain) ?? mark_s)] as const)),
  );
}

/**
 * Adds that rows count at a moment. `mark` names a column of times that must lie before the chain's mark, or one of
 * marks, ends of intervals, that may also be it.
 */
export function countUpTo(
  where: Conditions,
  moment: PastMoment | undefined,
  columns: { readonly chain: string } & ({ readonly time: string } | { readonly mark: string }),
): void {
  if (!moment) return;
  const [column, compare] = 'time' in columns ? [columns.time, '<'] : [columns.mark, '<='];
  const chains = [...moment.marks];
  const either = chains.map(() => `${columns.chain} = ?::bigint AND ${column} ${compare} ?::bigint`).join(' OR ');
  where.add(`(${either || 'false'})`, ...chains.flat());
}
