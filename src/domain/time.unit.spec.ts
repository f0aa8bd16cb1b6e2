import { describe, expect, it } from '@jest/globals';
import { closedMark, formatTime, intervalEnd, marksInOrder, parseTime } from './time.js';

const MARK_S = 1_700_000_400;

it.each([
  [MARK_S - 1, MARK_S],
  [MARK_S, MARK_S + 600],
  [MARK_S + 599, MARK_S + 600],
])('an interval holds its start and not its end: %i lies in the one that ends at %i', (time_s, end_s) => {
  expect(intervalEnd(time_s, 600)).toBe(end_s);
});

it.each([
  [MARK_S, MARK_S - 600],
  [MARK_S + 59, MARK_S - 600],
  [MARK_S + 60, MARK_S],
  [MARK_S + 659, MARK_S],
])('an interval is closed a minute after its end: at %i the last mark is %i', (final_s, mark_s) => {
  expect(closedMark(final_s, 600)).toBe(mark_s);
});

describe('times as people write them', () => {
  const seconds = (iso: string): number => Date.parse(iso) / 1000;

  it.each([
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['2026-11-23T14:00', '2026-11-23T14:00:00Z'],
    ['2026-11-23T14:00:30', '2026-11-23T14:00:30Z'],
    ['2026-11-23T14:00:30.999Z', '2026-11-23T14:00:30Z'],
    ['2026-11-23T14:00:00+02:00', '2026-11-23T12:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['0001-01-01', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseTime(text)).toBe(seconds(iso));
  });

  it('are in UTC where they name no zone, in every zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'America/New_York';
      expect(parseTime('2026-11-23T14:00:00')).toBe(seconds('2026-11-23T14:00:00Z'));
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it.each(['2026-02-30', '2025-02-29T00:00:00Z', '2026-04-31', '2026-13-01', '2026-00-01', '2026-01-00'])(
    '%s is no day of any month',
    (text) => {
      expect(parseTime(text)).toBeNaN();
    },
  );

  it.each(['', '2026', 'Tue Nov 24 2026', '2026-11-23Z', '2026-11-23 14:00', '2026-11-23T25:00', '-271821-04-20'])(
    '"%s" is no time',
    (text) => {
      expect(parseTime(text)).toBeNaN();
    },
  );
});

it('a time is written so that it is read as what it was', () => {
  expect(formatTime(MARK_S)).toBe('2023-11-14T22:20:00Z');
  expect(parseTime(formatTime(MARK_S))).toBe(MARK_S);
});

it('marks in order are there once each', () => {
  expect(marksInOrder(new Set([1_200, 600]))).toEqual([600, 1_200]);
  expect(marksInOrder([1_200, 600, 1_200, 0, Infinity])).toEqual([0, 600, 1_200, Infinity]);
});
