import type { UndoLine } from './changes.js';
import type { AnyRow, AnyTable } from './table.js';
import { ColumnRows } from './column-rows.js';
import type { AmountColumn } from './columns.js';
import { KeyMap } from './key-map.js';
import type { Moment } from './keyed-table.js';

/** Rows that are only added to. */
export class SumsTable {
  private deltas: ColumnRows;
  /** What each block that may go has added. */
  private readonly byBlock = new Map<number, KeyMap<AnyRow>>();
  /** The columns that are added to; those of the other fields say what they said first. */
  private added: readonly AmountColumn[];
  private readonly kept: readonly string[];

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
  ) {
    this.deltas = new ColumnRows(spec, moment.values);
    this.added = this.addedTo();
    this.kept = this.deltas.fields.filter((field) => !spec.sums.includes(field));
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

  /** The sums of the key of `zero` by interval, to be added to again and again. */
  series(zero: AnyRow): Series {
    return new Series(this, zero);
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
    const row = deltas.findOrMake(key);
    if (deltas.size > size) for (const field of kept) deltas.column(field).set(row, key[field]);
    return row;
  }

  /** Names the batch at hand: what {@link find} gave is of use until this changes. */
  get batch(): unknown {
    return this.deltas;
  }

  private increase(row: number, delta: AnyRow): void {
    const { added } = this;
    const { sums } = this.spec;
    for (let n = 0; n < added.length; n++) {
      const more = delta[sums[n]!] as bigint;
      if (more) added[n]!.add(row, more);
    }
  }

  private addedTo(): AmountColumn[] {
    return this.spec.sums.map((field) => this.deltas.column(field as string) as AmountColumn);
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
    this.deltas = new ColumnRows(this.spec, this.moment.values);
    this.added = this.addedTo();
    this.byBlock.clear();
  }
}

/** Sums whose keys differ in their mark alone: the row of the last one is remembered until the batch ends. */
export class Series {
  private row = -1;
  private batch: unknown;

  /** @param zero a row of the key whose sums are 0: its mark is changed as it is added to */
  constructor(
    private readonly table: SumsTable,
    private readonly zero: AnyRow,
  ) {}

  /** @param delta what to add, by field */
  add(mark_s: number, delta: AnyRow): void {
    const { table, zero } = this;
    if (this.batch !== table.batch || zero['mark_s'] !== mark_s) {
      zero['mark_s'] = mark_s;
      this.row = table.find(zero);
      this.batch = table.batch;
    }
    table.addToRow(this.row, zero, delta);
  }
}
