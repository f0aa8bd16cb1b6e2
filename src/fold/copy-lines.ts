import { copyLine, type AnyRow, type AnyTable } from './codec.js';

const CHUNK_CHARACTERS = 32 * 1024;

/**
 * Rows of one table in COPY's text format, as they come. Text outside the heap: rows that wait for the next
 * checkpoint as objects would be moved about by every garbage collection until then.
 */
export class CopyLines {
  private text = '';
  private done: Buffer[] = [];

  constructor(
    private readonly spec: AnyTable,
    private readonly chain: number,
  ) {}

  add(row: AnyRow): void {
    this.text += copyLine(this.spec, this.chain, row);
    if (this.text.length > CHUNK_CHARACTERS) this.flush();
  }

  /** Everything so far, which is forgotten here. */
  take(): Buffer[] {
    this.flush();
    const { done } = this;
    this.done = [];
    return done;
  }

  clear(): void {
    this.text = '';
    this.done = [];
  }

  private flush(): void {
    if (this.text) this.done.push(Buffer.from(this.text));
    this.text = '';
  }
}
