import { writeChain, writeValue } from './codec.js';
import type { ColumnRows } from './column-rows.js';
import { AmountColumn, type Column } from './columns.js';
import { CopyText } from './copy-text.js';
import type { Dictionary } from './dictionary.js';
import { type AnyTable, columnOf, type ColumnSpec } from './table.js';

/** Rows whose lines are made at a stretch. */
const STRETCH = 1_000;

/** Where a column of a line comes from: a field of the key, or one of the others. */
interface Source {
  readonly column: ColumnSpec;
  /** -1 where it is none of the key's. */
  readonly inKey: number;
  readonly elsewhere: Column | undefined;
}

/** COPY's text of rows by column. What stands for a name is looked up once for all rows that have it. */
export class ColumnCopy {
  private readonly sources: readonly Source[];
  private readonly keyTypes: readonly ColumnSpec['type'][];

  private constructor(
    private readonly rows: ColumnRows,
    private readonly chain: number,
  ) {
    const { spec, fields } = rows;
    this.sources = (spec as AnyTable).columns.map((column) => ({
      column,
      inKey: spec.key.indexOf(column.field),
      elsewhere: rows.columns[fields.indexOf(column.field)],
    }));
    this.keyTypes = spec.key.map((field) => columnOf(spec, field as string).type);
  }

  /** Learns the names in keys of the rows. */
  static async learn(rows: ColumnRows, chain: number, dictionary: Dictionary): Promise<ColumnCopy> {
    const { values } = rows;
    const copy = new ColumnCopy(rows, chain);
    const all = rows.rows();
    const unknown = new Set<number>();
    copy.keyTypes.forEach((type, n) => {
      if (type !== 'name') return;
      for (const row of all) {
        const number = rows.keyNumber(row, n);
        if (values.idOf(number) === undefined && values.value(number) != null) unknown.add(number);
      }
    });
    await values.learn(unknown, dictionary);
    return copy;
  }

  /** Lines of some of the rows, in the order of their keys as the database has them. */
  *lines(some: Int32Array): Generator<Buffer> {
    const out = new CopyText();
    const ordered = this.rows.inOrder(some, (number, n) => this.rank(number, n));
    for (let index = 0; index < ordered.length; index++) {
      this.write(out, ordered[index]!);
      if (index % STRETCH === STRETCH - 1) yield* out.take();
    }
    yield* out.take();
  }

  private rank(number: number, n: number): number | string {
    const { values } = this.rows;
    if (this.keyTypes[n] === 'name') return Number(values.idOf(number) ?? 0);
    return (values.value(number) as number | string | null) ?? '';
  }

  private write(out: CopyText, row: number): void {
    const { rows } = this;
    const { values } = rows;
    writeChain(out, this.chain);
    for (const { column, inKey, elsewhere } of this.sources) {
      if (elsewhere instanceof AmountColumn) writeAmount(out, elsewhere, row);
      else if (elsewhere) writeValue(out, column, elsewhere.get(row));
      else {
        const number = rows.keyNumber(row, inKey);
        const name = column.type === 'name' ? values.idOf(number) : undefined;
        if (name === undefined) writeValue(out, column, values.value(number));
        else out.plain(name);
      }
      out.endField();
    }
    out.endLine();
  }
}

function writeAmount(out: CopyText, amounts: AmountColumn, row: number): void {
  const number = amounts.safe(row);
  if (number === undefined) out.bigint(amounts.get(row));
  else out.integer(number);
}
