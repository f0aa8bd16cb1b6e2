import type { EventKey } from '../../read-models/tasks/queries.js';
import { decodeCursor, encodeCursor } from './cursor.js';

/** Cursor of a row in a list of the newest first, by chain time and position of the event that made it. */
export function eventCursor(list: string, time_s: number, position: string): string {
  return encodeCursor(list, [time_s, position]);
}

/** Where such a list goes on. @throws UserInputError */
export function eventKey(list: string, after: string | null | undefined): EventKey | null {
  return after == null ? null : decodeCursor<[number, string]>(after, list, ['number', 'string']);
}
