import type pg from 'pg';
import type { ChainTables } from './chain-tables.js';
import { chunks } from './chunks.js';
import { arrayOf, arrayType, decodeRow } from './codec.js';
import { type Dictionary, namesIn, readable } from './dictionary.js';
import type { KeyedTable } from './keyed-table.js';
import { type AnyRow, type AnyTable, columnOf, type ColumnSpec, keyColumns } from './table.js';
import type { WorkingSet } from './working-set.js';

const RAW = { getTypeParser: () => (value: string) => value };

/** Reads one chain's rows in bulk, over the caller's connection. */
export class Store {
  constructor(
    private readonly db: pg.ClientBase,
    private readonly names: ChainTables,
    private readonly dictionary: Dictionary,
  ) {}

  /** Loads the rows of the keys that are not in memory. */
  async load(table: KeyedTable, keys: Iterable<AnyRow>): Promise<void> {
    const missing = table.missing(keys);
    for (const chunk of chunks(missing)) {
      table.loaded(chunk, await this.find(table.spec, keyColumns(table.spec), chunk));
    }
  }

  /** Loads all rows of the groups that are not in memory. */
  async loadGroups(table: KeyedTable, keys: Iterable<AnyRow>): Promise<void> {
    const columns = table.spec.group.map((field) => columnOf(table.spec, field));
    for (const chunk of chunks(table.missingGroups(keys))) {
      table.loadedGroups(chunk, await this.find(table.spec, columns, chunk));
    }
  }

  /** Loads the whole table: for those that stay small. */
  async loadAll(table: KeyedTable): Promise<void> {
    if (table.complete) return;
    const { rows } = await this.db.query<(string | null)[]>({
      text: `SELECT ${readableList(table.spec)} FROM ${this.names.nameOf(table.spec)} t WHERE ${ofChain(table.spec, this.names.chain)}`,
      rowMode: 'array',
      types: RAW,
    });
    table.loaded(
      [],
      rows.map((values) => decodeRow(table.spec, values)),
    );
    table.complete = true;
  }

  /** Every row with these values, in no order; nothing of it is kept in memory. */
  async select(table: AnyTable, by: AnyRow): Promise<AnyRow[]> {
    const columns = Object.keys(by).map((field) => columnOf(table, field));
    const { rows } = await this.db.query<(string | null)[]>({
      text: `SELECT ${readableList(table)} FROM ${this.names.nameOf(table)} t
             WHERE ${[ofChain(table, this.names.chain), ...columns.map((column, index) => `${readable(column, 't.')} = $${index + 1}`)].join(' AND ')}`,
      values: Object.values(by),
      rowMode: 'array',
      types: RAW,
    });
    return rows.map((values) => decodeRow(table, values));
  }

  /** Marks tables without rows as wholly in memory, which spares looking for rows that cannot be there. */
  async noticeEmpty(set: WorkingSet): Promise<void> {
    for (const table of set.keyed.values()) {
      const { rowCount } = await this.db.query(
        `SELECT 1 FROM ${this.names.nameOf(table.spec)} t WHERE ${ofChain(table.spec, this.names.chain)} LIMIT 1`,
      );
      table.complete = rowCount === 0;
    }
  }

  private async find(spec: AnyTable, by: readonly ColumnSpec[], keys: readonly AnyRow[]): Promise<AnyRow[]> {
    await this.dictionary.learn(namesIn(by, keys));
    const { rows } = await this.db.query<(string | null)[]>({
      name: statementName(this.names, `find by ${by.length}`, spec),
      text: `SELECT ${readableList(spec)} FROM unnest(${parameters(by)}) AS k (${by.map(({ name }) => name).join(', ')})
             JOIN ${this.names.nameOf(spec)} t ON ${by.map(({ name }) => `t.${name} = k.${name}`).join(' AND ')}
             WHERE ${ofChain(spec, this.names.chain)}`,
      values: by.map((column) => arrayOf(column, keys, this.dictionary)),
      rowMode: 'array',
      types: RAW,
    });
    return rows.map((values) => decodeRow(spec, values));
  }

  /** Reads what rows were that the batch at hand has put unread, where that is needed to go back. */
  async readImages(set: WorkingSet): Promise<void> {
    for (const table of set.keyed.values()) {
      const unknown = table.images.filter((image) => image.unknown);
      if (unknown.length === 0) continue;
      await this.load(
        table,
        unknown.map(({ entry }) => entry.key),
      );
      for (const image of unknown) {
        image.row = image.entry.original;
        image.unknown = false;
      }
    }
  }
}

/** The condition that a row `t` is of this chain, where the table is not shared between chains. */
export function ofChain(spec: AnyTable, chain: number): string {
  return spec.perChain ? `t.chain_id = ${chain}` : 'true';
}

/** The names of a table's columns, as a list. */
export function columnList(spec: AnyTable): string {
  return spec.columns.map(({ name }) => name).join(', ');
}

/** What the columns of a row `t` say. */
function readableList(spec: AnyTable): string {
  return spec.columns.map((column) => readable(column, 't.')).join(', ');
}

/** What stands for columns in a statement that is given their values as arrays. */
export function parameters(columns: readonly ColumnSpec[]): string {
  return columns.map((column, index) => `$${index + 1}::${arrayType(column)}`).join(', ');
}

/** A prepared statement's name: connections may serve several chains. */
export function statementName(names: ChainTables, verb: string, spec: AnyTable): string {
  return `${verb} ${names.nameOf(spec)} ${names.chain}`;
}
