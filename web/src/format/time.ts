import type { Bucket } from '../generated/graphql.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-23 04:05:06 UTC`: a ledger's times are the same for every reader. */
export function utc(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long before `now_ms`, in the greatest unit that fits: `12 s ago`, `3 h ago`, `in 4 min`. */
export function ago(iso: string, now_ms: number): string {
  const seconds = Math.round((now_ms - new Date(iso).getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 2) return 'now';
  const text =
    size < 60
      ? `${size} s`
      : size < 3_600
        ? `${Math.floor(size / 60)} min`
        : size < 86_400
          ? `${Math.floor(size / 3_600)} h`
          : `${Math.floor(size / 86_400)} d`;
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

/** The name of a chart's bucket by its start: `04:00` on `23 Nov`, `23 Nov`, `Nov 2026`. */
export function bucketLabel(startIso: string, bucket: Bucket): string {
  const date = new Date(startIso);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  switch (bucket) {
    case 'HOUR':
      return `${day} ${two(date.getUTCHours())}:00`;
    case 'DAY':
      return day;
    case 'MONTH':
      return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }
}

/** Start of the bucket after the one that holds `time`. */
export function nextBucket(time: Date, bucket: Bucket): Date {
  const start = bucketStart(time, bucket);
  switch (bucket) {
    case 'HOUR':
      return new Date(start.getTime() + 3_600_000);
    case 'DAY':
      return new Date(start.getTime() + 86_400_000);
    case 'MONTH':
      return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1));
  }
}

/** Start of the UTC bucket that holds `time`. */
export function bucketStart(time: Date, bucket: Bucket): Date {
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  switch (bucket) {
    case 'HOUR':
      return new Date(Date.UTC(year, month, day, time.getUTCHours()));
    case 'DAY':
      return new Date(Date.UTC(year, month, day));
    case 'MONTH':
      return new Date(Date.UTC(year, month));
  }
}

/** The starts of every bucket from `from` up to but without `to`, so that quiet days show as gaps, not as nothing. */
export function bucketStarts(from: Date, to: Date, bucket: Bucket, limit = 1_000): string[] {
  const starts: string[] = [];
  for (let at = bucketStart(from, bucket); at < to && starts.length < limit; at = nextBucket(at, bucket)) {
    starts.push(at.toISOString());
  }
  return starts;
}
