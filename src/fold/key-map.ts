import type { AnyRow } from './codec.js';

type Level<V> = Map<unknown, Level<V> | V>;

/**
 * Values by several fields of a row: maps within maps, one level a field. Joining the fields into one
 * text would cost making and hashing a long string at every look.
 */
export class KeyMap<V> {
  private root: Level<V> = new Map();
  private count = 0;
  private readonly last: number;

  constructor(private readonly fields: readonly string[]) {
    this.last = fields.length - 1;
  }

  get size(): number {
    return this.count;
  }

  get(key: AnyRow): V | undefined {
    let level: Level<V> | undefined = this.root;
    for (let index = 0; index < this.last; index++) {
      level = level.get(key[this.fields[index]!]) as Level<V> | undefined;
      if (level === undefined) return undefined;
    }
    return level.get(key[this.fields[this.last]!]) as V | undefined;
  }

  set(key: AnyRow, value: V): void {
    let level = this.root;
    for (let index = 0; index < this.last; index++) {
      const field = key[this.fields[index]!];
      let next = level.get(field) as Level<V> | undefined;
      if (next === undefined) level.set(field, (next = new Map()));
      level = next;
    }
    const field = key[this.fields[this.last]!];
    if (!level.has(field)) this.count++;
    level.set(field, value);
  }

  delete(key: AnyRow): void {
    const path: Level<V>[] = [this.root];
    for (let index = 0; index < this.last; index++) {
      const next = path[index]!.get(key[this.fields[index]!]) as Level<V> | undefined;
      if (next === undefined) return;
      path.push(next);
    }
    if (path[this.last]!.delete(key[this.fields[this.last]!])) this.count--;
    for (let index = this.last; index > 0 && path[index]!.size === 0; index--) {
      path[index - 1]!.delete(key[this.fields[index - 1]!]);
    }
  }

  /** Every value, or those whose first fields are those of `prefix`. */
  *values(prefix: AnyRow = {}, depth = 0): IterableIterator<V> {
    let level = this.root;
    for (let index = 0; index < depth; index++) {
      const next = level.get(prefix[this.fields[index]!]);
      if (next === undefined) return;
      level = next as Level<V>;
    }
    yield* leaves(level, this.last - depth);
  }

  clear(): void {
    this.root = new Map();
    this.count = 0;
  }
}

function* leaves<V>(level: Level<V>, depth: number): IterableIterator<V> {
  for (const value of level.values()) {
    if (depth > 0) yield* leaves(value as Level<V>, depth - 1);
    else yield value as V;
  }
}
