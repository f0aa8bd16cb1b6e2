import type pg from 'pg';
import { bare, ChainTables, LIVE, type Schemas } from './chain-tables.js';
import { hasKey, isKeyedLate, parentOf, primaryKey } from './late-keys.js';
import type { AnyTable } from './table.js';

/** Names of the schemas in which a chain is folded anew beside its live state. */
export function besideSchemas(chain: number): Schemas {
  return { ledger: `rebuild_${chain}`, fold: `rebuild_${chain}_fold`, partitioned: true, keysComeLate: true };
}

/** Where the tables go that others have taken the place of. */
const replacedSchema = (chain: number): string => `rebuild_${chain}_replaced`;

/** Held by whoever folds a chain anew beside its live state: one at a time. */
export function rebuildLockName(chain: number): string {
  return `tributary rebuild ${chain}`;
}

/**
 * Makes empty tables beside a chain's live ones, under the names of its partitions, so that they can take
 * their places. They have no indexes until {@link indexBeside}, and of keys only those by which rows are looked
 * for: to build an index over rows that are there costs a third of keeping it with every row. Nothing vacuums them
 * before they take their places, since that would lock out who indexes and moves them.
 * @param shared tables that are not one chain's: they are copied with all their indexes
 */
export async function createBeside(
  db: pg.ClientBase,
  chain: number,
  tables: readonly AnyTable[],
  shared: readonly AnyTable[],
): Promise<Schemas> {
  const schemas = besideSchemas(chain);
  const names = new ChainTables(schemas, chain);
  await dropBeside(db, chain);
  await db.query(`CREATE SCHEMA ${schemas.ledger}; CREATE SCHEMA ${schemas.fold}`);
  for (const table of tables) {
    const name = names.nameOf(table);
    await db.query(
      `CREATE TABLE ${name} (LIKE ${parentOf(table)} INCLUDING ALL EXCLUDING INDEXES) WITH (autovacuum_enabled = false)`,
    );
    const constraints = [isOfChain(chain), ...(isKeyedLate(table) ? [] : [await primaryKey(db, table)])];
    await db.query(`ALTER TABLE ${name} ${constraints.map((constraint) => `ADD ${constraint}`).join(', ')}`);
  }
  for (const { name } of shared) {
    await db.query(`CREATE TABLE ${schemas.ledger}.${name} (LIKE ${LIVE.ledger}.${name} INCLUDING ALL)`);
  }
  for (const name of ['checkpoint', 'undo', 'settlement_configuration']) {
    await db.query(`CREATE TABLE ${schemas.fold}.${name} (LIKE ${LIVE.fold}.${name} INCLUDING ALL)`);
  }
  return schemas;
}

/**
 * Removes what {@link createBeside} has made, and what {@link takePlace} has replaced, where it is there: a rebuild
 * that was killed leaves it behind.
 */
export async function dropBeside(db: pg.ClientBase, chain: number): Promise<void> {
  const { ledger, fold } = besideSchemas(chain);
  for (const schema of [ledger, fold, replacedSchema(chain)]) {
    await db.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  }
}

/**
 * Gives the tables beside the indexes that their parents have, and the planner its statistics, over several connections
 * at once: to build an index is one processor's work.
 */
export async function indexBeside(
  dbs: readonly pg.ClientBase[],
  chain: number,
  tables: readonly AnyTable[],
): Promise<void> {
  const names = new ChainTables(besideSchemas(chain), chain);
  const [indexes, keys, statistics]: [string[], string[], string[]] = [[], [], []];
  for (const table of await largestFirst(dbs[0]!, names, tables)) {
    const name = names.nameOf(table);
    const isKeyed = await hasKey(dbs[0]!, name);
    const key = `${bare(name)}_pkey`;
    for (const { definition, primary } of await indexesOf(dbs[0]!, table)) {
      if (primary && isKeyed) continue;
      const called = primary ? `$1 ${key} ON ${name}` : `$1 ON ${name}`;
      indexes.push(definition.replace(/^(CREATE (?:UNIQUE )?INDEX) \S+ ON ONLY \S+/, called));
    }
    if (!isKeyed) keys.push(`ALTER TABLE ${name} ADD PRIMARY KEY USING INDEX ${key}`);
    statistics.push(`ANALYZE ${name}`);
  }
  for (const statements of [indexes, keys, statistics]) await shareOut(dbs, statements);
}

/** What takes longest is to be begun first, so that all end together. */
async function largestFirst(
  db: pg.ClientBase,
  names: ChainTables,
  tables: readonly AnyTable[],
): Promise<readonly AnyTable[]> {
  const { rows } = await db.query<{ place: number }>(
    `SELECT place::int FROM unnest($1::text[]) WITH ORDINALITY AS t(name, place)
     ORDER BY pg_relation_size(name::regclass) DESC`,
    [tables.map((table) => names.nameOf(table))],
  );
  return rows.map(({ place }) => tables[place - 1]!);
}

/** Runs statements, each over whichever connection is free. @throws the first failure, once nothing runs any more */
async function shareOut(dbs: readonly pg.ClientBase[], statements: readonly string[]): Promise<void> {
  const left = [...statements];
  const ends = await Promise.allSettled(
    dbs.map(async (db) => {
      try {
        for (let next = left.shift(); next !== undefined; next = left.shift()) await db.query(next);
      } finally {
        left.length = 0;
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/**
 * Puts the tables beside in the place of the live ones, with their checkpoint and what is needed to go
 * back, inside the caller's transaction. From the lock on, nobody reads or writes the live state. What was live stays
 * as it is until {@link dropBeside}: to delete files takes long, and the lock would be held meanwhile.
 */
export async function takePlace(db: pg.ClientBase, chain: number, tables: readonly AnyTable[]): Promise<void> {
  const beside = new ChainTables(besideSchemas(chain), chain);
  const live = new ChainTables(LIVE, chain);
  const replaced = replacedSchema(chain);
  const attached = await partitionsOf(db, chain, tables);
  const moves = tables.map((table) => {
    const before = attached.has(table.name)
      ? `ALTER TABLE ${parentOf(table)} DETACH PARTITION ${live.nameOf(table)};
         ALTER TABLE ${live.nameOf(table)} SET SCHEMA ${replaced};`
      : '';
    return `${before}
      ALTER TABLE ${beside.nameOf(table)} SET SCHEMA ${LIVE.ledger};
      ALTER TABLE ${live.nameOf(table)} RESET (autovacuum_enabled);
      ALTER TABLE ${parentOf(table)} ATTACH PARTITION ${live.nameOf(table)} FOR VALUES IN (${chain});
      ALTER TABLE ${live.nameOf(table)} DROP CONSTRAINT of_chain;`;
  });
  await db.query(`
    CREATE SCHEMA ${replaced};
    ${moves.join('\n')}
    DELETE FROM ${live.undo} WHERE chain_id = ${chain};
    INSERT INTO ${live.undo} SELECT * FROM ${beside.undo};
    UPDATE ${beside.checkpoint} b SET replaced =
      1 + COALESCE((SELECT replaced FROM ${live.checkpoint} WHERE chain_id = ${chain}), 0);
    DELETE FROM ${live.checkpoint} WHERE chain_id = ${chain};
    INSERT INTO ${live.checkpoint} SELECT * FROM ${beside.checkpoint};
  `);
}

/** Tables of which the chain has a partition: one that is folded for the first time has none. */
async function partitionsOf(db: pg.ClientBase, chain: number, tables: readonly AnyTable[]): Promise<Set<string>> {
  const live = new ChainTables(LIVE, chain);
  const { rows } = await db.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[], $2::text[]) AS t(name, partition) WHERE to_regclass(partition) IS NOT NULL`,
    [tables.map(({ name }) => name), tables.map((table) => live.nameOf(table))],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Spares Postgres to look through all rows when the table becomes the chain's partition. */
const isOfChain = (chain: number): string => `CONSTRAINT of_chain CHECK (chain_id IS NOT NULL AND chain_id = ${chain})`;

/** In an order in which the key comes first. */
async function indexesOf(db: pg.ClientBase, table: AnyTable): Promise<{ definition: string; primary: boolean }[]> {
  const { rows } = await db.query<{ definition: string; primary: boolean }>(
    `SELECT pg_get_indexdef(indexrelid) AS definition, indisprimary AS primary FROM pg_index
     WHERE indrelid = $1::regclass ORDER BY indisprimary DESC, indexrelid`,
    [parentOf(table)],
  );
  return rows;
}
