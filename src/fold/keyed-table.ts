import type { KeyedChanges, UndoLine } from './changes.js';
import type { AnyRow, AnyTable } from './table.js';
import { KeyMap } from './key-map.js';
import type { KeyValues } from './key-values.js';

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

/** Stands for a block below those that may go. */
const STAYS = -2;

/** So many rows of a table may be owed to the database: they stay in memory until it has them. */
const MOST_OWED = 20_000;

/** A row in memory. */
export interface Entry {
  /** A row or key with the fields of the key. */
  readonly key: AnyRow;
  row: AnyRow | undefined;
  /** The row as the database has it, once it is dirty; meaningless while `known` is false. */
  original: AnyRow | undefined;
  known: boolean;
  dirty: boolean;
  /** The block in which it was last changed. */
  block: number;
  /** The batch in which it was last used. */
  used: number;
  /** False once the table has forgotten it: whoever remembers it has to find the row anew. */
  isHeld: boolean;
}

/** What a keyed row was before a block changed it. */
export interface Image {
  readonly block: number;
  readonly entry: Entry;
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
  /** What keys of rows are made of that are only written. */
  values: KeyValues;
}

/** Rows that are read by key and replaced. Where there are groups, rows come and go in groups only. */
export class KeyedTable {
  readonly dirty: Entry[] = [];
  readonly images: Image[] = [];
  /** True while every row of the table is in memory. */
  complete = false;
  /** Rows of batches that have ended, of which the database still has what they were before. */
  private readonly owed = new Set<Entry>();
  private readonly entries: KeyMap<Entry>;
  private readonly groups: KeyMap<{ key: AnyRow; used: number }>;
  private readonly isGrouped: boolean;

  constructor(
    readonly spec: AnyTable,
    private readonly moment: Moment,
  ) {
    this.entries = new KeyMap(spec.key);
    this.groups = new KeyMap(spec.group);
    this.isGrouped = spec.group.length > 0;
  }

  /** Rows in memory, absent ones that are known to be absent included. */
  get size(): number {
    return this.entries.size;
  }

  /** @throws MissingRows when the row was not loaded */
  get(key: AnyRow): AnyRow | undefined {
    return this.read(this.find(key), key);
  }

  /** The row of a key that is asked for again and again. */
  slot(key: AnyRow): Slot {
    return new Slot(this, key);
  }

  /** What is in memory of a key. */
  find(key: AnyRow): Entry | undefined {
    return this.entries.get(key);
  }

  /** The row of what {@link find} gave. @throws MissingRows when it was not loaded */
  read(entry: Entry | undefined, key: AnyRow): AnyRow | undefined {
    if (entry !== undefined && (entry.known || entry.dirty)) {
      entry.used = this.moment.batch;
      return entry.row;
    }
    if (this.complete || this.holdsGroup(key)) return undefined;
    throw new MissingRows(this, key, this.isGrouped);
  }

  /** Every row of a group. @throws MissingRows when it was not loaded */
  ofGroup(key: AnyRow): AnyRow[] {
    const group = this.groups.get(key);
    if (group) group.used = this.moment.batch;
    else if (!this.complete) throw new MissingRows(this, key, true);
    const rows: AnyRow[] = [];
    for (const { row } of this.entries.values(key, this.spec.group.length)) if (row) rows.push(row);
    return rows;
  }

  put(row: AnyRow): void {
    this.change(this.findOrInsert(row), row);
  }

  remove(key: AnyRow): void {
    this.change(this.findOrInsert(key), undefined);
  }

  /** What is in memory of a key that is about to be changed. @throws MissingRows when its group was not loaded */
  findOrInsert(key: AnyRow): Entry {
    const entry = this.entries.get(key);
    if (entry) return entry;
    const absent = this.complete || this.holdsGroup(key);
    if (!absent && this.isGrouped) throw new MissingRows(this, key, true);
    return this.insert(key, undefined, absent);
  }

  /** Replaces the row of what {@link findOrInsert} gave. */
  change(entry: Entry, row: AnyRow | undefined): void {
    const { moment } = this;
    if (!entry.dirty) {
      entry.dirty = true;
      entry.original = entry.row;
      entry.block = -1;
      this.dirty.push(entry);
    }
    if (moment.undo && entry.block !== moment.block) {
      const unknown = entry.block === -1 && !entry.known;
      this.images.push({ block: moment.block, entry, row: entry.row, unknown });
    }
    entry.block = moment.block;
    entry.used = moment.batch;
    entry.row = row;
  }

  /** Whether the row was put by the batch at hand and is not what a block that may go would be taken back to. */
  isOwn(entry: Entry): boolean {
    const { moment } = this;
    return entry.dirty && (!moment.undo || entry.block === moment.block);
  }

  /** Takes in a row that the batch at hand has put elsewhere, in blocks that stay. */
  adopt(row: AnyRow): void {
    const { undo } = this.moment;
    this.moment.undo = false;
    this.put(row);
    this.moment.undo = undo;
    this.entries.get(row)!.block = STAYS;
  }

  private insert(key: AnyRow, row: AnyRow | undefined, known: boolean): Entry {
    const { batch } = this.moment;
    const entry = { key, row, original: row, known, dirty: false, block: -1, used: batch, isHeld: true };
    this.entries.set(key, entry);
    return entry;
  }

  private holdsGroup(key: AnyRow): boolean {
    return this.isGrouped && this.groups.get(key) !== undefined;
  }

  /** Those of the keys that have to be read from the database. While the table is not all in memory, the others count as used. */
  missing(keys: Iterable<AnyRow>): AnyRow[] {
    if (this.complete) return [];
    const missing = new KeyMap<AnyRow>(this.spec.key);
    for (const key of keys) {
      const entry = this.entries.get(key);
      if (entry?.known) entry.used = this.moment.batch;
      else if (!this.holdsGroup(key)) missing.set(key, key);
    }
    return missing.values();
  }

  /** Those of the groups that have to be read from the database. While the table is not all in memory, the others count as used. */
  missingGroups(keys: Iterable<AnyRow>): AnyRow[] {
    if (this.complete) return [];
    const missing = new KeyMap<AnyRow>(this.spec.group);
    for (const key of keys) {
      const group = this.groups.get(key);
      if (group) group.used = this.moment.batch;
      else missing.set(key, key);
    }
    return missing.values();
  }

  /** Takes in what the database has for the keys; those without a row are known to be absent. */
  loaded(keys: readonly AnyRow[], rows: readonly AnyRow[]): void {
    for (const row of rows) this.note(row, row);
    for (const key of keys) if (!this.entries.get(key)?.known) this.note(key, undefined);
  }

  loadedGroups(keys: readonly AnyRow[], rows: readonly AnyRow[]): void {
    for (const key of keys) this.groups.set(key, { key, used: this.moment.batch });
    for (const row of rows) this.note(row, row);
  }

  private note(key: AnyRow, row: AnyRow | undefined): void {
    const entry = this.entries.get(key);
    if (entry === undefined) this.insert(key, row, true);
    else if (!entry.known) {
      entry.known = true;
      entry.original = row;
      if (!entry.dirty) entry.row = row;
    }
  }

  /**
   * Ends the batch: gives what it has changed, which counts as being in the database from now on.
   * @param mayOwe whether rows that the database has may be given with a later batch, as they are then
   */
  take(undo: UndoLine[], mayOwe = false): KeyedChanges {
    const { spec, owed } = this;
    const owes = mayOwe && !spec.unread && owed.size + this.dirty.length <= MOST_OWED;
    for (const { block, entry, row } of this.images) undo.push({ block, table: spec, key: entry.key, image: row });
    const [added, put, removed]: AnyRow[][] = [[], [], []];
    for (const entry of this.dirty) {
      const { key, row, known, original } = entry;
      owed.delete(entry);
      if (row && known && !original) added!.push(row);
      else if (row && known && owes) owed.add(entry);
      else if (row) put!.push(row);
      else if (!known || original) removed!.push(key);
      entry.dirty = false;
      entry.known = true;
      entry.original = undefined;
    }
    if (!owes) {
      for (const { row } of owed) put!.push(row!);
      owed.clear();
    }
    this.dirty.length = 0;
    this.images.length = 0;
    return { spec, added: added!, put: put!, removed: removed! };
  }

  /** The batch never was: rows are again as the database has them. */
  reset(): void {
    for (const entry of this.dirty) {
      entry.dirty = false;
      entry.row = entry.original;
      entry.original = undefined;
      if (!entry.known) this.drop(entry);
    }
    this.dirty.length = 0;
    this.images.length = 0;
  }

  /** Forgets what the batch at hand did not use and the database has. */
  evict(): void {
    if (this.isGrouped) this.evictGroups();
    else {
      for (const entry of this.entries.values()) {
        if (!this.isKept(entry)) this.forget(entry);
      }
    }
  }

  private evictGroups(): void {
    const { batch } = this.moment;
    const depth = this.spec.group.length;
    // While the table was complete, rows came without their group being noted.
    const keep = new KeyMap<boolean>(this.spec.group);
    for (const entry of this.entries.values()) if (this.isKept(entry)) keep.set(entry.key, true);
    for (const group of this.groups.values()) if (group.used >= batch) keep.set(group.key, true);
    const wasComplete = this.complete;
    for (const entry of this.entries.values()) {
      if (!keep.get(entry.key)) this.forget(entry);
      else if (wasComplete && !this.groups.get(entry.key)) this.groups.set(entry.key, { key: entry.key, used: batch });
    }
    for (const group of this.groups.values()) {
      if (group.used < batch && this.entries.values(group.key, depth).length === 0) this.groups.delete(group.key);
    }
  }

  private isKept(entry: Entry): boolean {
    return entry.used >= this.moment.batch || this.owed.has(entry);
  }

  private forget(entry: Entry): void {
    this.drop(entry);
    this.complete = false;
  }

  private drop(entry: Entry): void {
    entry.isHeld = false;
    this.entries.delete(entry.key);
  }

  /** Forgets everything. */
  clear(): void {
    if (this.owed.size > 0) throw new Error(`Rows of ${this.spec.name} are forgotten before they were written.`);
    for (const entry of this.entries.values()) entry.isHeld = false;
    this.entries.clear();
    this.groups.clear();
    this.dirty.length = 0;
    this.images.length = 0;
    this.complete = false;
  }
}

/** One row of a table, whose place in memory is remembered while it is there: looking for it is what costs. */
export class Slot {
  private entry: Entry | undefined;

  constructor(
    private readonly table: KeyedTable,
    private readonly key: AnyRow,
  ) {}

  /** @throws MissingRows when the row was not loaded */
  get(): AnyRow | undefined {
    if (!this.entry?.isHeld) this.entry = this.table.find(this.key);
    return this.table.read(this.entry, this.key);
  }

  put(row: AnyRow): void {
    if (!this.entry?.isHeld) this.entry = this.table.findOrInsert(this.key);
    this.table.change(this.entry, row);
  }

  /** The row, where it may be changed in place: it was put since the last batch, and no block has to be taken back to it. */
  own(): AnyRow | undefined {
    const { entry } = this;
    return entry?.isHeld && this.table.isOwn(entry) ? entry.row : undefined;
  }
}
