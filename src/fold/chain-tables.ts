import type pg from 'pg';
import type { AnyTable } from './table.js';
import { inTransaction } from './transaction.js';

/** Postgres schemas that a fold writes to: the live ones, or others beside them to compare with. */
export interface Schemas {
  /** Read models. */
  readonly ledger: string;
  /** Checkpoints and undo. */
  readonly fold: string;
  /** Whether the tables of `ledger` are partitioned by chain: those of a copy are not. */
  readonly partitioned: boolean;
  /** Whether tables to which rows are only appended may have no key yet. */
  readonly keysComeLate?: boolean;
}

export const LIVE: Schemas = { ledger: 'ledger', fold: 'fold', partitioned: true };

/** Names of one chain's tables. */
export class ChainTables {
  constructor(
    readonly schemas: Schemas,
    readonly chain: number,
  ) {}

  /** The chain's own partition where there is one: writing to it spares Postgres the routing. */
  nameOf(table: AnyTable): string {
    const name = `${this.schemas.ledger}.${table.name}`;
    return table.perChain && this.schemas.partitioned ? `${name}_${this.chain}` : name;
  }

  get checkpoint(): string {
    return `${this.schemas.fold}.checkpoint`;
  }

  get undo(): string {
    return `${this.schemas.fold}.undo`;
  }
}

/** A table's name without its schema: so an upserted table is called in its own statement. */
export function bare(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/**
 * Makes the chain's partitions where they are not there yet. They are made apart and then attached, so
 * readers of other chains are never locked out.
 */
export async function ensurePartitions(db: pg.ClientBase, names: ChainTables, tables: readonly AnyTable[]) {
  if (!names.schemas.partitioned) return;
  const parents = tables.filter(({ perChain }) => perChain);
  const { rows } = await db.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL`,
    [parents.map((table) => names.nameOf(table))],
  );
  const absent = new Set(rows.map(({ name }) => name));
  if (absent.size === 0) return;
  await inTransaction(db, async () => {
    await db.query(`SELECT pg_advisory_xact_lock(hashtext('tributary partitions'))`);
    for (const table of parents) {
      const partition = names.nameOf(table);
      if (!absent.has(partition)) continue;
      const parent = `${names.schemas.ledger}.${table.name}`;
      await db.query(`
        CREATE TABLE ${partition} (LIKE ${parent} INCLUDING ALL);
        ALTER TABLE ${parent} ATTACH PARTITION ${partition} FOR VALUES IN (${names.chain});
      `);
    }
  });
}

/** Empties the chain's tables and forgets its undo, inside the caller's transaction. */
export async function truncateChain(db: pg.ClientBase, names: ChainTables, tables: readonly AnyTable[]) {
  if (names.schemas.partitioned) {
    // A new chain's are empty, and each that is truncated gets new files.
    const filled = await withRows(
      db,
      tables.map((table) => names.nameOf(table)),
    );
    if (filled.length > 0) await db.query(`TRUNCATE ${filled.join(', ')}`);
  } else {
    for (const table of tables) await db.query(`DELETE FROM ${names.nameOf(table)} WHERE chain_id = ${names.chain}`);
  }
  await db.query(`DELETE FROM ${names.undo} WHERE chain_id = ${names.chain}`);
}

async function withRows(db: pg.ClientBase, tables: readonly string[]): Promise<string[]> {
  const looks = tables.map((table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table})`);
  const { rows } = await db.query<{ name: string }>(looks.join(' UNION ALL '));
  return rows.map(({ name }) => name);
}

/**
 * Makes an empty copy of the live schemas' tables, to fold into beside them.
 * @param name of the schema; one that is there already is dropped first
 */
export async function createCopy(db: pg.ClientBase, name: string, tables: readonly AnyTable[]): Promise<Schemas> {
  const copies = tables.map(
    (table) => `CREATE TABLE ${name}.${table.name} (LIKE ${LIVE.ledger}.${table.name} INCLUDING ALL);`,
  );
  const schemas = { ledger: name, fold: `${name}_fold`, partitioned: false };
  await dropCopy(db, schemas);
  await db.query(`
    CREATE SCHEMA ${schemas.ledger};
    CREATE SCHEMA ${schemas.fold};
    ${copies.join('\n')}
    CREATE TABLE ${schemas.fold}.checkpoint (LIKE ${LIVE.fold}.checkpoint INCLUDING ALL);
    CREATE TABLE ${schemas.fold}.undo (LIKE ${LIVE.fold}.undo INCLUDING ALL);
    CREATE TABLE ${schemas.fold}.settlement_configuration (LIKE ${LIVE.fold}.settlement_configuration INCLUDING ALL);
  `);
  return schemas;
}

/** Removes a copy that {@link createCopy} has made. */
export async function dropCopy(db: pg.ClientBase, { ledger, fold }: Schemas): Promise<void> {
  await db.query(`DROP SCHEMA IF EXISTS ${ledger} CASCADE; DROP SCHEMA IF EXISTS ${fold} CASCADE`);
}
