import { describe, expect, it } from '@jest/globals';
import { sumByToken } from './contributor/balances.js';
import { chartPeriod } from './chart-period.js';
import { mergeFeed } from './overview/merge-feed.js';
import { readAssetsSearch, readContributorSearch, readLineageSearch, readUsagesSearch } from './search-params.js';

describe('the live feed', () => {
  const row = (id: string, second: number) => ({
    id,
    time: `2026-11-23T04:05:${String(second).padStart(2, '0')}Z`,
    position: id,
  });

  it('shows a usage once that came over both the socket and the query, newest first', () => {
    expect(mergeFeed([row('b', 2), row('c', 3)], [row('a', 1), row('b', 2)], 10).map(({ id }) => id)).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('keeps as many lines as it may', () => {
    expect(mergeFeed([row('c', 3)], [row('b', 2), row('a', 1)], 2).map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('orders usages of one second by position', () => {
    expect(mergeFeed([row('b', 1), row('c', 1), row('a', 1)], [], 3).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});

describe('what accrued', () => {
  it('is summed over vaults, apart by token, without the tokens that brought nothing', () => {
    const [x, y, z] = [{ id: 'x' }, { id: 'y' }, { id: 'z' }];
    const sums = sumByToken([
      { token: x, accrued: '1' },
      { token: y, accrued: '5' },
      { token: x, accrued: '2' },
      { token: z, accrued: '0' },
    ]);
    expect(sums).toEqual([
      { token: x, accrued: '3' },
      { token: y, accrued: '5' },
    ]);
  });
});

describe('the query part of a URL', () => {
  it('is read where it makes sense and ignored where it does not', () => {
    expect(readAssetsSearch({ kind: 'MODEL', chain: 'eip155:1', search: ' x ', order: 'NAME' })).toEqual({
      kind: 'MODEL',
      chain: 'eip155:1',
      search: 'x',
      order: 'NAME',
    });
    expect(readAssetsSearch({ kind: 'CAR', order: 1, search: {} })).toEqual({});
    expect(readLineageSearch({ lineage: 'up', depth: '3' })).toEqual({ lineage: 'up', depth: 3 });
    expect(readLineageSearch({ lineage: 'sideways', depth: 99 })).toEqual({});
    expect(readContributorSearch({ bucket: 'HOUR' })).toEqual({ bucket: 'HOUR' });
    expect(readUsagesSearch({ operation: 'TRAIN', chain: 7 })).toEqual({ operation: 'TRAIN', chain: '7' });
  });
});

describe('the period of a chart', () => {
  const now = new Date('2026-11-23T04:05:06Z');

  it.each([
    ['HOUR', '2026-11-21T05:00:00.000Z', '2026-11-23T05:00:00.000Z'],
    ['DAY', '2026-11-10T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['MONTH', '2025-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ] as const)('of %s bars ends with the running one', (bucket, from, to) => {
    const period = chartPeriod(bucket, now);
    expect([period.from.toISOString(), period.to.toISOString()]).toEqual([from, to]);
  });
});
