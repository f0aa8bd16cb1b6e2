import { copyLine, type AnyRow, type AnyTable } from './codec.js';
import type { KnownNames } from './dictionary.js';

const CHUNK_CHARACTERS = 32 * 1024;

/**
 * Rows of one table in COPY's text format, as they come. Text outside the heap: rows that wait for the next
 * checkpoint as objects would be moved about by every garbage collection until then. Rows with a name whose
 * number has to be learned do wait.
 */
export class CopyLines {
  private text = '';
  private done: Buffer[] = [];
  private waiting: AnyRow[] = [];

  constructor(
    private readonly spec: AnyTable,
    private readonly chain: number,
    private readonly dictionary: KnownNames,
  ) {}

  /** @param row stays as it is from now on */
  add(row: AnyRow): void {
    const line = copyLine(this.spec, this.chain, row, this.dictionary);
    if (line === undefined) this.waiting.push(row);
    else this.text += line;
    if (this.text.length > CHUNK_CHARACTERS) this.flush();
  }

  /** Everything so far, which is forgotten here: lines, and rows with names that have to be learned. */
  take(): { lines: readonly Buffer[]; rows: readonly AnyRow[] } {
    this.flush();
    const { done, waiting } = this;
    this.clear();
    return { lines: done, rows: waiting };
  }

  clear(): void {
    this.text = '';
    this.done = [];
    this.waiting = [];
  }

  private flush(): void {
    if (this.text) this.done.push(Buffer.from(this.text));
    this.text = '';
  }
}
