import { expect, it } from '@jest/globals';
import { saidByMost, whoIsWrong } from './who-is-wrong.js';

it.each([
  ['the upper range, where more endpoints know the block as the lower one has it', ['a', 'b', 'a'], 'above'],
  ['the lower range, where more endpoints know the block that the upper one names', ['b'], 'below'],
  ['the upper range, where as many say one as the other', ['a', 'b'], 'above'],
  ['the upper range, where nobody answers', [], 'above'],
])('%s is wrong', (_, said, culprit) => {
  expect(whoIsWrong({ below: 'a', parent: 'b', said })).toBe(culprit);
});

it('only what more than half say is said by most', () => {
  expect(saidByMost(['a', 'b', 'a'])).toBe('a');
  expect(saidByMost(['a', 'b'])).toBeUndefined();
  expect(saidByMost([])).toBeUndefined();
});
