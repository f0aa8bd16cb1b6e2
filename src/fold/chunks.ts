/** Rows and names that one statement carries. */
const PER_STATEMENT = 20_000;

/** Items in groups of at most so many, in their order. */
export function* chunks<T>(items: readonly T[], size = PER_STATEMENT): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
