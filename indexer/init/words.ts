import leven from 'leven';

/** A name's words in lower case, in the singular: `parentTokenIds` is parent, token, id. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([A-Z]{2,})s(?![a-z])/g, '$1 ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) =>
      word
        .toLowerCase()
        .replace(/ies$/, 'y')
        .replace(/([^s])s$/, '$1'),
    );
}

/** How well a name says one of the words meant: 1 for the very word, less for one that begins or ends like it. */
export function likeness(name: string, meant: readonly string[]): number {
  const words = wordsOf(name);
  let best = 0;
  for (const word of words) {
    for (const [rank, target] of meant.entries()) {
      // What is named first is meant rather.
      const weight = 1 - rank * 0.02;
      if (word === target) best = Math.max(best, weight);
      else if (word.length > 4 && (target.startsWith(word) || word.startsWith(target)) && target.length > 3) {
        best = Math.max(best, 0.8 * weight);
      } else if (word.length > 4 && leven(word, target) === 1) best = Math.max(best, 0.7 * weight);
    }
  }
  return best;
}
