/**
 * Seeded randomness: the same seed gives the same numbers on every machine, so an economy can be
 * generated again.
 */
export class Random {
  private state: number;

  constructor(seed: string) {
    // FNV-1a, so that seeds which differ in one letter start far apart.
    let hash = 0x811c9dc5;
    for (const letter of seed) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
    this.state = hash >>> 0;
  }

  /** Uniform in [0, 1), by mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Whole number with `least <= n <= most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Up to `count` different items, in random order. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) {
      taken.push(left.splice(Math.floor(this.next() * left.length), 1)[0]!);
    }
    return taken;
  }

  /** An item by Zipf's law: the n-th is n times as rare as the first. */
  zipf<T>(items: readonly T[]): T {
    let total = 0;
    for (let rank = 1; rank <= items.length; rank++) total += 1 / rank;
    let point = this.next() * total;
    for (let rank = 1; rank <= items.length; rank++) {
      point -= 1 / rank;
      if (point <= 0) return items[rank - 1]!;
    }
    return this.pick(items);
  }

  /** One of the keys, in proportion to their weights. */
  weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let point = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      point -= weight;
      if (point <= 0) return key;
    }
    return entries[0]![0];
  }

  /** Between `least` and `most` with evenly spread orders of magnitude: how prices lie. */
  logarithmic(least: number, most: number): number {
    return Math.exp(Math.log(least) + this.next() * (Math.log(most) - Math.log(least)));
  }

  /** `bytes` random bytes as hex. */
  hex(bytes: number): `0x${string}` {
    let text = '0x';
    for (let index = 0; index < bytes; index++) text += this.between(0, 255).toString(16).padStart(2, '0');
    return text as `0x${string}`;
  }
}
