import { closestMatch } from 'leven';

export type KeyPath = readonly (string | number)[];

/** Something in a mapping that cannot be: at which key, and in words what was expected and what there is. */
export class MappingProblem extends Error {
  override name = 'MappingProblem';
  constructor(
    readonly path: KeyPath,
    message: string,
  ) {
    super(message);
  }
}

/** Edits up to which a word is taken for another one misspelt. */
const MOST_EDITS = 3;

/** `; did you mean X?`, where one of the words is near; else which words there are. */
export function orMeant(word: string, words: readonly string[]): string {
  const near = closestMatch(word, [...words], { maxDistance: MOST_EDITS });
  const other = words.find((one) => one.toLowerCase() === word.toLowerCase());
  if (other ?? near) return `; did you mean ${other ?? near}?`;
  return words.length > 0 && words.length <= 40 ? `; there are ${words.join(', ')}` : '';
}
