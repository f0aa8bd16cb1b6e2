import { marksInOrder } from '../../domain/time.js';

/** Cut by what is asked for, or by every interval from a mark on. */
export interface EveryInterval {
  /** The mark up to which all is one piece. */
  readonly from_s: number;
  readonly interval_s: number;
}

/**
 * The marks at which something is to be known: those asked for, or beside them every one at which it changed. Changes
 * are told in buckets, by the first mark after them.
 */
export class Grid {
  private constructor(
    /** Those asked for, ascending. */
    readonly marks: readonly number[],
    readonly every: EveryInterval | null,
  ) {}

  /** @param marks ascending */
  static at(marks: readonly number[]): Grid {
    return new Grid(marks, null);
  }

  /** Every mark after `from_s`, up to the last one asked for. */
  static every(marks: readonly number[], every: EveryInterval): Grid {
    return new Grid(marks, every);
  }

  /** The last mark asked for. */
  get last_s(): number {
    return this.marks.at(-1)!;
  }

  /** The same, to be asked at further marks too. */
  including(more: readonly number[]): Grid {
    if (this.every) {
      const from_s = more.reduce((least, mark_s) => Math.min(least, mark_s), this.every.from_s);
      return new Grid(this.marks, { ...this.every, from_s });
    }
    return new Grid(marksInOrder([...this.marks, ...more]), null);
  }

  /** What {@link bucketOf} binds. */
  get parameters(): unknown[] {
    return [this.marks, this.every?.interval_s ?? null, (this.every?.from_s ?? 0) - 1];
  }

  /**
   * SQL of the bucket of a time: of all times in one bucket the same marks are the ones after them.
   * @param first number of the first of {@link parameters} in the statement
   */
  bucketOf(time_s: string, first: number): string {
    const [marks, interval_s, from_s] = [`$${first}::bigint[]`, `$${first + 1}::bigint`, `$${first + 2}::bigint`];
    return `CASE WHEN ${interval_s} IS NULL THEN width_bucket(${time_s}, ${marks})
      ELSE (greatest(${time_s}, ${from_s}) / ${interval_s})::integer END`;
  }

  /** The first mark after the times of a bucket; of one past all marks none that was asked for. */
  markOf(bucket: number): number {
    return this.every ? (bucket + 1) * this.every.interval_s : (this.marks[bucket] ?? Infinity);
  }
}
