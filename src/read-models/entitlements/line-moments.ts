import { marksInOrder } from '../../domain/time.js';

/** By chain, the mark past which its own money does not count. Settled money is final wherever it is. */
export type FinalMarks = ReadonlyMap<number, number>;

/** All marks that are looked up, and which of them each chain's money is taken at. */
export class Moments {
  readonly asked: readonly number[];
  /** Index in {@link asked} of every mark itself. */
  readonly own: readonly number[];
  /** 0 for every mark. */
  readonly nothing: readonly bigint[];
  private readonly byChain = new Map<number, readonly number[]>();

  /** @param marks ascending */
  constructor(
    readonly marks: readonly number[],
    private readonly final?: FinalMarks,
  ) {
    this.asked = final ? marksInOrder([...marks, ...final.values()]) : marks;
    let index = 0;
    this.own = marks.map((mark_s) => {
      while (this.asked[index] !== mark_s) index++;
      return index;
    });
    this.nothing = new Array<bigint>(marks.length).fill(0n);
  }

  /** Index in {@link asked} of the mark at which money of the chain counts, for every mark. */
  of(chainId: number): readonly number[] {
    const limit = this.final?.get(chainId);
    if (limit === undefined) return this.own;
    let found = this.byChain.get(chainId);
    if (!found) {
      const last = this.asked.indexOf(limit);
      this.byChain.set(chainId, (found = this.own.map((moment) => Math.min(moment, last))));
    }
    return found;
  }

  /** The same, at further marks too, in any order. */
  with(more: Iterable<number>): Moments {
    return new Moments(marksInOrder([...this.marks, ...more]), this.final);
  }
}
