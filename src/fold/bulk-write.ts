import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { bare, type ChainTables } from './chain-tables.js';
import type { Changes, KeyedChanges, UndoLine } from './changes.js';
import { chunks } from './chunks.js';
import { arrayCast, arrayOf, imageOf, keyText, writeLine } from './codec.js';
import { ColumnCopy } from './column-copy.js';
import type { ColumnRows } from './column-rows.js';
import type { AmountColumn } from './columns.js';
import { CopyText } from './copy-text.js';
import { type Dictionary, namesIn } from './dictionary.js';
import { KeyMap } from './key-map.js';
import { LateKeys } from './late-keys.js';
import { columnList, ofChain, parameters, statementName } from './store.js';
import { type AnyRow, type AnyTable, columnOf, type ColumnSpec, keyColumns } from './table.js';

/** Fewer rows are not worth a COPY of their own. */
const WORTH_COPYING = 100;
/** So many rows at a time have their names learned before they are copied. */
const LEARNED_AHEAD = 5_000;

/** Writes one chain's changes in bulk, over the caller's connection and transaction. */
export class BulkWriter {
  private readonly keys: LateKeys;

  constructor(
    private readonly db: pg.ClientBase,
    private readonly names: ChainTables,
    private readonly dictionary: Dictionary,
  ) {
    this.keys = new LateKeys(db, names);
  }

  /**
   * Writes what a batch has changed, and what is needed to undo it.
   * @param tag unique to the batch, for blocks that span batches
   * @param newest_s no row in the database belongs to a later mark than this one
   */
  async write(changes: Changes, tag: string, newest_s = Infinity): Promise<void> {
    for (const chunk of chunks(changes.undo)) await this.writeUndo(chunk, tag);
    for (const keyed of changes.keyed) await this.writeKeyed(keyed, newest_s);
    for (const { spec, lines, rows } of changes.histories) {
      if (lines.length > 0) await this.copy(spec, lines);
      if (rows.length > 0) await this.copy(spec, this.copyText(spec, inKeyOrder(spec, rows)));
    }
    for (const rows of changes.unread) await this.writeUnread(rows, newest_s);
    for (const deltas of changes.sums) await this.writeSums(deltas, newest_s);
  }

  private async writeKeyed({ spec, added, put, removed }: KeyedChanges, newest_s: number): Promise<void> {
    const keys = keyColumns(spec);
    const perhapsThere = [...(await this.appendNew(spec, put, newest_s)), ...(await this.appendAdded(spec, added))];
    await this.putRows(spec, perhapsThere);
    for (const chunk of chunks(removed)) await this.deleteKeys(spec, keys, chunk, '');
  }

  private async putRows(spec: AnyTable, rows: readonly AnyRow[]): Promise<void> {
    const values = spec.columns.filter((column) => !spec.key.includes(column.field));
    const updates = values.map(({ name }) => `${name} = excluded.${name}`);
    for (const chunk of chunks(rows)) await this.upsert(spec, chunk, updates);
  }

  private async writeUnread(rows: ColumnRows, newest_s: number): Promise<void> {
    await this.putRows(rows.spec, await this.appendNewColumns(rows, rows.rows(), newest_s));
  }

  private async writeSums(rows: ColumnRows, newest_s: number): Promise<void> {
    const { spec } = rows;
    const columns = spec.sums.map((field) => rows.column(field as string) as AmountColumn);
    const deltas = rows.rows().filter((row) => columns.some((column) => !column.isZero(row)));
    const updates = addTo(spec, bare(this.names.nameOf(spec)));
    for (const chunk of chunks(await this.appendNewColumns(rows, deltas, newest_s))) {
      await this.upsert(spec, chunk, updates);
    }
    if (!columns.some((column) => column.hasFallen)) return;
    const lowered = deltas.filter((row) => columns.some((column) => column.isNegative(row)));
    for (const chunk of chunks(Array.from(lowered, (row) => rows.row(row)))) {
      await this.deleteKeys(spec, keyColumns(spec), chunk, `AND ${zero(spec, 't.')}`);
    }
  }

  private async upsert(spec: AnyTable, rows: readonly AnyRow[], updates: readonly string[]): Promise<void> {
    const columns = spec.columns;
    await this.keys.ensure(spec);
    await this.dictionary.learn(namesIn(columns, rows));
    const list = columnList(spec);
    const select = columns.map((column) => `u.${column.name}${arrayCast(column)}`).join(', ');
    const conflict = [...keyColumns(spec).map(({ name }) => name), ...(spec.perChain ? ['chain_id'] : [])].join(', ');
    const [into, from] = spec.perChain ? ['chain_id, ', `${this.names.chain}, `] : ['', ''];
    const action = updates.length > 0 ? `UPDATE SET ${updates.join(', ')}` : 'NOTHING';
    await this.db.query({
      name: statementName(this.names, 'upsert', spec),
      text: `INSERT INTO ${this.names.nameOf(spec)} (${into}${list})
             SELECT ${from}${select} FROM unnest(${parameters(columns)}) AS u (${list})
             ON CONFLICT (${conflict}) DO ${action}`,
      values: columns.map((column) => arrayOf(column, rows, this.dictionary)),
    });
  }

  private async deleteKeys(spec: AnyTable, keys: readonly ColumnSpec[], rows: readonly AnyRow[], and: string) {
    const list = keys.map(({ name }) => name).join(', ');
    const isSame = keys.map(({ name }) => `t.${name} = k.${name}`).join(' AND ');
    await this.keys.ensure(spec);
    await this.dictionary.learn(namesIn(keys, rows));
    await this.db.query(
      `DELETE FROM ${this.names.nameOf(spec)} t USING unnest(${parameters(keys)}) AS k (${list})
       WHERE ${ofChain(spec, this.names.chain)} AND ${isSame} ${and}`,
      keys.map((column) => arrayOf(column, rows, this.dictionary)),
    );
  }

  /** Copies rows that cannot be in the database yet, which is cheaper than to look. @returns the others */
  private async appendNew(spec: AnyTable, rows: readonly AnyRow[], newest_s: number): Promise<readonly AnyRow[]> {
    if (!spec.key.includes('mark_s')) return rows;
    const isNew = (row: AnyRow): boolean => (row['mark_s'] as number) > newest_s;
    const left = await this.appendAdded(spec, rows.filter(isNew));
    return [...left, ...rows.filter((row) => !isNew(row))];
  }

  /** The same of rows by column. @returns the others, as objects */
  private async appendNewColumns(rows: ColumnRows, some: Int32Array, newest_s: number): Promise<AnyRow[]> {
    const { spec } = rows;
    const mark = spec.key.indexOf('mark_s');
    const isFresh = (row: number): boolean => mark >= 0 && (rows.keyValue(row, mark) as number) > newest_s;
    const fresh = some.filter(isFresh);
    const isCopied = await this.isToCopy(spec, fresh.length);
    if (isCopied) {
      const copy = await ColumnCopy.learn(rows, this.names.chain, this.dictionary);
      await this.copy(spec, copy.lines(fresh));
      if (fresh.length === some.length) return [];
    }
    const left = isCopied ? some.filter((row) => !isFresh(row)) : some;
    return Array.from(left, (row) => rows.row(row));
  }

  /** Copies rows whose keys the database does not have, where that is worth it. @returns what is left */
  private async appendAdded(spec: AnyTable, rows: readonly AnyRow[]): Promise<readonly AnyRow[]> {
    if (!(await this.isToCopy(spec, rows.length))) return rows;
    await this.copy(spec, this.copyText(spec, inKeyOrder(spec, rows)));
    return [];
  }

  /** Few rows are, too, where they would have to be looked for in a table that has no key yet. */
  private async isToCopy(spec: AnyTable, rows: number): Promise<boolean> {
    if (!spec.perChain || rows === 0) return false;
    return rows >= WORTH_COPYING || !(await this.keys.isPresent(spec));
  }

  private async copy(spec: AnyTable, lines: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    const target = this.db.query(
      copyFrom(`COPY ${this.names.nameOf(spec)} (chain_id, ${columnList(spec)}) FROM STDIN`),
    );
    await pipeline(Readable.from(lines), target);
  }

  private async *copyText(spec: AnyTable, rows: readonly AnyRow[]): AsyncGenerator<Buffer> {
    const { chain } = this.names;
    const out = new CopyText();
    for (const some of chunks(rows, LEARNED_AHEAD)) {
      await this.dictionary.learn(namesIn(spec.columns, some));
      for (const row of some) writeLine(out, spec, chain, row, this.dictionary);
      yield* out.take();
    }
  }

  private async writeUndo(undo: readonly UndoLine[], tag: string): Promise<void> {
    const { chain } = this.names;
    const lines: string[][] = [[], [], [], [], []];
    await this.dictionary.learn(namesInUndo(undo));
    for (const { block, table, key, image } of undo) {
      const text = keyText(table.key, key);
      const json = imageOf(image ? table.columns : keyColumns(table), chain, image ?? key, this.dictionary);
      const line = [block, table.name, table.kind === 'sums' ? `${text}\n${tag}` : text, json, image !== undefined];
      line.forEach((value, index) => lines[index]!.push(String(value)));
    }
    await this.db.query({
      name: `undo ${this.names.undo} ${chain}`,
      text: `INSERT INTO ${this.names.undo} (chain_id, block, table_name, key, image, existed)
             SELECT ${chain}, u.* FROM unnest($1::bigint[], $2::text[], $3::text[], $4::jsonb[], $5::boolean[]) AS u
             ON CONFLICT DO NOTHING`,
      values: lines,
    });
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

function inKeyOrder(spec: AnyTable, rows: readonly AnyRow[]): AnyRow[] {
  const byKey = new KeyMap<AnyRow>(spec.key);
  for (const row of rows) byKey.set(row, row);
  return byKey.inOrder();
}

function* namesInUndo(undo: readonly UndoLine[]): Generator<string> {
  for (const { table, key, image } of undo) yield* namesIn(table.columns, [image ?? key]);
}
