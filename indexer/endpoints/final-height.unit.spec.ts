import { expect, it } from '@jest/globals';
import { finalHeight } from './final-height.js';

it.each([
  [[], undefined],
  [[500], 490],
  [[900, 500], 490],
  [[100, 500, 900], 490],
  [[7], 0],
])('of the heads %j history ends finality below the middle one', (heads, height) => {
  expect(finalHeight(heads, 10)).toBe(height);
});
