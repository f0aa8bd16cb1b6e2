import { address, InvalidIdError, type Address } from '../domain/ids.js';
import { parseTime } from '../domain/time.js';
import type { StatementPiece } from '../read-models/earnings/pieces.js';
import type { StatementCut } from '../read-models/statements/statement.js';

export interface StatementRequest {
  readonly contributor: Address;
  readonly format: 'csv' | 'ndjson';
  readonly piece: StatementPiece;
  readonly cuts: readonly StatementCut[];
  readonly from_s: number | null;
  readonly to_s: number | null;
  readonly isFinal: boolean;
}

const PIECES: readonly StatementPiece[] = ['INTERVAL', 'HOUR', 'DAY', 'MONTH', 'PERIOD'];
const CUTS: readonly StatementCut[] = ['ASSET', 'ROLE', 'VAULT', 'ORIGIN', 'OPERATION'];
const EXAMPLE = '/statements/0x....csv?from=2026-01-01&to=2026-12-31&bucket=DAY&groupBy=ASSET,ROLE&finality=FINAL';

/** Reads the address of a statement's export. @returns one sentence where it is not one */
export function parseStatement(url: string): StatementRequest | string {
  const [path = '', search = ''] = url.split('?', 2);
  const match = /^\/statements\/([^/]+)\.(csv|ndjson)$/.exec(path);
  if (!match) return `A statement ends with .csv or .ndjson, for example ${EXAMPLE}.`;
  const query = new URLSearchParams(search);
  const piece = (query.get('bucket') ?? 'DAY').toUpperCase() as StatementPiece;
  if (!PIECES.includes(piece)) return `"bucket" is "${piece}": expected one of ${PIECES.join(', ')}.`;
  const cuts = (query.get('groupBy') ?? '').toUpperCase().split(',').filter(Boolean) as StatementCut[];
  const unknown = cuts.find((cut) => !CUTS.includes(cut));
  if (unknown) return `"groupBy" names "${unknown}": expected some of ${CUTS.join(', ')}, with commas between.`;
  const finality = (query.get('finality') ?? 'LATEST').toUpperCase();
  if (finality !== 'LATEST' && finality !== 'FINAL') return `"finality" is "${finality}": expected LATEST or FINAL.`;
  const [from_s, to_s] = [readTime(query.get('from')), readTime(query.get('to'))];
  if (Number.isNaN(from_s) || Number.isNaN(to_s)) {
    return '"from" and "to" are days or times in UTC, for example 2026-11-23 or 2026-11-23T14:00:00Z.';
  }
  if (from_s !== null && to_s !== null && from_s >= to_s) return '"from" is not before "to".';
  try {
    const contributor = address(match[1]!);
    return {
      contributor,
      format: match[2] as 'csv' | 'ndjson',
      piece,
      cuts,
      from_s,
      to_s,
      isFinal: finality === 'FINAL',
    };
  } catch (error) {
    if (error instanceof InvalidIdError) return error.message;
    throw error;
  }
}

/** Seconds; null where nothing is said, NaN for what is no time. */
function readTime(text: string | null): number | null {
  return text === null ? null : parseTime(text);
}
