import type pg from 'pg';
import { type ChainTables, LIVE } from './chain-tables.js';
import type { AnyTable } from './table.js';

/**
 * Whether a table beside the live ones does without its key while the log is folded: rows are appended to it, and
 * looked for only where a step had to end within an interval.
 */
export function isKeyedLate(table: AnyTable): boolean {
  if (!table.perChain) return false;
  return table.kind === 'history' || ((table.kind === 'sums' || table.unread) && table.key.includes('mark_s'));
}

/** Gives tables their keys once rows have to be found by them, if they have come so far without. */
export class LateKeys {
  private readonly present = new Set<AnyTable>();

  constructor(
    private readonly db: pg.ClientBase,
    private readonly names: ChainTables,
  ) {}

  /** Whether the table has its key. */
  async isPresent(table: AnyTable): Promise<boolean> {
    if (!this.names.schemas.keysComeLate || !isKeyedLate(table) || this.present.has(table)) return true;
    const isPresent = await hasKey(this.db, this.names.nameOf(table));
    if (isPresent) this.present.add(table);
    return isPresent;
  }

  /** The table has its key from here on, unless the caller's transaction is rolled back. */
  async ensure(table: AnyTable): Promise<void> {
    if (await this.isPresent(table)) return;
    await this.db.query(`ALTER TABLE ${this.names.nameOf(table)} ADD ${await primaryKey(this.db, table)}`);
  }
}

/** Whether a table has its key. */
export async function hasKey(db: pg.ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await db.query('SELECT 1 FROM pg_index WHERE indrelid = $1::regclass AND indisprimary', [name]);
  return rowCount === 1;
}

/** The key that the live table of all chains has, as a constraint. */
export async function primaryKey(db: pg.ClientBase, table: AnyTable): Promise<string> {
  const { rows } = await db.query<{ definition: string }>(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'p'`,
    [parentOf(table)],
  );
  return rows[0]!.definition;
}

/** A table of all chains. */
export function parentOf(table: AnyTable): string {
  return `${LIVE.ledger}.${table.name}`;
}
