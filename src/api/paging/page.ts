import { UserInputError } from '../errors/user-input.js';
import type { Connection } from './connection.js';

export const DEFAULT_FIRST = 20;
export const MAX_FIRST = 100;

/** How many rows a page may have. @throws UserInputError unless it is from 1 to 100 */
export function pageSize(first: number | null | undefined, fallback = DEFAULT_FIRST): number {
  return limited('first', first ?? fallback, 1, MAX_FIRST);
}

/** @throws UserInputError unless the argument is a whole number in the range */
export function limited(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new UserInputError(`"${name}" is ${value}: expected a whole number from ${least} to ${most}.`);
  }
  return value;
}

/**
 * A page from one row more than it may hold, which tells whether there are more.
 * @param rows at most `size + 1` rows, in the order of the list
 */
export async function toPage<R, T>(
  rows: readonly R[],
  size: number,
  after: string | null | undefined,
  cursorOf: (row: R) => string,
  nodeOf: (row: R) => T | Promise<T>,
): Promise<Connection<T>> {
  const edges = await Promise.all(
    rows.slice(0, size).map(async (row) => ({ cursor: cursorOf(row), node: await nodeOf(row) })),
  );
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
