import { expect, it } from '@jest/globals';
import { closedMark, intervalEnd } from './time.js';

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
