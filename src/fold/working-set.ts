import type { AnyRow, AnyTable } from './codec.js';
import { KeyMap } from './key-map.js';
import { KeyedTable, type Moment } from './keyed-table.js';

/** Rows that are only written. Where one event writes a key twice, what it wrote last is true from there on. */
export class HistoryTable {
  readonly rows: KeyMap<AnyRow>;

  constructor(readonly spec: AnyTable) {
    this.rows = new KeyMap(spec.key);
  }

  append(row: AnyRow): void {
    this.rows.set(row, row);
  }
}

/** Rows that are only added to. */
export class SumsTable {
  readonly deltas: KeyMap<AnyRow>;
  /** What each block that may go has added. */
  readonly byBlock = new Map<number, KeyMap<AnyRow>>();

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
  ) {
    this.deltas = new KeyMap(spec.key);
  }

  add(delta: AnyRow): void {
    this.addTo(this.deltas, delta);
    if (!this.moment.undo) return;
    let block = this.byBlock.get(this.moment.block);
    if (!block) this.byBlock.set(this.moment.block, (block = new KeyMap(this.spec.key)));
    this.addTo(block, delta);
  }

  private addTo(deltas: KeyMap<AnyRow>, delta: AnyRow): void {
    const sum = deltas.get(delta);
    if (!sum) {
      deltas.set(delta, { ...delta });
      return;
    }
    for (const field of this.spec.sums) sum[field] = (sum[field] as bigint) + (delta[field] as bigint);
  }

  clear(): void {
    this.deltas.clear();
    this.byBlock.clear();
  }
}

/**
 * The rows of one chain that a batch of events reads and writes: loaded ahead, changed synchronously,
 * written back together. Knows no business: what it holds is said by table specifications.
 */
export class WorkingSet {
  readonly keyed = new Map<string, KeyedTable>();
  readonly histories = new Map<string, HistoryTable>();
  readonly sums = new Map<string, SumsTable>();
  private readonly moment: Moment = { block: -1, batch: 0, undo: false };

  constructor(readonly tables: readonly AnyTable[]) {
    for (const table of tables) {
      if (table.kind === 'keyed') this.keyed.set(table.name, new KeyedTable(table, this.moment));
      else if (table.kind === 'history') this.histories.set(table.name, new HistoryTable(table));
      else this.sums.set(table.name, new SumsTable(table, this.moment));
    }
  }

  /** From here on a new batch is applied. */
  beginBatch(): void {
    this.moment.batch++;
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

  /** The batch is in the database. Rows that it did not use are forgotten above `limit` rows. */
  settle(limit: number): void {
    for (const table of this.keyed.values()) table.settle();
    this.clearWritten();
    if (this.size > limit) for (const table of this.keyed.values()) table.evict();
  }

  /** The batch is not in the database: everything is as it was before it. */
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
    for (const table of this.histories.values()) table.rows.clear();
    for (const table of this.sums.values()) table.clear();
  }
}
