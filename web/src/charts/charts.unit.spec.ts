import { describe, expect, it } from '@jest/globals';
import { barsByToken, quietStart } from './by-token.js';
import { describeBars, totals, type BarData } from './bars.js';
import { hue } from './palette.js';

const bars: BarData = {
  labels: ['22 Nov', '23 Nov'],
  symbol: 'USDX',
  decimals: 6,
  series: [
    { key: 'a', label: 'A', hue: hue(0), amounts: ['1000000', '0'] },
    { key: 'b', label: 'B', hue: hue(1), amounts: ['2000000', '500000'] },
  ],
};

describe('bars', () => {
  it('are summed per bucket', () => {
    expect(totals(bars)).toEqual(['3000000', '500000']);
  });

  it('are said in a sentence for who does not see them', () => {
    expect(describeBars(bars, 'Revenue')).toBe('Revenue: 3.50 USDX over 2 periods, most in 22 Nov with 3.00 USDX.');
    expect(describeBars({ ...bars, series: [] }, 'Revenue')).toBe('Revenue: nothing in this period.');
  });
});

describe('points of several tokens', () => {
  const token = (id: string) => ({ id, chain: 'eip155:1', address: id, symbol: id, decimals: 0 });
  const period = { from: new Date('2026-11-21T00:00:00Z'), to: new Date('2026-11-24T00:00:00Z') };

  it('never share a drawing, and quiet days are zero', () => {
    const charts = barsByToken(
      [
        { start: '2026-11-21T00:00:00Z', amount: '5', token: token('X') },
        { start: '2026-11-23T00:00:00Z', amount: '7', token: token('X'), provisional: true },
        { start: '2026-11-22T00:00:00Z', amount: '9', token: token('Y') },
      ],
      period,
      'DAY',
      hue,
    );
    expect(charts.map(({ token: { id }, data }) => [id, data.series[0]!.amounts])).toEqual([
      ['X', ['5', '0', '7']],
      ['Y', ['0', '9', '0']],
    ]);
    expect(charts[0]!.data.provisional).toEqual([false, false, true]);
  });

  it('of one bucket are added up, and those outside the period left away', () => {
    const [chart] = barsByToken(
      [
        { start: '2026-11-22T00:00:00Z', amount: '1', token: token('X') },
        { start: '2026-11-22T00:00:00Z', amount: '2', token: token('X') },
        { start: '2026-12-22T00:00:00Z', amount: '4', token: token('X') },
      ],
      period,
      'DAY',
      hue,
    );
    expect(chart!.data.series[0]!.amounts).toEqual(['0', '3', '0']);
  });
});

describe('a chart of a young asset', () => {
  it('leaves away the empty buckets before the first figure, but stays a chart', () => {
    const row = (length: number, first: number) => Array.from({ length }, (_, at) => (at >= first ? 1n : 0n));
    expect(quietStart([row(20, 5), row(20, 7)])).toBe(5);
    expect(quietStart([row(20, 19)])).toBe(12);
    expect(quietStart([row(6, 5)])).toBe(0);
    expect(quietStart([])).toBe(0);
  });
});
