import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { namedRows } from './dictionary.js';
import { type AnyTable, columnOf, keyColumns } from './table.js';

/** Digests of a set of rows: one for each table, and one over those. Hexadecimal SHA-256. */
export interface Digest {
  readonly digest: string;
  readonly tables: Readonly<Record<string, string>>;
}

/** Which rows count. */
export interface DigestScope {
  readonly schema: string;
  /** For tables of a chain: rows of this one. */
  readonly chain?: number;
  /** For tables with marks: rows up to this one. */
  readonly upToMark_s?: number;
}

/**
 * A digest of rows, with their names, in the order of their keys, in Postgres' text format. It depends on the rows alone: not
 * on batches, the order of writing, partitions, or the server's locale. Call inside a REPEATABLE READ
 * transaction for one moment over all tables.
 */
export async function digestTables(
  db: pg.ClientBase,
  tables: readonly AnyTable[],
  scope: DigestScope,
): Promise<Digest> {
  const all = createHash('sha256');
  const digests: Record<string, string> = {};
  for (const table of tables) {
    const digest = await digestTable(db, table, scope);
    digests[table.name] = digest;
    all.update(`${table.name} ${digest}\n`);
  }
  return { digest: all.digest('hex'), tables: digests };
}

async function digestTable(db: pg.ClientBase, table: AnyTable, scope: DigestScope): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of db.query(copyTo(`COPY (${rowsInOrder(table, scope)}) TO STDOUT`))) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** The select whose rows, in their order, make a table's digest. */
export function rowsInOrder(table: AnyTable, { schema, chain, upToMark_s }: DigestScope): string {
  const conditions = [
    ...(table.perChain && chain !== undefined ? [`chain_id = ${Number(chain)}`] : []),
    ...(upToMark_s !== undefined && hasMark(table) ? [`mark_s <= ${Number(upToMark_s)}`] : []),
  ];
  const columns = table.columns.map(({ name }) => name).join(', ');
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const order = keyColumns(table).map(({ name }) => name);
  return `SELECT ${columns} FROM (${namedRows(table, schema)}) AS r ${where} ORDER BY ${order.join(', ')}`;
}

/** Whether the table's rows belong to marks. */
export function hasMark(table: AnyTable): boolean {
  return columnOf(table, 'mark_s') !== undefined;
}

/** The first row, by key, that two tables of the same specification do not have in common. */
export interface Difference {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  /** Null where the row is missing. */
  readonly left: Readonly<Record<string, string | null>> | null;
  readonly right: Readonly<Record<string, string | null>> | null;
}

/** The first rows in which the tables of two scopes differ, at most `limit` of them for each table. */
export async function findDifferences(
  db: pg.ClientBase,
  table: AnyTable,
  left: DigestScope,
  right: DigestScope,
  limit: number,
): Promise<Difference[]> {
  const keys = keyColumns(table).map(({ name }) => name);
  const using = keys.join(', ');
  const { rows } = await db.query<Record<string, Record<string, string | null> | null>>(
    `WITH a AS (${rowsInOrder(table, left)}), b AS (${rowsInOrder(table, right)})
     SELECT to_jsonb(a) AS left, to_jsonb(b) AS right FROM a FULL JOIN b USING (${using})
     WHERE a IS DISTINCT FROM b ORDER BY ${using} LIMIT ${Number(limit)}`,
  );
  return rows.map(({ left: a, right: b }) => ({
    table: table.name,
    key: Object.fromEntries(keys.map((name) => [name, String((a ?? b)![name])])),
    left: a ?? null,
    right: b ?? null,
  }));
}
