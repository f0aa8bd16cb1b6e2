import { bucketStart, nextBucket } from '../format/time.js';
import type { Bucket } from '../generated/graphql.js';

export const BUCKET_CHOICES: { value: Bucket; label: string }[] = [
  { value: 'HOUR', label: 'Hours' },
  { value: 'DAY', label: 'Days' },
  { value: 'MONTH', label: 'Months' },
];

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const HOUR_MS = 3_600_000;

/** What a chart shows: two days of hours, two weeks of days, or a year of months, up to the bucket that holds `now`. */
export function chartPeriod(bucket: Bucket, now: Date): Period {
  const to = nextBucket(now, bucket);
  const start = bucketStart(now, bucket);
  switch (bucket) {
    case 'HOUR':
      return { from: new Date(start.getTime() - 47 * HOUR_MS), to };
    case 'DAY':
      return { from: new Date(start.getTime() - 13 * 24 * HOUR_MS), to };
    case 'MONTH':
      return { from: new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() - 11)), to };
  }
}
