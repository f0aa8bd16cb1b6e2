/**
 * What a table of the fold is, said once: bulk reads and writes, undo, digests and entities are derived
 * from it, and a test compares it with the migrated database.
 *
 * - keyed: rows are read by key and replaced; what they were before is kept for blocks that may go. Those that
 *   are never read are not looked for either.
 * - history: rows are only written; those above a position are deleted when the chain goes back.
 * - sums: rows are only added to; a row whose sums are all zero goes.
 */
export type TableKind = 'keyed' | 'history' | 'sums';

/**
 * How a value lives in the domain and in Postgres.
 *
 * | type      | TypeScript              | Postgres         |
 * |-----------|-------------------------|------------------|
 * | text      | string                  | text COLLATE "C" |
 * | integer   | number                  | integer          |
 * | long      | number                  | bigint           |
 * | boolean   | boolean                 | boolean          |
 * | amount    | bigint                  | numeric          |
 * | amounts   | bigint[]                | numeric[]        |
 * | integers  | number[]                | bigint[]         |
 * | json      | plain JSON              | jsonb            |
 * | amountMap | Record<string, bigint>  | jsonb, decimals  |
 * | name      | string                  | integer: a number that stands for it in fold.name |
 * | hex       | string: 0x and digits   | bytea            |
 * | position  | string of 40 digits     | numeric          |
 */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'long'
  | 'boolean'
  | 'amount'
  | 'amounts'
  | 'integers'
  | 'json'
  | 'amountMap'
  | 'name'
  | 'hex'
  | 'position';

export interface ColumnSpec<Field extends string = string> {
  /** Name of the property in the domain's row. */
  readonly field: Field;
  /** Name of the column: snake case of the field. */
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** A null in the domain that is '' in the table, because it is part of the key. */
  readonly emptyForNull: boolean;
}

/** A table of rows `R`. */
export interface TableSpec<R extends object = Record<string, unknown>> {
  readonly name: string;
  readonly kind: TableKind;
  readonly columns: readonly ColumnSpec<keyof R & string>[];
  /** Fields of the key, without the chain. */
  readonly key: readonly (keyof R & string)[];
  /** Fields that are added to (kind sums). */
  readonly sums: readonly (keyof R & string)[];
  /** Field that holds the position (kind history). */
  readonly position?: keyof R & string;
  /** Fields by which all rows of a group are loaded together (kind keyed), a leading part of the key. */
  readonly group: readonly (keyof R & string)[];
  /** True where the fold only writes (kind keyed): of the rows of a key, the last one counts. */
  readonly unread: boolean;
  /**
   * True for the tables of one chain's fold: they begin with `chain_id`, which is not among `columns`,
   * and are partitioned by it. False for those that are shared between chains.
   */
  readonly perChain: boolean;
}

type Nullable<T> = null extends T ? '?' : '';
type TypeFor<T> = [NonNullable<T>] extends [bigint]
  ? 'amount'
  : [NonNullable<T>] extends [boolean]
    ? 'boolean'
    : [NonNullable<T>] extends [number]
      ? 'integer' | 'long'
      : [NonNullable<T>] extends [string]
        ? 'text' | 'name' | 'hex' | 'position'
        : [NonNullable<T>] extends [readonly bigint[]]
          ? 'amounts'
          : [NonNullable<T>] extends [readonly number[]]
            ? 'integers'
            : [NonNullable<T>] extends [Readonly<Record<string, bigint>>]
              ? 'amountMap'
              : 'json';

/** Each field's type, with `?` where it may be null, or `''?` for a null kept as the empty string. */
export type ColumnsOf<R extends object> = {
  readonly [F in keyof R & string]-?: `${TypeFor<R[F]>}${Nullable<R[F]>}` | `${TypeFor<R[F]>}${Nullable<R[F]>}''`;
};

interface Shape<R extends object> {
  readonly columns: ColumnsOf<R>;
  readonly key: readonly (keyof R & string)[];
}

/** Rows that are read by key and replaced. */
export function keyed<R extends object>(
  name: string,
  shape: Shape<R> & { readonly group?: readonly (keyof R & string)[]; readonly perChain?: boolean },
): TableSpec<R> {
  return spec(name, 'keyed', shape, { group: shape.group ?? [], perChain: shape.perChain ?? true });
}

/** Rows that are written by key and never read by the fold. */
export function unread<R extends object>(name: string, shape: Shape<R>): TableSpec<R> {
  return spec(name, 'keyed', shape, { unread: true });
}

/** Rows that are only written, each from a position on. */
export function history<R extends object>(
  name: string,
  shape: Shape<R> & { readonly position: keyof R & string },
): TableSpec<R> {
  return spec(name, 'history', shape, { position: shape.position });
}

/** Rows that are only added to. */
export function sums<R extends object>(
  name: string,
  shape: Shape<R> & { readonly sums: readonly (keyof R & string)[]; readonly perChain?: boolean },
): TableSpec<R> {
  return spec(name, 'sums', shape, { sums: shape.sums, perChain: shape.perChain ?? true });
}

function spec<R extends object>(
  name: string,
  kind: TableKind,
  shape: Shape<R>,
  more: Partial<Pick<TableSpec<R>, 'sums' | 'group' | 'unread' | 'position' | 'perChain'>>,
): TableSpec<R> {
  const columns = Object.entries(shape.columns).map(([field, code]) => ({
    field: field as keyof R & string,
    name: snakeCase(field),
    type: (code as string).replace(/[?']+$/, '') as ColumnType,
    nullable: (code as string).endsWith('?'),
    emptyForNull: (code as string).endsWith("''"),
  }));
  return { name, kind, columns, key: shape.key, sums: [], group: [], unread: false, perChain: true, ...more };
}

/** `sinceTime_s` -> `since_time_s` */
export function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The columns of the key, without the chain. */
export function keyColumns<R extends object>(table: TableSpec<R>): ColumnSpec[] {
  return table.key.map((field) => columnOf(table, field));
}

export function columnOf<R extends object>(table: TableSpec<R>, field: keyof R & string): ColumnSpec {
  return table.columns.find((column) => column.field === field)!;
}

/** A row as the engine handles it, whatever table it is of. */
export type AnyRow = Record<string, unknown>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a table of any rows
export type AnyTable = TableSpec<any>;
