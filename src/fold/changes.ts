import type { AnyRow, AnyTable } from './table.js';
import type { ColumnRows } from './column-rows.js';

/** What a batch has changed in a keyed table. */
export interface KeyedChanges {
  readonly spec: AnyTable;
  /** Rows whose keys the database does not have. */
  readonly added: readonly AnyRow[];
  /** Rows whose keys the database has, or may have. */
  readonly put: readonly AnyRow[];
  /** Keys of rows that the database has, or may have. */
  readonly removed: readonly AnyRow[];
}

/** One thing to undo: what a row was before a block, or what a block added to a sum. */
export interface UndoLine {
  readonly block: number;
  readonly table: AnyTable;
  readonly key: AnyRow;
  /** The row, or what was added. Undefined where a keyed row did not exist. */
  readonly image: AnyRow | undefined;
}

/**
 * What a batch has changed, taken out of the working set to be written while the next batch is applied:
 * nothing of it changes any more.
 */
export interface Changes {
  readonly keyed: readonly KeyedChanges[];
  /** Rows to append, in COPY's text format, and those with names that have to be learned. */
  readonly histories: readonly {
    readonly spec: AnyTable;
    readonly lines: readonly Buffer[];
    readonly rows: readonly AnyRow[];
  }[];
  /** Rows to put, of tables that are never read. */
  readonly unread: readonly ColumnRows[];
  /** What to add to sums. */
  readonly sums: readonly ColumnRows[];
  readonly undo: readonly UndoLine[];
}
