import { expect, it } from '@jest/globals';
import { type ChainView, conditionOf } from './queries.js';

const NOW_S = 1_000_000;
const FOLLOWED: ChainView = {
  chainId: 7,
  name: 'Seven',
  halted: false,
  reason: null,
  headBlock: 100,
  headTime_s: NOW_S - 2,
  finalizedBlock: 90,
  finalizedTime_s: NOW_S - 12,
  quiet_s: 1,
  batches: 50n,
  foldedBatch: 50n,
  foldedBlock: 100,
  foldedHash: '0x',
  foldedTime_s: NOW_S - 2,
  position: null,
  time_s: null,
  foldStatus: 'FOLLOWING',
  unfolded_s: null,
  settledTo_s: null,
  rawDigest: null,
  canonicalDigest: null,
};

it.each<[string, Partial<ChainView>, string, string | null]>([
  ['has a new block and is folded', {}, 'FOLLOWING', null],
  ['waits a moment for its fold', { foldedBatch: 49n, unfolded_s: 1 }, 'FOLLOWING', null],
  ['has not been folded for two minutes', { foldedBatch: 40n, unfolded_s: 120 }, 'STALLED', 'The log is 120 s ahead'],
  [
    'is being folded from the beginning',
    { foldedBatch: 1n, foldStatus: 'CATCHING_UP', unfolded_s: 900 },
    'CATCHING_UP',
    null,
  ],
  ['has had no block for two minutes', { quiet_s: 120 }, 'STALLED', 'No new block for 120 s.'],
  ['has never had a batch', { quiet_s: null }, 'CATCHING_UP', null],
  ['reads old blocks', { headTime_s: NOW_S - 5_000 }, 'CATCHING_UP', null],
  ['has endpoints that stand still', { reason: 'nobody has a block', quiet_s: 3 }, 'STALLED', 'nobody has a block'],
  ['is halted', { halted: true, reason: 'deep fork', quiet_s: 500 }, 'HALTED', 'deep fork'],
])('a chain that %s', (_, change, status, reason) => {
  const condition = conditionOf({ ...FOLLOWED, ...change }, NOW_S);
  expect(condition.status).toBe(status);
  expect(condition.reason ?? '').toContain(reason ?? '');
});
