import { purseKey } from '../entitlements/book.js';
import type { Purse } from '../entitlements/types.js';
import type { Weights } from './operation-split.js';

export type WeightKey = Purse & { readonly assetId: string };

/** What usages of one operation came to in some intervals, and which part of it an asset kept in a few of them. */
export interface Brought {
  /** Index of the operation by {@link BY_NAME}. */
  readonly operation: number;
  /** Marks of intervals, and what the usages came to in each: shared by all assets that they reach. */
  readonly marks: readonly number[];
  readonly nets: readonly bigint[];
  /** The part, of a whole, in those from one index on and before another. */
  readonly part: bigint;
  readonly from: number;
  readonly to: number;
}

/** What usages have brought assets in each interval, by vault, token and operation. */
export class WeightTable {
  private readonly byKey = new Map<string, Brought[]>();

  add(key: WeightKey, brought: Brought): void {
    const text = keyText(key);
    const list = this.byKey.get(text);
    if (list) list.push(brought);
    else this.byKey.set(text, [brought]);
  }

  /** What was brought in the interval that a mark ends. */
  at(key: WeightKey): (mark_s: number) => Weights {
    const byMark = new Map<number, (bigint | undefined)[]>();
    for (const { operation, marks, nets, part, from, to } of this.byKey.get(keyText(key)) ?? []) {
      for (let i = from; i < to; i++) {
        let sums = byMark.get(marks[i]!);
        if (!sums) byMark.set(marks[i]!, (sums = []));
        sums[operation] = (sums[operation] ?? 0n) + nets[i]! * part;
      }
    }
    return (mark_s) => byMark.get(mark_s) ?? NOTHING;
  }
}

const NOTHING: Weights = [];

const keyText = (key: WeightKey): string => `${purseKey(key)}|${key.assetId}`;
