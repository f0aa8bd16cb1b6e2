import type { Changes, UndoLine } from './changes.js';
import type { AnyRow, AnyTable } from './table.js';
import { CopyLines } from './copy-lines.js';
import type { KnownNames } from './dictionary.js';
import { KeyValues } from './key-values.js';
import { KeyedTable, type Moment } from './keyed-table.js';
import { SumsTable } from './sums-table.js';
import { UnreadTable } from './unread-table.js';

/** Values of keys that are remembered before all are forgotten. */
const VALUES_IN_MEMORY = 100_000;

/** A table of less than this part of the rows that may be in memory stays there. */
const SMALL = 8;

/** Rows that are only written. Where one event writes a key twice, what it wrote last is true from there on. */
export class HistoryTable {
  private readonly lines: CopyLines;
  /** Rows of the event at hand: so many of these. */
  private readonly recent: AnyRow[] = [];
  private open = 0;
  private count = 0;

  constructor(
    readonly spec: AnyTable,
    chain: number,
    dictionary: KnownNames,
  ) {
    this.lines = new CopyLines(spec, chain, dictionary);
  }

  /** Rows since the last batch. */
  get size(): number {
    return this.count;
  }

  append(row: AnyRow): void {
    const { recent } = this;
    const { key, position } = this.spec;
    if (this.open > 0 && recent[0]![position!] !== row[position!]) this.write();
    for (let at = 0; at < this.open; at++) {
      const other = recent[at]!;
      if (!key.every((field) => other[field] === row[field])) continue;
      recent[at] = row;
      return;
    }
    recent[this.open++] = row;
    this.count++;
  }

  private write(): void {
    for (let at = 0; at < this.open; at++) this.lines.add(this.recent[at]!);
    this.open = 0;
  }

  take(): ReturnType<CopyLines['take']> {
    this.write();
    this.count = 0;
    return this.lines.take();
  }

  clear(): void {
    this.open = 0;
    this.count = 0;
    this.lines.clear();
  }
}

/**
 * The rows of one chain that batches of events read and write: loaded ahead, changed synchronously,
 * written back together. Knows no business: what it holds is said by table specifications.
 */
export class WorkingSet {
  readonly keyed = new Map<string, KeyedTable>();
  /** Of those among the keyed tables that are never read. */
  readonly unread = new Map<string, UnreadTable>();
  readonly histories = new Map<string, HistoryTable>();
  readonly sums = new Map<string, SumsTable>();
  private readonly moment: Moment = { block: -1, batch: 0, undo: false, values: new KeyValues() };

  constructor(
    readonly tables: readonly AnyTable[],
    chain: number,
    dictionary: KnownNames,
  ) {
    const names: KnownNames = { idOf: (name) => this.moment.values.idOfName(name, dictionary) };
    for (const table of tables) {
      if (table.kind === 'keyed') this.addKeyed(table);
      else if (table.kind === 'history') this.histories.set(table.name, new HistoryTable(table, chain, names));
      else this.sums.set(table.name, new SumsTable(table, this.moment));
    }
  }

  private addKeyed(table: AnyTable): void {
    const keyed = new KeyedTable(table, this.moment);
    this.keyed.set(table.name, keyed);
    if (table.unread) this.unread.set(table.name, new UnreadTable(table, this.moment, keyed));
  }

  /** From here on events of this block are applied; with `undo` what it changes is kept. */
  beginBlock(block: number, undo: boolean): void {
    this.moment.block = block;
    this.moment.undo = undo;
  }

  /** Rows in memory. */
  get size(): number {
    let size = 0;
    for (const table of this.keyed.values()) size += table.size;
    return size;
  }

  /** Whether every row that can be read is in memory. */
  get isComplete(): boolean {
    for (const [name, table] of this.keyed) if (!table.complete && !this.unread.has(name)) return false;
    return true;
  }

  /** Rows that the batch at hand has changed. */
  get changed(): number {
    let changed = 0;
    for (const { dirty } of this.keyed.values()) changed += dirty.length;
    for (const { size } of this.unread.values()) changed += size;
    for (const { size } of this.histories.values()) changed += size;
    for (const { size } of this.sums.values()) changed += size;
    return changed;
  }

  /**
   * Ends the batch: gives what it has changed, and goes on as if that were in the database.
   * @param mayOwe whether rows that were there before may be given with a later batch
   */
  take(mayOwe = false): Changes {
    this.moment.batch++;
    if (this.moment.values.size > VALUES_IN_MEMORY) this.moment.values = new KeyValues();
    const undo: UndoLine[] = [];
    return {
      keyed: [...this.keyed.values()].map((table) => table.take(undo, mayOwe)),
      histories: [...this.histories.values()].map((table) => ({ spec: table.spec, ...table.take() })),
      unread: [...this.unread.values()].map((table) => table.take()),
      sums: [...this.sums.values()].map((table) => table.take(undo)),
      undo,
    };
  }

  /**
   * Where there are more rows than `limit`, forgets those that the batch at hand has not used, of the largest tables
   * first and no more than it takes, and never of small ones: what is all in memory need not be looked for. All that
   * was taken must be in the database.
   */
  evict(limit: number): void {
    let { size } = this;
    if (size <= limit) return;
    for (const table of [...this.keyed.values()].sort((a, b) => b.size - a.size)) {
      if (size <= limit / 2 || table.size < limit / SMALL) return;
      size -= table.size;
      table.evict();
      size += table.size;
    }
  }

  /** The batch at hand never was: everything is as it was before it. */
  reset(): void {
    for (const table of this.keyed.values()) table.reset();
    this.clearWritten();
  }

  /** Forgets everything: the database is no longer what it was when the rows were read. */
  clear(): void {
    for (const table of this.keyed.values()) table.clear();
    this.clearWritten();
  }

  private clearWritten(): void {
    for (const table of this.unread.values()) table.clear();
    for (const table of this.histories.values()) table.clear();
    for (const table of this.sums.values()) table.clear();
  }
}
