import { expect, it } from '@jest/globals';
import { chunks } from './chunks.js';

it('groups hold so many each, in order, the last what is left', () => {
  expect([...chunks([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...chunks([], 2)]).toEqual([]);
});
