import { writeLine } from './codec.js';
import type { AnyRow, AnyTable } from './table.js';
import { CopyText } from './copy-text.js';
import { type KnownNames, LastNames } from './dictionary.js';

/**
 * Rows of one table in COPY's text format, as they come. Text outside the heap: rows that wait for the next
 * checkpoint as objects would be moved about by every garbage collection until then. Rows with a name whose
 * number has to be learned do wait.
 */
export class CopyLines {
  private readonly text = new CopyText();
  private readonly names: KnownNames;
  private waiting: AnyRow[] = [];

  constructor(
    private readonly spec: AnyTable,
    private readonly chain: number,
    dictionary: KnownNames,
  ) {
    this.names = new LastNames(dictionary);
  }

  /** @param row stays as it is from now on */
  add(row: AnyRow): void {
    if (!writeLine(this.text, this.spec, this.chain, row, this.names)) this.waiting.push(row);
  }

  /** Everything so far, which is forgotten here: lines, and rows with names that have to be learned. */
  take(): { lines: readonly Buffer[]; rows: readonly AnyRow[] } {
    const { waiting } = this;
    this.waiting = [];
    return { lines: this.text.take(), rows: waiting };
  }

  clear(): void {
    this.text.clear();
    this.waiting = [];
  }
}
