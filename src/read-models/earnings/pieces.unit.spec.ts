import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marksBetween, pieceEnd, pieceStart, type TimePiece } from './pieces.js';

const at = (iso: string): number => Date.parse(iso) / 1000;

it.each([
  ['HOUR', '2026-11-23T04:59:59Z', '2026-11-23T04:00:00Z', '2026-11-23T05:00:00Z'],
  ['DAY', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
  ['MONTH', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['MONTH', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
] as const)('a %s holds %s from %s to %s', (piece, time, start, end) => {
  expect(pieceStart(at(time), piece)).toBe(at(start));
  expect(pieceEnd(at(time), piece)).toBe(at(end));
});

it('marks begin and end with the period and fall on the borders of pieces in between', () => {
  expect(marksBetween(at('2026-11-21T22:30:30Z'), at('2026-11-23T01:00:00Z'), 'DAY', 60, 100)).toEqual(
    ['2026-11-21T22:31:00Z', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-23T01:00:00Z'].map(at),
  );
});

it('every second of a period lies in exactly one piece', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000 });
  const piece = fc.constantFrom<TimePiece>('HOUR', 'DAY', 'MONTH');
  fc.assert(
    fc.property(time, fc.integer({ min: 60, max: 5_000_000 }), piece, (from_s, length_s, word) => {
      const marks = marksBetween(from_s, from_s + length_s, word, 60, 10_000);
      expect(marks).toEqual([...new Set(marks)].sort((a, b) => a - b));
      for (let i = 1; i < marks.length; i++) {
        expect(pieceStart(marks[i - 1]!, word)).toBe(pieceStart(marks[i]! - 1, word));
      }
    }),
  );
});

it('a period cut into too many pieces stops where it can be noticed', () => {
  expect(marksBetween(0, at('2026-01-01T00:00:00Z'), 'HOUR', 60, 50)).toHaveLength(51);
});
