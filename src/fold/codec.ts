import type { CopyText } from './copy-text.js';
import type { KnownNames } from './dictionary.js';
import type { AnyRow, AnyTable, ColumnSpec, ColumnType } from './table.js';

const POSTGRES_TYPES: Record<ColumnType, string> = {
  text: 'text',
  integer: 'integer',
  long: 'bigint',
  boolean: 'boolean',
  amount: 'numeric',
  amounts: 'numeric[]',
  integers: 'bigint[]',
  json: 'jsonb',
  amountMap: 'jsonb',
  name: 'integer',
  hex: 'bytea',
  position: 'numeric',
};

/** The number of the empty name, which stands for null in keys. */
const NO_NAME = '0';

/** The column's type in Postgres. */
export function postgresType(type: ColumnType): string {
  return POSTGRES_TYPES[type];
}

/** A value as text, as readers know it; null is NULL. */
export function encodeValue(column: ColumnSpec, value: unknown): string | null {
  if (value === null || value === undefined) return column.emptyForNull ? '' : null;
  switch (column.type) {
    case 'text':
    case 'name':
    case 'hex':
    case 'position':
      return value as string;
    case 'integer':
    case 'long':
    case 'boolean':
    case 'amount':
      return String(value);
    case 'amounts':
    case 'integers':
      return listText(value as readonly unknown[]);
    case 'json':
      return JSON.stringify(value);
    case 'amountMap':
      return encodeAmountMap(value as Record<string, bigint>);
  }
}

/** Rows are replaced and never changed, and most of them keep their lists: what one says is spelled out once. */
const listTexts = new WeakMap<readonly unknown[], string>();

function listText(list: readonly unknown[]): string {
  let text = listTexts.get(list);
  if (text === undefined) listTexts.set(list, (text = `{${list.join(',')}}`));
  return text;
}

function encodeAmountMap(map: Record<string, bigint>): string {
  const fields = Object.entries(map).map(([name, amount]) => `${JSON.stringify(name)}:"${amount}"`);
  return `{${fields.join(',')}}`;
}

/** A value as it is stored, in Postgres' text format; null is NULL. Its name must have been learned. */
function storedValue(column: ColumnSpec, value: unknown, dictionary: KnownNames): string | null {
  if (value === null || value === undefined)
    return column.emptyForNull && column.type === 'name' ? NO_NAME : encodeValue(column, value);
  if (column.type === 'hex') return `\\x${(value as string).slice(2)}`;
  if (column.type !== 'name') return encodeValue(column, value);
  const id = dictionary.idOf(value as string);
  if (id === undefined) throw new Error(`The number of ${value as string} was not learned before it was written.`);
  return id;
}

/** The inverse of {@link encodeValue}. */
export function decodeValue(column: ColumnSpec, text: string | null): unknown {
  if (text === null || (column.emptyForNull && text === '')) return null;
  switch (column.type) {
    case 'text':
    case 'name':
    case 'hex':
    case 'position':
      return text;
    case 'integer':
    case 'long':
      return Number(text);
    case 'boolean':
      return text === 't' || text === 'true';
    case 'amount':
      return BigInt(text);
    case 'amounts':
      return items(text).map(BigInt);
    case 'integers':
      return items(text).map(Number);
    case 'json':
      return JSON.parse(text);
    case 'amountMap':
      return Object.fromEntries(
        Object.entries(JSON.parse(text) as Record<string, string>).map(([name, amount]) => [name, BigInt(amount)]),
      );
  }
}

function items(array: string): string[] {
  return array === '{}' ? [] : array.slice(1, -1).split(',');
}

/** A row from values in the order of the table's columns. */
export function decodeRow(table: AnyTable, values: readonly (string | null)[]): AnyRow {
  const row: AnyRow = {};
  for (let index = 0; index < table.columns.length; index++) {
    const column = table.columns[index]!;
    row[column.field] = decodeValue(column, values[index]!);
  }
  return row;
}

/**
 * Writes one line of COPY's text format, the chain's id first where the table has one; false, and nothing, where a
 * name in it has to be learned first.
 */
export function writeLine(
  out: CopyText,
  table: AnyTable,
  chain: number | undefined,
  row: AnyRow,
  dictionary: KnownNames,
): boolean {
  writeChain(out, chain);
  const { columns } = table;
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    const value = row[column.field];
    if (column.type === 'name' && value != null) {
      const id = dictionary.idOf(value as string, index);
      if (id === undefined) {
        out.dropLine();
        return false;
      }
      out.plain(id);
    } else writeValue(out, column, value);
    out.endField();
  }
  out.endLine();
  return true;
}

/** The first field of a line. */
export function writeChain(out: CopyText, chain: number | undefined): void {
  if (chain === undefined) return;
  out.integer(chain);
  out.endField();
}

/** A field of anything but a name that is there. */
export function writeValue(out: CopyText, column: ColumnSpec, value: unknown): void {
  if (value === null || value === undefined) {
    if (!column.emptyForNull) out.none();
    else if (column.type === 'name') out.plain(NO_NAME);
    return;
  }
  switch (column.type) {
    case 'integer':
    case 'long':
      return Number.isSafeInteger(value) ? out.integer(value as number) : out.plain(String(value));
    case 'boolean':
      return out.plain(value ? 't' : 'f');
    case 'amount':
      return out.bigint(value as bigint);
    case 'position':
      return out.plain(value as string);
    case 'hex':
      return out.hex(value as string);
    default:
      return out.escaped(encodeValue(column, value)!);
  }
}

/**
 * The values of one column as the text of an array, to be given to `unnest`. Arrays and JSON travel as
 * text, since `unnest` would take arrays of arrays apart. Names must have been learned.
 */
export function arrayOf(column: ColumnSpec, rows: readonly AnyRow[], dictionary: KnownNames): string {
  const quoted = travelsAsText(column);
  const values = rows.map((row) => {
    const text = storedValue(column, row[column.field], dictionary);
    if (text === null) return 'NULL';
    return quoted ? `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"` : text;
  });
  return `{${values.join(',')}}`;
}

/** The type of the array of {@link arrayOf}. */
export function arrayType(column: ColumnSpec): string {
  return travelsAsText(column) ? 'text[]' : `${postgresType(column.type)}[]`;
}

/** What turns an element of that array into the column's value. */
export function arrayCast(column: ColumnSpec): string {
  return column.type !== 'text' && travelsAsText(column) ? `::${postgresType(column.type)}` : '';
}

const AS_TEXT: ReadonlySet<ColumnType> = new Set(['text', 'hex', 'amounts', 'integers', 'json', 'amountMap']);

function travelsAsText({ type }: ColumnSpec): boolean {
  return AS_TEXT.has(type);
}

/** A row, or its key alone, as the JSON that `jsonb_populate_record` reads back exactly. Names must have been learned. */
export function imageOf(columns: readonly ColumnSpec[], chain: number, row: AnyRow, dictionary: KnownNames): string {
  const fields = columns.map((column) => {
    const text = storedValue(column, row[column.field], dictionary);
    const isJson = column.type === 'json' || column.type === 'amountMap';
    return `"${column.name}":${text === null ? 'null' : isJson ? text : JSON.stringify(text)}`;
  });
  return `{"chain_id":${chain},${fields.join(',')}}`;
}

/** The fields of a key as one text, for what is kept to undo. Keys are ids and numbers: none holds a line break. */
export function keyText(fields: readonly string[], row: AnyRow): string {
  let text = String(row[fields[0]!]);
  for (let index = 1; index < fields.length; index++) text += `\n${String(row[fields[index]!] ?? '')}`;
  return text;
}
