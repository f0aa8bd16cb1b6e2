import type { UndoLine } from './changes.js';
import type { AnyRow, AnyTable } from './codec.js';
import { ColumnRows } from './column-rows.js';
import { KeyMap } from './key-map.js';
import type { Moment } from './keyed-table.js';

/** Rows that are only added to. */
export class SumsTable {
  private deltas: ColumnRows;
  /** What each block that may go has added. */
  private readonly byBlock = new Map<number, KeyMap<AnyRow>>();
  /** Which of the columns are added to; the others say what they said first. */
  private readonly added: readonly number[];
  private readonly kept: readonly number[];

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
  ) {
    this.deltas = new ColumnRows(spec);
    const places = [...this.deltas.fields.keys()];
    const isAdded = (n: number): boolean => spec.sums.includes(this.deltas.fields[n]!);
    this.added = places.filter(isAdded);
    this.kept = places.filter((n) => !isAdded(n));
  }

  /** Rows since the last batch. */
  get size(): number {
    return this.deltas.size;
  }

  /** @param delta is the table's from now on */
  add(delta: AnyRow): void {
    if (this.moment.undo) this.keepForUndo(delta);
    this.increase(this.find(delta), delta);
  }

  /** The sum of the key of `zero`, to be added to again and again. */
  sum(zero: AnyRow): Sum {
    return new Sum(this, zero);
  }

  /** Adds to the row that {@link find} gave for `zero`. */
  addToRow(row: number, zero: AnyRow, delta: AnyRow): void {
    if (this.moment.undo) this.keepForUndo({ ...zero, ...delta });
    this.increase(row, delta);
  }

  /** The row of a key among those since the last batch, made where it is not there. */
  find(key: AnyRow): number {
    const { deltas, kept } = this;
    const { size } = deltas;
    const row = deltas.findOrMake(key, 0n);
    if (deltas.size > size) for (const n of kept) deltas.columns[n]![row] = key[deltas.fields[n]!];
    return row;
  }

  /** Names the batch at hand: what {@link find} gave is of use until this changes. */
  get batch(): unknown {
    return this.deltas;
  }

  private increase(row: number, delta: AnyRow): void {
    const { fields, columns } = this.deltas;
    for (const n of this.added) {
      const more = delta[fields[n]!] as bigint;
      if (more) (columns[n] as bigint[])[row]! += more;
    }
  }

  private keepForUndo(delta: AnyRow): void {
    let block = this.byBlock.get(this.moment.block);
    if (!block) this.byBlock.set(this.moment.block, (block = new KeyMap(this.spec.key)));
    const sum = block.get(delta);
    if (sum === undefined) block.set(delta, { ...delta });
    else for (const field of this.spec.sums) sum[field] = (sum[field] as bigint) + (delta[field] as bigint);
  }

  take(undo: UndoLine[]): ColumnRows {
    for (const [block, rows] of this.byBlock) {
      for (const row of rows.values()) undo.push({ block, table: this.spec, key: row, image: row });
    }
    const { deltas } = this;
    this.clear();
    return deltas;
  }

  clear(): void {
    this.deltas = new ColumnRows(this.spec);
    this.byBlock.clear();
  }
}

/** One sum of a table, whose row is remembered until the batch ends. */
export class Sum {
  private row = -1;
  private batch: unknown;

  constructor(
    private readonly table: SumsTable,
    private readonly zero: AnyRow,
  ) {}

  /** @param delta what to add, by field */
  add(delta: AnyRow): void {
    const { table, zero } = this;
    if (this.batch !== table.batch) {
      this.row = table.find(zero);
      this.batch = table.batch;
    }
    table.addToRow(this.row, zero, delta);
  }
}
