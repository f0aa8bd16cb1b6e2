/** Seconds since the Unix epoch, UTC. */
export type Seconds = number;

/**
 * The mark at which the interval holding `time_s` ends: intervals are UTC-aligned, start <= t < end
 * (design section 4). An event exactly on a mark belongs to the interval that starts there.
 */
export function intervalEnd(time_s: Seconds, interval_s: Seconds): Seconds {
  return (Math.floor(time_s / interval_s) + 1) * interval_s;
}

/** An interval is closed this long after its end, in chain time. */
export const CLOSING_DELAY_S = 60;

/**
 * The greatest mark whose interval a chain has closed when the blocks it holds for final reach
 * `final_s`.
 */
export function closedMark(final_s: Seconds, interval_s: Seconds): Seconds {
  return Math.floor((final_s - CLOSING_DELAY_S) / interval_s) * interval_s;
}
