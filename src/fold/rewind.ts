import type pg from 'pg';
import type { ChainId } from '../domain/ids.js';
import { endOfBlock } from '../domain/position.js';
import { lastEventUpTo } from '../event-log/reader.js';
import { bare, type ChainTables } from './chain-tables.js';
import type { Checkpoint } from './checkpoint.js';
import { addTo, zero } from './bulk-write.js';
import { LateKeys } from './late-keys.js';
import { type AnyTable, columnOf, keyColumns } from './table.js';

/**
 * Takes a chain's state back to `block`, inside the caller's transaction.
 * @param asOf the batch of the log that says what came up to there
 * @returns where the state stands then, once the transaction is committed
 */
export async function rewindState(
  db: pg.ClientBase,
  names: ChainTables,
  tables: readonly AnyTable[],
  from: Checkpoint,
  asOf: number,
  block: number,
): Promise<Checkpoint> {
  const chain = names.chain as ChainId;
  await rewindTables(db, names, tables, block, endOfBlock(chain, block));
  const last = await lastEventUpTo(db, chain, block, asOf);
  return {
    ...from,
    position: last?.at.position ?? null,
    time_s: last?.at.time_s ?? 0,
    block: last?.at.block ?? null,
    blockHash: last?.at.blockHash ?? null,
    blockTime_s: last?.at.time_s ?? 0,
  };
}

/**
 * Takes a chain's tables back to what they were after `block`, inside the caller's transaction. Every
 * block above it must have been folded with undo.
 * @param end sorts after every position of `block` and before those of later blocks
 */
export async function rewindTables(
  db: pg.ClientBase,
  names: ChainTables,
  tables: readonly AnyTable[],
  block: number,
  end: string,
): Promise<void> {
  const { rows } = await db.query<{ table_name: string }>(
    `SELECT DISTINCT table_name FROM ${names.undo} WHERE chain_id = $1 AND block > $2`,
    [names.chain, block],
  );
  const changed = new Set(rows.map(({ table_name }) => table_name));
  const keys = new LateKeys(db, names);
  for (const table of tables) {
    if (table.kind === 'history') {
      await rewindHistory(db, names, table, end);
      continue;
    }
    if (!changed.has(table.name)) continue;
    await keys.ensure(table);
    if (table.kind === 'keyed') await rewindKeyed(db, names, table, block);
    else await rewindSums(db, names, table, block);
  }
  await db.query(`DELETE FROM ${names.undo} WHERE chain_id = $1 AND block > $2`, [names.chain, block]);
}

/** Forgets what blocks up to `block` changed: they will not go. */
export async function pruneUndo(db: pg.ClientBase, names: ChainTables, block: number): Promise<void> {
  await db.query(`DELETE FROM ${names.undo} WHERE chain_id = $1 AND block <= $2`, [names.chain, block]);
}

async function rewindHistory(db: pg.ClientBase, names: ChainTables, table: AnyTable, end: string): Promise<void> {
  const { name } = columnOf(table, table.position!);
  await db.query(`DELETE FROM ${names.nameOf(table)} WHERE chain_id = ${names.chain} AND ${name} > $1`, [end]);
}

/** Puts back what rows were before the first of the blocks that changed them. */
async function rewindKeyed(db: pg.ClientBase, names: ChainTables, table: AnyTable, block: number): Promise<void> {
  const target = names.nameOf(table);
  const first = `
    WITH first AS (
      SELECT DISTINCT ON (key) image, existed FROM ${names.undo}
      WHERE chain_id = $1 AND table_name = $2 AND block > $3 ORDER BY key, block
    )`;
  const values = [names.chain, table.name, block];
  await db.query(
    `${first} DELETE FROM ${target} t USING first CROSS JOIN LATERAL jsonb_populate_record(NULL::${target}, image) r
     WHERE t.chain_id = r.chain_id AND ${sameKey(table)}`,
    values,
  );
  await db.query(
    `${first} INSERT INTO ${target} SELECT r.* FROM first
     CROSS JOIN LATERAL jsonb_populate_record(NULL::${target}, image) r WHERE existed`,
    values,
  );
}

/** Takes back what the blocks added. */
async function rewindSums(db: pg.ClientBase, names: ChainTables, table: AnyTable, block: number): Promise<void> {
  const target = names.nameOf(table);
  const keys = ['chain_id', ...keyColumns(table).map(({ name }) => name)];
  const fields = table.sums.map((field) => columnOf(table, field).name);
  const list = [...keys, ...fields].join(', ');
  const source = `${names.undo} u CROSS JOIN LATERAL jsonb_populate_record(NULL::${target}, u.image) r
     WHERE u.chain_id = $1 AND u.table_name = $2 AND u.block > $3`;
  const values = [names.chain, table.name, block];
  await db.query(
    `INSERT INTO ${target} (${list})
     SELECT ${keys.map((name) => `r.${name}`).join(', ')}, ${fields.map((name) => `-sum(r.${name})`).join(', ')}
     FROM ${source} GROUP BY ${keys.map((name) => `r.${name}`).join(', ')}
     ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${addTo(table, bare(target)).join(', ')}`,
    values,
  );
  await db.query(
    `DELETE FROM ${target} t USING (SELECT r.* FROM ${source}) r
     WHERE t.chain_id = r.chain_id AND ${sameKey(table)} AND ${zero(table, 't.')}`,
    values,
  );
}

function sameKey(table: AnyTable): string {
  return keyColumns(table)
    .map(({ name }) => `t.${name} = r.${name}`)
    .join(' AND ');
}
