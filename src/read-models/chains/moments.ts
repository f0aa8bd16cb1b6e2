import { formatTime, intervalEnd } from '../../domain/time.js';
import { QuestionError } from '../question-error.js';
import { type Queryable, toNumber } from '../queryable.js';

/** By chain, its time: that of the last event folded, in seconds; 0 before the first. */
export async function chainTimes(db: Queryable): Promise<Map<number, number>> {
  const rows = await db.query<{ chain_id: string; time_s: string }>('SELECT chain_id, time_s FROM fold.checkpoint');
  return new Map(rows.map((row) => [toNumber(row.chain_id), toNumber(row.time_s)]));
}

/** How long an interval is, in seconds: the same on all chains; an hour while there is none. */
export async function intervalLength(db: Queryable): Promise<number> {
  const [row] = await db.query<{ interval_s: string | null }>(
    'SELECT min(interval_s) AS interval_s FROM fold.checkpoint',
  );
  return toNumber(row?.interval_s ?? 3_600);
}

/** By chain, the last mark that it has closed: what counts up to it is final. */
export async function closedMarks(db: Queryable): Promise<Map<number, number>> {
  const rows = await db.query<{ chain_id: string; closed_to_s: string }>(
    'SELECT chain_id, closed_to_s FROM fold.checkpoint',
  );
  return new Map(rows.map((row) => [toNumber(row.chain_id), toNumber(row.closed_to_s)]));
}

/** A moment that amounts are asked for at: exact, since what they depend on is kept for every mark. */
export interface AskedMoment {
  readonly mark_s: number;
  /** By chain, the mark past which its own money does not count. */
  readonly final?: ReadonlyMap<number, number>;
  /** Only money of this chain's vaults: a block says nothing of other chains. */
  readonly chainId?: number;
}

/** What was asked for: a mark, or the end of a chain's block; neither for the present. */
export interface MomentQuestion {
  readonly mark_s: number | null;
  readonly block: { readonly chainId: number; readonly number: number } | null;
  readonly isFinal: boolean;
  readonly interval_s: number;
}

/**
 * The moment that is meant; undefined for the present, unfinal blocks included.
 * @throws QuestionError where no exact answer is kept, or what was asked for is not final
 */
export async function momentOf(db: Queryable, question: MomentQuestion): Promise<AskedMoment | undefined> {
  const { block, isFinal, interval_s } = question;
  const final = isFinal ? { final: await closedMarks(db) } : {};
  if (block === null && question.mark_s === null) return isFinal ? { mark_s: FAR_AHEAD_S, ...final } : undefined;
  const only = block && { chainId: block.chainId };
  const mark_s = block ? await markOfBlock(db, block, interval_s) : await checkedMark(db, question.mark_s!, interval_s);
  for (const [chainId, closed_s] of final.final ?? []) {
    if ((only && only.chainId !== chainId) || mark_s <= closed_s) continue;
    throw new QuestionError(
      `eip155:${chainId} is final up to the mark ${formatTime(closed_s)}: ask for that at the latest, or with finality LATEST.`,
    );
  }
  return { mark_s, ...final, ...only };
}

async function checkedMark(db: Queryable, time_s: number, interval_s: number): Promise<number> {
  const before_s = Math.floor(time_s / interval_s) * interval_s;
  if (before_s !== time_s) {
    throw new QuestionError(
      `${formatTime(time_s)} is no mark: intervals are ${interval_s} s long; ask for ${formatTime(before_s)} or ${formatTime(before_s + interval_s)}.`,
    );
  }
  const last_s = Math.max(0, ...(await chainTimes(db)).values());
  if (time_s > intervalEnd(last_s, interval_s)) {
    throw new QuestionError(
      `${formatTime(time_s)} lies ahead: the last event is of ${formatTime(last_s)}; leave "at" out for the present.`,
    );
  }
  return time_s;
}

/** The mark that parts a block's events from those after it. */
async function markOfBlock(
  db: Queryable,
  { chainId, number }: { readonly chainId: number; readonly number: number },
  interval_s: number,
): Promise<number> {
  const [row] = await db.query<{ block: string | null; time_s: string | null; next_s: string | null }>(
    `SELECT c.block,
       (SELECT chain_time_s FROM log.event e
        WHERE e.chain_id = c.chain_id AND e.retracted_batch IS NULL AND e.block_number <= $2
        ORDER BY e.block_number DESC LIMIT 1) AS time_s,
       (SELECT chain_time_s FROM log.event e
        WHERE e.chain_id = c.chain_id AND e.retracted_batch IS NULL AND e.block_number > $2
          AND e.block_number <= c.block
        ORDER BY e.block_number LIMIT 1) AS next_s
     FROM fold.checkpoint c WHERE c.chain_id = $1`,
    [chainId, number],
  );
  if (row?.block == null) throw new QuestionError(`eip155:${chainId} is not followed, or nothing of it is folded yet.`);
  if (number > toNumber(row.block)) {
    throw new QuestionError(
      `Block ${number} of eip155:${chainId} is not folded yet: the ledger stands at ${row.block}.`,
    );
  }
  const mark_s = row.time_s === null ? 0 : intervalEnd(toNumber(row.time_s), interval_s);
  if (row.next_s !== null && row.time_s !== null && toNumber(row.next_s) < mark_s) {
    throw new QuestionError(
      `Block ${number} of eip155:${chainId} lies within an interval, and exact amounts are kept for its ends: ask for ${formatTime(mark_s - interval_s)} or ${formatTime(mark_s)}.`,
    );
  }
  return mark_s;
}

/** Later than any time a chain can have. */
const FAR_AHEAD_S = Number.MAX_SAFE_INTEGER;
