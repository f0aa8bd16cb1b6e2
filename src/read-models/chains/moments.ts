import { type Queryable, toNumber } from '../queryable.js';

/** By chain, its time: that of the last event folded, in seconds; 0 before the first. */
export async function chainTimes(db: Queryable): Promise<Map<number, number>> {
  const rows = await db.query<{ chain_id: string; time_s: string }>('SELECT chain_id, time_s FROM fold.checkpoint');
  return new Map(rows.map((row) => [toNumber(row.chain_id), toNumber(row.time_s)]));
}

/** By chain, the last mark that it has closed: what counts up to it is final. */
export async function closedMarks(db: Queryable): Promise<Map<number, number>> {
  const rows = await db.query<{ chain_id: string; closed_to_s: string }>(
    'SELECT chain_id, closed_to_s FROM fold.checkpoint',
  );
  return new Map(rows.map((row) => [toNumber(row.chain_id), toNumber(row.closed_to_s)]));
}
