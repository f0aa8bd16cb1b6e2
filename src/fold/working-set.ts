import type { Changes, UndoLine } from './changes.js';
import type { AnyRow, AnyTable } from './codec.js';
import { CopyLines } from './copy-lines.js';
import type { KnownNames } from './dictionary.js';
import { KeyMap } from './key-map.js';
import { KeyedTable, type Moment } from './keyed-table.js';

/** Rows that are only written. Where one event writes a key twice, what it wrote last is true from there on. */
export class HistoryTable {
  private readonly lines: CopyLines;
  /** Rows of the event at hand. */
  private recent: AnyRow[] = [];
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
    const position = this.spec.position!;
    if (this.recent.length > 0 && this.recent[0]![position] !== row[position]) this.write();
    const same = this.recent.findIndex((other) => this.spec.key.every((field) => other[field] === row[field]));
    if (same >= 0) this.recent[same] = row;
    else {
      this.recent.push(row);
      this.count++;
    }
  }

  private write(): void {
    for (const row of this.recent) this.lines.add(row);
    this.recent.length = 0;
  }

  take(): ReturnType<CopyLines['take']> {
    this.write();
    this.count = 0;
    return this.lines.take();
  }

  clear(): void {
    this.recent.length = 0;
    this.count = 0;
    this.lines.clear();
  }
}

/** Rows that are only added to. */
export class SumsTable {
  private deltas: KeyMap<AnyRow>;
  /** What each block that may go has added. */
  private readonly byBlock = new Map<number, KeyMap<AnyRow>>();

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
  ) {
    this.deltas = new KeyMap(spec.key);
  }

  /** Rows since the last batch. */
  get size(): number {
    return this.deltas.size;
  }

  /** @param delta is the table's from now on */
  add(delta: AnyRow): void {
    if (this.moment.undo) this.keepForUndo(delta);
    this.addTo(this.deltas, delta);
  }

  /** The sum of the key of `zero`, to be added to again and again. */
  sum(zero: AnyRow): Sum {
    return new Sum(this, zero);
  }

  /** Adds to the row that {@link find} gave for `zero`. */
  addToRow(row: AnyRow, zero: AnyRow, delta: AnyRow): void {
    if (this.moment.undo) this.keepForUndo({ ...zero, ...delta });
    this.increase(row, delta);
  }

  /** The row of a key among those since the last batch; `zero` stands for a row that is not there. */
  find(zero: AnyRow): AnyRow {
    return this.deltas.get(zero) ?? this.deltas.getOrSet(zero, { ...zero });
  }

  /** Names the batch at hand: what {@link find} gave is of use until this changes. */
  get batch(): unknown {
    return this.deltas;
  }

  private keepForUndo(delta: AnyRow): void {
    let block = this.byBlock.get(this.moment.block);
    if (!block) this.byBlock.set(this.moment.block, (block = new KeyMap(this.spec.key)));
    this.addTo(block, { ...delta });
  }

  private addTo(deltas: KeyMap<AnyRow>, delta: AnyRow): void {
    const sum = deltas.getOrSet(delta, delta);
    if (sum !== delta) this.increase(sum, delta);
  }

  private increase(sum: AnyRow, delta: AnyRow): void {
    for (const field of this.spec.sums) sum[field] = (sum[field] as bigint) + (delta[field] as bigint);
  }

  take(undo: UndoLine[]): KeyMap<AnyRow> {
    for (const [block, rows] of this.byBlock) {
      for (const row of rows.values()) undo.push({ block, table: this.spec, key: row, image: row });
    }
    const { deltas } = this;
    this.clear();
    return deltas;
  }

  clear(): void {
    this.deltas = new KeyMap(this.spec.key);
    this.byBlock.clear();
  }
}

/** One sum of a table, whose row is remembered until the batch ends. */
export class Sum {
  private row: AnyRow | undefined;
  private batch: unknown;

  constructor(
    private readonly table: SumsTable,
    private readonly zero: AnyRow,
  ) {}

  /** @param delta what to add, by field */
  add(delta: AnyRow): void {
    const { table, zero } = this;
    if (this.row === undefined || this.batch !== table.batch) {
      this.row = table.find(zero);
      this.batch = table.batch;
    }
    table.addToRow(this.row, zero, delta);
  }
}

/**
 * The rows of one chain that batches of events read and write: loaded ahead, changed synchronously,
 * written back together. Knows no business: what it holds is said by table specifications.
 */
export class WorkingSet {
  readonly keyed = new Map<string, KeyedTable>();
  readonly histories = new Map<string, HistoryTable>();
  readonly sums = new Map<string, SumsTable>();
  private readonly moment: Moment = { block: -1, batch: 0, undo: false };

  constructor(
    readonly tables: readonly AnyTable[],
    chain: number,
    dictionary: KnownNames,
  ) {
    for (const table of tables) {
      if (table.kind === 'keyed') this.keyed.set(table.name, new KeyedTable(table, this.moment));
      else if (table.kind === 'history') this.histories.set(table.name, new HistoryTable(table, chain, dictionary));
      else this.sums.set(table.name, new SumsTable(table, this.moment));
    }
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

  /** Rows that the batch at hand has changed. */
  get changed(): number {
    let changed = 0;
    for (const { dirty } of this.keyed.values()) changed += dirty.length;
    for (const { size } of this.histories.values()) changed += size;
    for (const { size } of this.sums.values()) changed += size;
    return changed;
  }

  /** Ends the batch: gives what it has changed, and goes on as if that were in the database. */
  take(): Changes {
    this.moment.batch++;
    const undo: UndoLine[] = [];
    return {
      keyed: [...this.keyed.values()].map((table) => table.take(undo)),
      histories: [...this.histories.values()].map((table) => ({ spec: table.spec, ...table.take() })),
      sums: [...this.sums.values()].map((table) => ({ spec: table.spec, deltas: table.take(undo) })),
      undo,
    };
  }

  /** Forgets rows that the batch at hand has not used, where there are more than `limit`. All that was taken must be in the database. */
  evict(limit: number): void {
    if (this.size > limit) for (const table of this.keyed.values()) table.evict();
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
    for (const table of this.histories.values()) table.clear();
    for (const table of this.sums.values()) table.clear();
  }
}
