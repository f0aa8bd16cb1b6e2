import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ChainTables } from './chain-tables.js';
import {
  arrayCast,
  arrayOf,
  arrayType,
  copyLine,
  decodeRow,
  imageOf,
  keyText,
  type AnyRow,
  type AnyTable,
} from './codec.js';
import type { KeyedTable } from './keyed-table.js';
import { columnOf, keyColumns, type ColumnSpec } from './table.js';
import type { SumsTable, WorkingSet } from './working-set.js';

const RAW = { getTypeParser: () => (value: string) => value };
/** Rows that one statement carries. */
const CHUNK = 20_000;
/** Fewer rows are not worth a COPY of their own. */
const WORTH_COPYING = 100;

/** Reads and writes one chain's rows in bulk, over the caller's connection and transaction. */
export class Store {
  constructor(
    private readonly db: pg.ClientBase,
    private readonly names: ChainTables,
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
      text: `SELECT ${columnList(table.spec)} FROM ${this.names.nameOf(table.spec)} t WHERE ${this.ours(table.spec)}`,
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
      text: `SELECT ${columnList(table)} FROM ${this.names.nameOf(table)} t
             WHERE ${[this.ours(table), ...columns.map(({ name }, index) => `${name} = $${index + 1}`)].join(' AND ')}`,
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
        `SELECT 1 FROM ${this.names.nameOf(table.spec)} t WHERE ${this.ours(table.spec)} LIMIT 1`,
      );
      table.complete = rowCount === 0;
    }
  }

  /** A prepared statement's name: connections may serve several chains. */
  private statement(verb: string, spec: AnyTable): string {
    return `${verb} ${this.names.nameOf(spec)} ${this.names.chain}`;
  }

  /** The condition that a row `t` is of this chain, where the table is not shared between chains. */
  private ours(spec: AnyTable): string {
    return spec.perChain ? `t.chain_id = ${this.names.chain}` : 'true';
  }

  private async find(spec: AnyTable, by: readonly ColumnSpec[], keys: readonly AnyRow[]): Promise<AnyRow[]> {
    const { rows } = await this.db.query<(string | null)[]>({
      name: this.statement(`find by ${by.length}`, spec),
      text: `SELECT ${columnList(spec, 't.')} FROM unnest(${parameters(by)}) AS k (${by.map(({ name }) => name).join(', ')})
             JOIN ${this.names.nameOf(spec)} t ON ${by.map(({ name }) => `t.${name} = k.${name}`).join(' AND ')}
             WHERE ${this.ours(spec)}`,
      values: by.map((column) => arrayOf(column, keys)),
      rowMode: 'array',
      types: RAW,
    });
    return rows.map((values) => decodeRow(spec, values));
  }

  /**
   * Writes everything that a set has changed, and what is needed to undo it.
   * @param tag unique to the batch, for blocks that span batches
   * @param newest_s no row in the database belongs to a later mark than this one
   */
  async write(set: WorkingSet, tag: string, newest_s = Infinity): Promise<void> {
    await this.writeUndo(set, tag);
    for (const table of set.keyed.values()) await this.writeKeyed(table, newest_s);
    for (const { spec, rows } of set.histories.values()) await this.append(spec, [...rows.values()]);
    for (const table of set.sums.values()) await this.writeSums(table, newest_s);
  }

  private async writeKeyed(table: KeyedTable, newest_s: number): Promise<void> {
    const put: AnyRow[] = [];
    const removed: AnyRow[] = [];
    for (const { key, row, known, original } of table.dirty) {
      if (row) put.push(row);
      else if (!known || original) removed.push(key);
    }
    const keys = keyColumns(table.spec);
    const values = table.spec.columns.filter((column) => !table.spec.key.includes(column.field));
    for (const chunk of chunks(await this.appendNew(table.spec, put, newest_s))) {
      await this.upsert(
        table.spec,
        chunk,
        values.map(({ name }) => `${name} = excluded.${name}`),
      );
    }
    for (const chunk of chunks(removed)) await this.deleteKeys(table.spec, keys, chunk, '');
  }

  private async writeSums(table: SumsTable, newest_s: number): Promise<void> {
    const { spec } = table;
    const fields = spec.sums as readonly string[];
    const deltas = [...table.deltas.values()].filter((row) => fields.some((field) => row[field] !== 0n));
    const name = this.names.nameOf(spec);
    for (const chunk of chunks(await this.appendNew(spec, deltas, newest_s))) {
      await this.upsert(spec, chunk, addTo(spec, `${bare(name)}`));
    }
    const lowered = deltas.filter((row) => fields.some((field) => (row[field] as bigint) < 0n));
    for (const chunk of chunks(lowered)) {
      await this.deleteKeys(spec, keyColumns(spec), chunk, `AND ${zero(spec, 't.')}`);
    }
  }

  private async upsert(spec: AnyTable, rows: readonly AnyRow[], updates: readonly string[]): Promise<void> {
    const columns = spec.columns;
    const list = columns.map(({ name }) => name).join(', ');
    const select = columns.map((column) => `u.${column.name}${arrayCast(column)}`).join(', ');
    const conflict = [...keyColumns(spec).map(({ name }) => name), ...(spec.perChain ? ['chain_id'] : [])].join(', ');
    const [into, from] = spec.perChain ? ['chain_id, ', `${this.names.chain}, `] : ['', ''];
    const action = updates.length > 0 ? `UPDATE SET ${updates.join(', ')}` : 'NOTHING';
    await this.db.query({
      name: this.statement('upsert', spec),
      text: `INSERT INTO ${this.names.nameOf(spec)} (${into}${list})
             SELECT ${from}${select} FROM unnest(${parameters(columns)}) AS u (${list})
             ON CONFLICT (${conflict}) DO ${action}`,
      values: columns.map((column) => arrayOf(column, rows)),
    });
  }

  private async deleteKeys(spec: AnyTable, keys: readonly ColumnSpec[], rows: readonly AnyRow[], and: string) {
    await this.db.query(
      `DELETE FROM ${this.names.nameOf(spec)} t USING unnest(${parameters(keys)}) AS k (${keys.map(({ name }) => name).join(', ')})
       WHERE ${this.ours(spec)} AND ${keys.map(({ name }) => `t.${name} = k.${name}`).join(' AND ')} ${and}`,
      keys.map((column) => arrayOf(column, rows)),
    );
  }

  /** Copies rows that cannot be in the database yet, which is cheaper than to look. @returns the others */
  private async appendNew(spec: AnyTable, rows: readonly AnyRow[], newest_s: number): Promise<readonly AnyRow[]> {
    if (!spec.perChain || !spec.key.includes('mark_s')) return rows;
    const isNew = (row: AnyRow): boolean => (row['mark_s'] as number) > newest_s;
    const added = rows.filter(isNew);
    if (added.length < WORTH_COPYING) return rows;
    await this.append(spec, added);
    return rows.filter((row) => !isNew(row));
  }

  private async append(spec: AnyTable, rows: readonly AnyRow[]): Promise<void> {
    if (rows.length === 0) return;
    const target = this.db.query(
      copyFrom(`COPY ${this.names.nameOf(spec)} (chain_id, ${columnList(spec)}) FROM STDIN`),
    );
    await pipeline(Readable.from(copyText(spec, this.names.chain, rows)), target);
  }

  /** What blocks that may go have changed. Rows that were put unread are read now, before they are overwritten. */
  private async writeUndo(set: WorkingSet, tag: string): Promise<void> {
    const lines: string[][] = [[], [], [], [], []];
    const line = (block: number, table: string, key: string, image: string, existed: boolean): void => {
      [String(block), table, key, image, String(existed)].forEach((value, index) => lines[index]!.push(value));
    };
    const { chain } = this.names;
    for (const table of set.keyed.values()) {
      await this.readImages(table);
      const keys = keyColumns(table.spec);
      for (const { block, entry, row } of table.images) {
        const image = imageOf(row ? table.spec.columns : keys, chain, row ?? entry.key);
        line(block, table.spec.name, keyText(table.spec.key, entry.key), image, Boolean(row));
      }
    }
    for (const { spec, byBlock } of set.sums.values()) {
      for (const [block, deltas] of byBlock) {
        for (const delta of deltas.values()) {
          line(block, spec.name, `${keyText(spec.key, delta)}\n${tag}`, imageOf(spec.columns, chain, delta), true);
        }
      }
    }
    if (lines[0]!.length === 0) return;
    await this.db.query({
      name: `undo ${this.names.undo} ${chain}`,
      text: `INSERT INTO ${this.names.undo} (chain_id, block, table_name, key, image, existed)
             SELECT ${chain}, u.* FROM unnest($1::bigint[], $2::text[], $3::text[], $4::jsonb[], $5::boolean[]) AS u
             ON CONFLICT DO NOTHING`,
      values: lines,
    });
  }

  private async readImages(table: KeyedTable): Promise<void> {
    const unknown = table.images.filter((image) => image.unknown);
    if (unknown.length === 0) return;
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

/** Assignments that add an excluded row to the one that is there. */
export function addTo(spec: AnyTable, target: string): string[] {
  return spec.sums.map((field) => {
    const { name } = columnOf(spec, field);
    return `${name} = ${target}.${name} + excluded.${name}`;
  });
}

/** True for a row of sums that must not stay. */
export function zero(spec: AnyTable, prefix: string): string {
  return spec.sums.map((field) => `${prefix}${columnOf(spec, field).name} = 0`).join(' AND ');
}

/** The name by which an upserted table is called in its own statement. */
export function bare(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function columnList(spec: AnyTable, prefix = ''): string {
  return spec.columns.map(({ name }) => prefix + name).join(', ');
}

function parameters(columns: readonly ColumnSpec[]): string {
  return columns.map((column, index) => `$${index + 1}::${arrayType(column)}`).join(', ');
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

function* copyText(spec: AnyTable, chain: number, rows: readonly AnyRow[]): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += copyLine(spec, chain, row);
    if (text.length > 256 * 1024) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text) yield Buffer.from(text);
}
