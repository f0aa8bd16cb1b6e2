import { describe, expect, it } from '@jest/globals';
import { ago, bucketLabel, bucketStart, bucketStarts, nextBucket, utc } from './time.js';

const NOW_MS = Date.parse('2026-11-23T04:05:06Z');

describe('a time', () => {
  it('is shown in UTC to the second', () => {
    expect(utc('2026-11-23T04:05:06.789Z')).toBe('2026-11-23 04:05:06 UTC');
  });

  it('that cannot be read is shown as it came', () => {
    expect(utc('soon')).toBe('soon');
  });

  it.each([
    ['2026-11-23T04:05:05Z', 'now'],
    ['2026-11-23T04:04:54Z', '12 s ago'],
    ['2026-11-23T04:00:06Z', '5 min ago'],
    ['2026-11-23T01:05:06Z', '3 h ago'],
    ['2026-11-20T04:05:06Z', '3 d ago'],
    ['2026-11-23T04:09:06Z', 'in 4 min'],
  ])('at %s is %s', (time, text) => {
    expect(ago(time, NOW_MS)).toBe(text);
  });
});

describe('buckets', () => {
  it('start in UTC', () => {
    expect(bucketStart(new Date(NOW_MS), 'HOUR').toISOString()).toBe('2026-11-23T04:00:00.000Z');
    expect(bucketStart(new Date(NOW_MS), 'DAY').toISOString()).toBe('2026-11-23T00:00:00.000Z');
    expect(bucketStart(new Date(NOW_MS), 'MONTH').toISOString()).toBe('2026-11-01T00:00:00.000Z');
  });

  it('of months go over the end of a year', () => {
    expect(nextBucket(new Date('2026-12-31T23:59:59Z'), 'MONTH').toISOString()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('follow each other without a gap, quiet ones too', () => {
    const starts = bucketStarts(new Date('2026-11-20T10:00:00Z'), new Date('2026-11-23T00:00:00Z'), 'DAY');
    expect(starts).toEqual(['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z']);
  });

  it('are named by their start', () => {
    expect(bucketLabel('2026-11-23T04:00:00Z', 'HOUR')).toBe('23 Nov 04:00');
    expect(bucketLabel('2026-11-23T00:00:00Z', 'DAY')).toBe('23 Nov');
    expect(bucketLabel('2026-11-01T00:00:00Z', 'MONTH')).toBe('Nov 2026');
  });
});
