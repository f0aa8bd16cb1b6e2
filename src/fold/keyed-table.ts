import { keyText, type AnyRow, type AnyTable } from './codec.js';

/**
 * Thrown when an event reads a row that was not loaded. The engine loads it and applies the batch again,
 * so what is loaded ahead decides speed, never the result.
 */
export class MissingRows extends Error {
  override name = 'MissingRows';
  constructor(
    readonly table: KeyedTable,
    readonly key: AnyRow,
    /** True when all rows of the key's group are asked for. */
    readonly group: boolean,
  ) {
    super(`A row of ${table.spec.name} was read before it was loaded.`);
  }
}

/** A row in memory. */
interface Entry {
  row: AnyRow | undefined;
  /** The row as the database has it; meaningless while `known` is false. */
  original: AnyRow | undefined;
  known: boolean;
  dirty: boolean;
  /** The block in which it was last changed. */
  block: number;
  /** The batch in which it was last used. */
  used: number;
}

/** What a keyed row was before a block changed it. */
export interface Image {
  readonly block: number;
  readonly key: string;
  readonly keyRow: AnyRow;
  row: AnyRow | undefined;
  /** True until the row has been read from the database. */
  unknown: boolean;
}

/** The batch and block at hand, shared by all tables of a set. */
export interface Moment {
  block: number;
  batch: number;
  /** Whether the block may go, so that what it changes must be kept. */
  undo: boolean;
}

/** Rows that are read by key and replaced. */
export class KeyedTable {
  readonly entries = new Map<string, Entry>();
  readonly dirty: [string, Entry][] = [];
  readonly images: Image[] = [];
  /** True while every row of the table is in memory. */
  complete = false;
  private readonly groups = new Map<string, { keys: Set<string>; used: number }>();
  private readonly keyFields: readonly string[];
  private readonly groupFields: readonly string[];

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
  ) {
    this.keyFields = spec.key;
    this.groupFields = spec.group;
  }

  /** Whether rows come and go in groups only: then no row is in memory without all of its group. */
  private get isGrouped(): boolean {
    return this.groupFields.length > 0;
  }

  /** @throws MissingRows when the row was not loaded */
  get(key: AnyRow): AnyRow | undefined {
    const text = keyText(this.keyFields, key);
    const entry = this.entries.get(text);
    if (entry?.known || entry?.dirty) {
      entry.used = this.moment.batch;
      return entry.row;
    }
    if (this.complete || this.holdsGroup(key)) return undefined;
    throw new MissingRows(this, key, this.isGrouped);
  }

  /** Every row of a group. @throws MissingRows when it was not loaded */
  ofGroup(key: AnyRow): AnyRow[] {
    const group = this.groups.get(keyText(this.groupFields, key));
    if (!group) {
      if (this.complete) return [];
      throw new MissingRows(this, key, true);
    }
    group.used = this.moment.batch;
    const rows: AnyRow[] = [];
    for (const text of group.keys) {
      const row = this.entries.get(text)?.row;
      if (row) rows.push(row);
    }
    return rows;
  }

  put(row: AnyRow): void {
    this.change(row, row);
  }

  remove(key: AnyRow): void {
    this.change(key, undefined);
  }

  private change(key: AnyRow, row: AnyRow | undefined): void {
    const text = keyText(this.keyFields, key);
    let entry = this.entries.get(text);
    if (!entry) {
      const absent = this.complete || this.holdsGroup(key);
      if (!absent && this.isGrouped) throw new MissingRows(this, key, true);
      entry = this.insert(text, key, { row: undefined, original: undefined, known: absent });
    }
    if (!entry.dirty) {
      entry.dirty = true;
      entry.original = entry.row;
      entry.block = -1;
      this.dirty.push([text, entry]);
    }
    if (this.moment.undo && entry.block !== this.moment.block) {
      const first = entry.block === -1;
      this.images.push({
        block: this.moment.block,
        key: text,
        keyRow: key,
        row: entry.row,
        unknown: first && !entry.known,
      });
    }
    entry.block = this.moment.block;
    entry.used = this.moment.batch;
    entry.row = row;
  }

  private insert(text: string, key: AnyRow, state: Pick<Entry, 'row' | 'original' | 'known'>): Entry {
    const entry: Entry = { ...state, dirty: false, block: -1, used: this.moment.batch };
    this.entries.set(text, entry);
    if (this.isGrouped) {
      const name = keyText(this.groupFields, key);
      const group = this.groups.get(name);
      if (group) group.keys.add(text);
      else if (this.complete) this.groups.set(name, { keys: new Set([text]), used: this.moment.batch });
    }
    return entry;
  }

  private holdsGroup(key: AnyRow): boolean {
    return this.isGrouped && this.groups.has(keyText(this.groupFields, key));
  }

  /** Those of the keys that have to be read from the database; marks the others as used. */
  missing(keys: Iterable<AnyRow>): AnyRow[] {
    const missing = new Map<string, AnyRow>();
    for (const key of keys) {
      const text = keyText(this.keyFields, key);
      const entry = this.entries.get(text);
      if (entry?.known) entry.used = this.moment.batch;
      else if (!this.complete && !this.holdsGroup(key)) missing.set(text, key);
    }
    return [...missing.values()];
  }

  /** Those of the groups that have to be read from the database; marks the others as used. */
  missingGroups(keys: Iterable<AnyRow>): AnyRow[] {
    const missing = new Map<string, AnyRow>();
    for (const key of keys) {
      const text = keyText(this.groupFields, key);
      const group = this.groups.get(text);
      if (group) group.used = this.moment.batch;
      else if (!this.complete) missing.set(text, key);
    }
    return [...missing.values()];
  }

  /** Takes in what the database has for the keys; those without a row are known to be absent. */
  loaded(keys: readonly AnyRow[], rows: readonly AnyRow[]): void {
    for (const row of rows) this.take(row, row);
    for (const key of keys) if (!this.entries.get(keyText(this.keyFields, key))?.known) this.take(key, undefined);
  }

  loadedGroups(keys: readonly AnyRow[], rows: readonly AnyRow[]): void {
    for (const key of keys) {
      this.groups.set(keyText(this.groupFields, key), { keys: new Set(), used: this.moment.batch });
    }
    for (const row of rows) {
      this.take(row, row);
      this.groups.get(keyText(this.groupFields, row))?.keys.add(keyText(this.keyFields, row));
    }
  }

  private take(key: AnyRow, row: AnyRow | undefined): void {
    const text = keyText(this.keyFields, key);
    const entry = this.entries.get(text);
    if (entry === undefined) this.insert(text, key, { row, original: row, known: true });
    else if (!entry.known) {
      entry.known = true;
      entry.original = row;
      if (!entry.dirty) entry.row = row;
    }
  }

  /** The batch is in the database: what it changed is clean. */
  settle(): void {
    for (const [, entry] of this.dirty) {
      entry.dirty = false;
      entry.known = true;
      entry.original = undefined;
    }
    this.dirty.length = 0;
    this.images.length = 0;
  }

  /** The batch never was: rows are again as the database has them. */
  reset(): void {
    for (const [text, entry] of this.dirty) {
      entry.dirty = false;
      entry.row = entry.original;
      entry.original = undefined;
      if (!entry.known) this.entries.delete(text);
    }
    this.dirty.length = 0;
    this.images.length = 0;
  }

  /** Forgets what the batch at hand did not use. */
  evict(): void {
    const old = (used: number): boolean => used < this.moment.batch;
    if (this.isGrouped) {
      for (const [name, group] of this.groups) {
        if (!old(group.used) || [...group.keys].some((text) => !old(this.entries.get(text)?.used ?? 0))) continue;
        for (const text of group.keys) this.entries.delete(text);
        this.groups.delete(name);
        this.complete = false;
      }
      return;
    }
    for (const [text, entry] of this.entries) {
      if (!old(entry.used)) continue;
      this.entries.delete(text);
      this.complete = false;
    }
  }

  clear(): void {
    this.entries.clear();
    this.groups.clear();
    this.dirty.length = 0;
    this.images.length = 0;
    this.complete = false;
  }
}
