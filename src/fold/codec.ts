import type { ColumnSpec, ColumnType, TableSpec } from './table.js';

/** A row as the engine handles it, whatever table it is of. */
export type AnyRow = Record<string, unknown>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a table of any rows
export type AnyTable = TableSpec<any>;

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
};

/** The column's type in Postgres. */
export function postgresType(type: ColumnType): string {
  return POSTGRES_TYPES[type];
}

/** A value in Postgres' text format; null is NULL. */
export function encodeValue(column: ColumnSpec, value: unknown): string | null {
  if (value === null || value === undefined) return column.emptyForNull ? '' : null;
  switch (column.type) {
    case 'text':
      return value as string;
    case 'integer':
    case 'long':
    case 'boolean':
    case 'amount':
      return String(value);
    case 'amounts':
    case 'integers':
      return `{${(value as readonly unknown[]).join(',')}}`;
    case 'json':
      return JSON.stringify(value);
    case 'amountMap':
      return encodeAmountMap(value as Record<string, bigint>);
  }
}

function encodeAmountMap(map: Record<string, bigint>): string {
  const fields = Object.entries(map).map(([name, amount]) => `${JSON.stringify(name)}:"${amount}"`);
  return `{${fields.join(',')}}`;
}

/** The inverse of {@link encodeValue}. */
export function decodeValue(column: ColumnSpec, text: string | null): unknown {
  if (text === null || (column.emptyForNull && text === '')) return null;
  switch (column.type) {
    case 'text':
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

const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of COPY's text format, the chain's id first where the table has one. */
export function copyLine(table: AnyTable, chain: number | undefined, row: AnyRow): string {
  let line = chain === undefined ? '' : String(chain);
  let separator = chain === undefined ? '' : '\t';
  for (const column of table.columns) {
    line += separator + copyField(column, row[column.field]);
    separator = '\t';
  }
  return `${line}\n`;
}

function copyField(column: ColumnSpec, value: unknown): string {
  if (value === null || value === undefined) return column.emptyForNull ? '' : '\\N';
  switch (column.type) {
    case 'integer':
    case 'long':
    case 'boolean':
    case 'amount':
      return String(value);
    case 'text':
      return escaped(value as string);
    default:
      return escaped(encodeValue(column, value)!);
  }
}

function escaped(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(/[\\\n\r\t]/g, (letter) => ESCAPES[letter]!) : text;
}

/**
 * The values of one column as the text of an array, to be given to `unnest`. Arrays and JSON travel as
 * text, since `unnest` would take arrays of arrays apart.
 */
export function arrayOf(column: ColumnSpec, rows: readonly AnyRow[]): string {
  const quoted = travelsAsText(column);
  const values = rows.map((row) => {
    const text = encodeValue(column, row[column.field]);
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

function travelsAsText({ type }: ColumnSpec): boolean {
  return type === 'text' || type === 'amounts' || type === 'integers' || type === 'json' || type === 'amountMap';
}

/** A row, or its key alone, as the JSON that `jsonb_populate_record` reads back exactly. */
export function imageOf(columns: readonly ColumnSpec[], chain: number, row: AnyRow): string {
  const fields = columns.map((column) => {
    const text = encodeValue(column, row[column.field]);
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
