import { chainTimes } from '../chains/moments.js';
import { getContributors } from '../contributors/queries.js';
import { marksBetween, pieceEnd, pieceStart, type StatementPiece } from '../earnings/pieces.js';
import { QuestionError } from '../question-error.js';
import type { Queryable } from '../queryable.js';

/** Pieces of time in one answer at most: 83 days by the hour, five years by the day. */
const MAX_PIECES = 2_000;

export interface Period {
  readonly contributor: string;
  readonly piece: StatementPiece;
  /** Null: from the contributor's first appearance. */
  readonly from_s: number | null;
  /** Null: to the present. */
  readonly to_s: number | null;
  readonly interval_s: number;
}

/**
 * The marks that cut a period of a contributor's life: opening, ends of the pieces, closing.
 * @returns nothing where the contributor was never named, or the period ends before it begins
 * @throws QuestionError for too many pieces
 */
export async function periodMarks(db: Queryable, period: Period): Promise<number[]> {
  const { piece, interval_s } = period;
  const whole = piece === 'INTERVAL' || piece === 'PERIOD' ? 'HOUR' : piece;
  const from_s = period.from_s ?? (await firstSeen(db, period.contributor, whole));
  if (from_s === null) return [];
  const to_s = period.to_s ?? pieceEnd(Math.max(0, ...(await chainTimes(db)).values()), whole);
  const marks = marksBetween(from_s, to_s, piece, interval_s, MAX_PIECES);
  if (marks.length > MAX_PIECES) {
    throw new QuestionError(
      `The period has more than ${MAX_PIECES} pieces: ask for a longer bucket, or for less time with "from" and "to".`,
    );
  }
  return marks.length < 2 ? [] : marks;
}

async function firstSeen(db: Queryable, contributor: string, piece: 'HOUR' | 'DAY' | 'MONTH'): Promise<number | null> {
  const [view] = await getContributors(db, [contributor]);
  return view ? pieceStart(view.firstSeen_s, piece) : null;
}
