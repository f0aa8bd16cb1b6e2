import { stringify, type Stringifier } from 'csv-stringify';
import { createHash } from 'node:crypto';
import { formatValue } from '../domain/value/usd.js';
import type { Worth } from '../domain/value/rate.js';
import type { StatementLine } from '../read-models/statements/statement-lines.js';

const COLUMNS = [
  'record',
  'start',
  'end',
  'chain',
  'token',
  'vault',
  'asset',
  'role',
  'origin',
  'source',
  'operation',
  'opening',
  'amount',
  'closing',
  'provisional',
  'usd',
  'usdMissing',
  'usdReason',
  'rows',
  'digest',
] as const;

/** One row of a statement's file; amounts are base units, as text. What a row does not say is left out. */
export type StatementRow = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | boolean>>>;

/**
 * A statement as rows: each line is a LINE with its opening, amount and closing, then its MOVEMENTs. The last row, END,
 * counts those before it and gives the SHA-256 of their NDJSON, whatever the format: a file without it is not whole.
 */
export function* statementRows(
  lines: readonly StatementLine[],
  marks: readonly number[],
): Generator<StatementRow, void> {
  const hash = createHash('sha256');
  let rows = 0;
  const counted = (row: StatementRow): StatementRow => {
    hash.update(ndjson(row));
    rows += 1;
    return row;
  };
  for (const line of lines) {
    const head = headOf(line);
    const period = { start: iso(marks[0]!), end: iso(marks.at(-1)!) };
    yield counted({ record: 'LINE', ...period, ...head, ...figuresOf(line), ...usdOf(line.worth) });
    for (const movement of line.movements) {
      const piece = { start: iso(movement.start_s), end: iso(movement.end_s) };
      yield counted({ record: 'MOVEMENT', ...piece, ...head, ...figuresOf(movement), ...usdOf(movement.worth) });
    }
  }
  yield { record: 'END', rows, digest: hash.digest('hex') };
}

/** A row as a line of NDJSON. */
export function ndjson(row: StatementRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** What turns rows into the text of a CSV file with a header. */
export function statementCsv(): Stringifier {
  return stringify({
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    cast: { boolean: (value) => String(value) },
  });
}

function headOf({ vaultChainId, token, vault, assetId, role, origin, source, operation }: StatementLine): StatementRow {
  return {
    chain: `eip155:${vaultChainId}`,
    token: `eip155:${vaultChainId}/erc20:${token}`,
    ...(vault === null ? {} : { vault }),
    ...(assetId === null ? {} : { asset: assetId }),
    ...(role === null ? {} : { role }),
    ...(origin === null ? {} : { origin }),
    ...(source === null ? {} : { source }),
    ...(operation === null ? {} : { operation }),
  };
}

type Figures = Pick<StatementLine, 'opening' | 'amount' | 'closing' | 'provisional'>;

function figuresOf({ opening, amount, closing, provisional }: Figures): StatementRow {
  return { opening: String(opening), amount: String(amount), closing: String(closing), provisional };
}

/** What the movements were worth, derived; without `usd` nothing has a price, and `usdReason` says why something has none. */
function usdOf({ usdE18, missing, reason }: Worth): StatementRow {
  return {
    ...(usdE18 === null ? {} : { usd: formatValue(usdE18) }),
    ...(reason === null ? {} : { usdMissing: String(missing), usdReason: reason }),
  };
}

function iso(time_s: number): string {
  return new Date(time_s * 1000).toISOString();
}
