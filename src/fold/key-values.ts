import { chunks } from './chunks.js';
import type { Dictionary, KnownNames } from './dictionary.js';

/**
 * Numbers for the values that keys are made of, in the order in which they first came, and what stands for those that
 * are names in the database. Kept from batch to batch, since most of a batch's names were in the one before.
 */
export class KeyValues {
  /** By their numbers. */
  private readonly values: unknown[] = [];
  private readonly numbers = new Map<unknown, number>();
  /** By the numbers of names. */
  private readonly ids: (string | undefined)[] = [];

  get size(): number {
    return this.values.length;
  }

  /** The value that has a number. */
  value(number: number): unknown {
    return this.values[number];
  }

  /** The number of a value. */
  of(value: unknown): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.values.push(value) - 1;
    this.numbers.set(value, number);
    this.ids.push(undefined);
    return number;
  }

  /** What stands for the name that has a number; undefined where it was not learned. */
  idOf(number: number): string | undefined {
    return this.ids[number];
  }

  /** What stands for a name, as far as that is known without asking the database. */
  idOfName(name: string, dictionary: KnownNames): string | undefined {
    const number = this.of(name);
    return (this.ids[number] ??= dictionary.idOf(name));
  }

  /** Learns what stands for the names that have these numbers. */
  async learn(numbers: Iterable<number>, dictionary: Dictionary): Promise<void> {
    for (const chunk of chunks([...numbers])) {
      const names = chunk.map((number) => this.values[number] as string);
      await dictionary.learn(names);
      chunk.forEach((number, at) => (this.ids[number] = dictionary.idOf(names[at]!)));
    }
  }
}
