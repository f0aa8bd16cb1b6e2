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

const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A day, or a time, in ISO 8601; in UTC where it names no zone, whatever zone the machine is in.
 * @returns NaN for everything else, days that no month has included
 */
export function parseTime(text: string): Seconds {
  const [, day, time = 'T00:00', zone = 'Z'] = ISO_TIME.exec(text) ?? [];
  const midnight_ms = Date.parse(`${day}T00:00Z`);
  // Date takes the 30th of February for the 2nd of March.
  if (Number.isNaN(midnight_ms) || !new Date(midnight_ms).toISOString().startsWith(day!)) return Number.NaN;
  return Math.floor(Date.parse(`${day}${time}${zone}`) / 1000);
}

/** Seconds of chain time in ISO 8601, in UTC. */
export function formatTime(time_s: Seconds): string {
  return new Date(time_s * 1000).toISOString().replace('.000Z', 'Z');
}

/** Every mark once, ascending. */
export function marksInOrder(marks: Iterable<Seconds>): Seconds[] {
  const once: Seconds[] = [];
  for (const mark_s of Float64Array.from(marks).sort()) if (mark_s !== once.at(-1)) once.push(mark_s);
  return once;
}
