import type { AnyRow, AnyTable } from './table.js';
import { ColumnRows } from './column-rows.js';
import type { KeyedTable, Moment } from './keyed-table.js';

/**
 * Rows that are put by key and never read: of those of a batch the last one is written, over whatever the database
 * has. Rows that blocks put which may go are kept by a keyed table, which knows what they were before.
 */
export class UnreadTable {
  private rows: ColumnRows;

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
    private readonly keyed: KeyedTable,
  ) {
    this.rows = new ColumnRows(spec, moment.values);
  }

  /** Rows since the last batch, but for those of the keyed table. */
  get size(): number {
    return this.rows.size;
  }

  put(row: AnyRow): void {
    if (this.staysHere) this.replace(this.rows.findOrMake(row), row);
    else this.putKeyed(row);
  }

  /** Rows of one key by interval, one after the other. */
  series(): UnreadSeries {
    return new UnreadSeries(this);
  }

  /** The place of a key's row while {@link batch} stays the same; undefined where the keyed table has it. */
  find(key: AnyRow): number | undefined {
    return this.staysHere ? this.rows.findOrMake(key) : undefined;
  }

  /** Replaces the row in a place that {@link find} gave. */
  replace(place: number, row: AnyRow): void {
    const { fields, columns } = this.rows;
    for (let n = 0; n < fields.length; n++) columns[n]!.set(place, row[fields[n]!]);
  }

  /** Names the rows at hand, until the batch ends or blocks begin that may go. */
  get batch(): unknown {
    return this.staysHere ? this.rows : undefined;
  }

  private get staysHere(): boolean {
    return !this.moment.undo && this.keyed.dirty.length === 0;
  }

  private putKeyed(row: AnyRow): void {
    const place = this.rows.find(row);
    if (place >= 0) {
      this.keyed.adopt(this.rows.row(place));
      this.rows.remove(place);
    }
    this.keyed.put(row);
  }

  /** Ends the batch: to be called once that of the keyed table has ended. */
  take(): ColumnRows {
    const { rows } = this;
    // What the keyed table knows of the database is no longer so.
    if (rows.size > 0) this.keyed.clear();
    this.clear();
    return rows;
  }

  clear(): void {
    this.rows = new ColumnRows(this.spec, this.moment.values);
  }
}

/** Rows whose keys differ in their mark alone: the place of the last one is remembered until the batch ends. */
export class UnreadSeries {
  private place = -1;
  private mark_s: unknown;
  private batch: unknown;

  constructor(private readonly table: UnreadTable) {}

  /** @param row remains the caller's: it may be changed and put again */
  put(row: AnyRow): void {
    const { table } = this;
    const { batch } = table;
    if (batch === undefined) return table.put({ ...row });
    const { mark_s } = row;
    if (this.batch !== batch || this.mark_s !== mark_s) {
      this.place = table.find(row)!;
      this.mark_s = mark_s;
      this.batch = batch;
    }
    table.replace(this.place, row);
  }
}
