import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { PlacedEvent } from '../domain/events/canonical.js';
import type { ChainId } from '../domain/ids.js';
import { parsePosition, type Position } from '../domain/position.js';
import { COPIED_COLUMNS, CopiedEvents } from './copied-events.js';

/** Which part of a chain's log to read. */
export interface Page {
  /** The log as it stood after this batch: later events and later retractions don't count. */
  readonly asOf: number;
  /** Events after this position; null for the first ones. */
  readonly after: Position | null;
  /** Events up to this position; all where absent. */
  readonly upTo?: Position;
  /** At most so many. */
  readonly limit: number;
}

/** {@link readPage}, decoded. */
export async function readEvents(db: pg.ClientBase, chain: ChainId, page: Page): Promise<PlacedEvent[]> {
  return [...(await readPage(db, chain, page)).decoded(() => page.limit)].flat();
}

/**
 * Reads canonical events in the order of their positions. Since what is read is fixed by `asOf`, pages
 * that are read one after the other belong together, whatever is appended or retracted meanwhile.
 */
export async function readPage(db: pg.ClientBase, chain: ChainId, page: Page): Promise<CopiedEvents> {
  const conditions = [
    ...(page.after === null ? [] : [`(${PLACE}) > (${placeOf(page.after)})`]),
    ...(page.upTo === undefined ? [] : [`(${PLACE}) <= (${placeOf(page.upTo)})`]),
  ];
  return copied(db, chain, page.asOf, conditions, PLACE, page.limit);
}

/** The last event up to a block, as of a batch. */
export async function lastEventUpTo(
  db: pg.ClientBase,
  chain: ChainId,
  block: number,
  asOf: number,
): Promise<PlacedEvent | undefined> {
  const newestFirst = 'block_number DESC, log_index DESC, ordinal DESC';
  const last = await copied(db, chain, asOf, [`block_number <= ${Number(block)}`], newestFirst, 1);
  return [...last.decoded(() => 1)].flat()[0];
}

const PLACE = 'block_number, log_index, ordinal';

function placeOf(position: Position): string {
  const { block, logIndex, ordinal } = parsePosition(position);
  return `${block}, ${logIndex}, ${ordinal}`;
}

/** COPY takes no parameters, so they stand in its text: all are numbers. */
async function copied(
  db: pg.ClientBase,
  chain: ChainId,
  asOf: number,
  conditions: readonly string[],
  order: string,
  limit: number,
): Promise<CopiedEvents> {
  // Two selects instead of one with OR: each has an index.
  const [believed, retracted] = ['retracted_batch IS NULL', `retracted_batch > ${Number(asOf)}`].map((isBelieved) => {
    const all = [`chain_id = ${Number(chain)}`, isBelieved, `batch <= ${Number(asOf)}`, ...conditions];
    return `(SELECT * FROM log.event WHERE ${all.join(' AND ')} ORDER BY ${order} LIMIT ${Number(limit)})`;
  });
  const lines = copyTo(`COPY (SELECT ${COPIED_COLUMNS} FROM (${believed} UNION ALL ${retracted}
    ORDER BY ${order} LIMIT ${Number(limit)}) AS page) TO STDOUT`);
  // A client whose queries take turns gives its stream once it is its turn.
  return CopiedEvents.from(chain, await db.query(lines));
}
