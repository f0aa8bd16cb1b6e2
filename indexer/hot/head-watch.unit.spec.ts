import { expect, it } from '@jest/globals';
import type { ToldHead } from './fetch-blocks.js';
import { type HeadWatch, patience_ms, replaceLeader, standsStill, startWatch, tell } from './head-watch.js';

const S = 1_000;

function told(endpoint: number, number: number, { name = `A${number}`, blockTime_s = 2 } = {}): ToldHead {
  return { endpoint, header: { number, hash: name, parentHash: `A${number - 1}`, timestamp: blockTime_s * number } };
}

/** Heads told one after the other, each so many seconds after the start. */
function after(...heads: [ToldHead, number][]): HeadWatch {
  return heads.reduce((watch, [head, at_s]) => tell(watch, head, at_s * S), startWatch(0));
}

it('a head that moves is never left', () => {
  const watch = after([told(0, 1), 0], [told(0, 2), 50], [told(0, 3), 100]);
  expect(standsStill(watch, 160 * S)).toBe(false);
  expect(standsStill(watch, 161 * S)).toBe(true);
});

it('the same head again is no movement, another one at its height is', () => {
  const still = after([told(0, 5), 0], [told(0, 5), 59]);
  expect(standsStill(still, 61 * S)).toBe(true);
  expect(standsStill(tell(still, told(0, 5, { name: 'B5' }), 59 * S), 61 * S)).toBe(false);
});

it('an endpoint that has never told a head stands still after a minute', () => {
  expect(standsStill(startWatch(0), 60 * S)).toBe(false);
  expect(standsStill(startWatch(0), 61 * S)).toBe(true);
});

it('a chain of slow blocks has ten of them', () => {
  const slow = { blockTime_s: 15 };
  expect(patience_ms(after([told(0, 1, slow), 0], [told(0, 9, slow), 9]))).toBe(150 * S);
  expect(patience_ms(after([told(0, 1), 0], [told(0, 9), 9]))).toBe(60 * S);
});

it('one block that came late changes the patience little', () => {
  const watch = after([told(0, 1), 0], [told(0, 2), 2]);
  const late = tell(watch, { endpoint: 0, header: { ...told(0, 3).header, timestamp: 1_004 } }, 1_004 * S);
  expect(patience_ms(late)).toBeLessThan(1_100 * S);
  expect(patience_ms(late)).toBeGreaterThan(60 * S);
});

it('an endpoint that stands in leads when it is further, and is passed over when it is behind', () => {
  const watch = after([told(0, 10), 0]);
  expect(tell(watch, told(1, 9), S)).toBe(watch);
  expect(tell(watch, told(1, 10, { name: 'B10' }), S)).toBe(watch);
  expect(tell(watch, told(1, 11), S)).toMatchObject({ leader: 1, head: { number: 11 } });
});

it('a head that falls is what the leader says, whatever it was', () => {
  expect(after([told(0, 10), 0], [told(0, 8, { name: 'B8' }), 1]).head).toMatchObject({ number: 8, hash: 'B8' });
});

it('the leader that stands still is left for who is furthest, and for nobody who is not beyond it', () => {
  const watch = after([told(0, 10), 0]);
  const left = replaceLeader(watch, [told(1, 12), told(2, 14), told(3, 14)], 90 * S);
  expect(left).toMatchObject({ leader: 2, head: { number: 14 }, movedAt_ms: 90 * S });
  expect(replaceLeader(watch, [told(1, 10), told(2, 3)], 90 * S)).toBe(watch);
  expect(replaceLeader(watch, [], 90 * S)).toBe(watch);
});
