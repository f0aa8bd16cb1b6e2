import type { AnyRow } from './table.js';

/** A value and its whole key. */
class Leaf<V> {
  constructor(
    readonly key: AnyRow,
    public value: V,
  ) {}
}

type Level<V> = Map<unknown, Node<V>>;
type Node<V> = Leaf<V> | Level<V>;

/**
 * Values by several fields of a row: maps within maps, one level a field, as deep as it takes to tell one key
 * from the others. Joining the fields into one text would cost making and hashing a long string at every look.
 */
export class KeyMap<V> {
  private root: Level<V> = new Map();
  private count = 0;

  constructor(private readonly fields: readonly string[]) {}

  get size(): number {
    return this.count;
  }

  get(key: AnyRow): V | undefined {
    let level = this.root;
    for (let depth = 0; ;) {
      const node = level.get(key[this.fields[depth]!]);
      depth++;
      if (node === undefined) return undefined;
      if (node instanceof Leaf) return this.isSame(node.key, key, depth, this.fields.length) ? node.value : undefined;
      level = node;
    }
  }

  set(key: AnyRow, value: V): void {
    this.leaf(key, value).value = value;
  }

  /** What is there for the key; where nothing is, `value` is from now on. */
  getOrSet(key: AnyRow, value: V): V {
    return this.leaf(key, value).value;
  }

  /** The key's leaf, made with `value` where there is none. */
  private leaf(key: AnyRow, value: V): Leaf<V> {
    let level = this.root;
    for (let depth = 0; ;) {
      const field = key[this.fields[depth]!];
      const node = level.get(field);
      depth++;
      if (node === undefined) {
        const leaf = new Leaf(key, value);
        level.set(field, leaf);
        this.count++;
        return leaf;
      }
      if (node instanceof Leaf) {
        if (this.isSame(node.key, key, depth, this.fields.length)) return node;
        const below: Level<V> = new Map([[node.key[this.fields[depth]!], node]]);
        level.set(field, below);
        level = below;
      } else level = node;
    }
  }

  private isSame(a: AnyRow, b: AnyRow, from: number, to: number): boolean {
    for (let depth = from; depth < to; depth++) {
      const field = this.fields[depth]!;
      if (a[field] !== b[field]) return false;
    }
    return true;
  }

  delete(key: AnyRow): void {
    const path: Level<V>[] = [];
    let node: Node<V> | undefined = this.root;
    while (node !== undefined && !(node instanceof Leaf)) {
      path.push(node);
      node = node.get(key[this.fields[path.length - 1]!]);
    }
    if (node === undefined || !this.isSame(node.key, key, path.length, this.fields.length)) return;
    this.count--;
    for (let depth = path.length - 1; depth >= 0; depth--) {
      path[depth]!.delete(key[this.fields[depth]!]);
      if (path[depth]!.size > 0) return;
    }
  }

  /** Every value, or those whose first fields are those of `prefix`. */
  values(prefix: AnyRow = {}, length = 0): V[] {
    let node: Node<V> | undefined = this.root;
    for (let depth = 0; depth < length && !(node instanceof Leaf); depth++) {
      node = node.get(prefix[this.fields[depth]!]);
      if (node === undefined) return [];
    }
    if (node instanceof Leaf && !this.isSame(node.key, prefix, 0, length)) return [];
    const values: V[] = [];
    collect(node, values);
    return values;
  }

  /** Every value in the order of the keys: rows that are written in it find their places in an index side by side. */
  inOrder(): V[] {
    const values: V[] = [];
    collectInOrder(this.root, values);
    return values;
  }

  clear(): void {
    this.root = new Map();
    this.count = 0;
  }
}

function collect<V>(node: Node<V>, into: V[]): void {
  if (node instanceof Leaf) into.push(node.value);
  else for (const below of node.values()) collect(below, into);
}

function collectInOrder<V>(node: Node<V>, into: V[]): void {
  if (node instanceof Leaf) {
    into.push(node.value);
    return;
  }
  const fields = [...node.keys()];
  if (fields.length > 1) sort(fields);
  for (const field of fields) collectInOrder(node.get(field)!, into);
}

/** A field's values in order: numbers by size, text by code units, which needs no comparing function. */
function sort(fields: unknown[]): void {
  if (typeof fields[0] === 'number') (fields as number[]).sort((a, b) => a - b);
  else fields.sort();
}
