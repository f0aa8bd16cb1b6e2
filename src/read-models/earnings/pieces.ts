/** Equal pieces of time, UTC. */
export type TimePiece = 'HOUR' | 'DAY' | 'MONTH';

/** Into what a statement is cut: also every interval of the ledger by itself, or nothing but the whole period. */
export type StatementPiece = TimePiece | 'INTERVAL' | 'PERIOD';

const HOUR_S = 3_600;
const DAY_S = 86_400;

/** Start of the piece that holds a time; both in seconds. */
export function pieceStart(time_s: number, piece: TimePiece): number {
  if (piece === 'HOUR') return Math.floor(time_s / HOUR_S) * HOUR_S;
  if (piece === 'DAY') return Math.floor(time_s / DAY_S) * DAY_S;
  const date = new Date(time_s * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

/** End of the piece that holds a time, which is the start of the next. */
export function pieceEnd(time_s: number, piece: TimePiece): number {
  const start = pieceStart(time_s, piece);
  if (piece === 'HOUR') return start + HOUR_S;
  if (piece === 'DAY') return start + DAY_S;
  const date = new Date(start * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 1000;
}

/**
 * The marks that cut a period into pieces: its start, every border within, its end. The period is first
 * widened to whole intervals: those that start at `from_s` or later and before `to_s`.
 * @returns at most `limit` + 1 marks, ascending
 */
export function marksBetween(
  from_s: number,
  to_s: number,
  piece: StatementPiece,
  interval_s: number,
  limit: number,
): number[] {
  const first = Math.ceil(from_s / interval_s) * interval_s;
  const last = Math.ceil(to_s / interval_s) * interval_s;
  const marks = [first];
  const after = (time_s: number): number => {
    if (piece === 'PERIOD') return last;
    return piece === 'INTERVAL' ? time_s + interval_s : pieceEnd(time_s, piece);
  };
  while (marks.at(-1)! < last && marks.length <= limit) marks.push(Math.min(after(marks.at(-1)!), last));
  return marks;
}
