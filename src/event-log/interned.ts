/** Strings that are remembered before all are forgotten. */
const LIMIT = 200_000;

const known = new Map<string, string>();

/**
 * The one string of its letters that is used for ids which events name again and again. Maps find a string
 * they have met by its address; any other has to be hashed and compared letter by letter, and kept once more.
 */
export function interned<T extends string>(text: T): T {
  const found = known.get(text);
  if (found !== undefined) return found as T;
  if (known.size >= LIMIT) known.clear();
  known.set(text, text);
  return text;
}
