import type { AssetId } from '../ids.js';
import { PPM } from '../vocabulary.js';
import type { Plan } from './plan.js';

/** What goes from one asset of a run to another asset, of the run or homed elsewhere. */
export interface Move {
  readonly from: AssetId;
  readonly to: AssetId;
  /** True where the receiver is homed on another chain. */
  readonly abroad: boolean;
  readonly amount: bigint;
  /** Index of the giver in the plan. */
  readonly giver: number;
}

/** Amounts by the index of the asset in the plan. `own` of an asset is `kept + direct`. */
export interface RunResult {
  readonly inflow: readonly bigint[];
  readonly kept: readonly bigint[];
  readonly direct: readonly bigint[];
  /** One for each gift of the plan, in the order in which they are taken; many are of nothing. */
  readonly moves: readonly Move[];
  /** Assets whose royalties ask for more than there was. */
  readonly cut: readonly AssetId[];
  /** Assets with money whose links beyond the run's limit were not applied. */
  readonly truncated: readonly AssetId[];
}

/** A move with what decides its amount, which each run sets. */
interface OpenMove extends Move {
  amount: bigint;
  readonly ratePpm: bigint;
  /** Index of the receiver in the plan; -1 where it is homed elsewhere. */
  readonly receiver: number;
  readonly isRelative: boolean;
}

/**
 * The waterfall (design section 6) over a plan, again and again: what a run has said is true until the next one. Usages
 * go the same ways, and to make room for what they give would be a third of what a run costs.
 */
export class Waterfall implements RunResult {
  readonly inflow: bigint[];
  readonly kept: bigint[];
  readonly direct: bigint[];
  readonly moves: readonly OpenMove[];
  readonly cut: AssetId[] = [];
  readonly truncated: AssetId[] = [];
  /** Where those of each asset end among the moves. */
  private readonly endOfMoves: readonly number[];

  constructor(private readonly plan: Plan) {
    const nothing = plan.assets.map(() => 0n);
    this.inflow = nothing;
    this.kept = [...nothing];
    this.direct = [...nothing];
    this.moves = movesOf(plan);
    let end = 0;
    this.endOfMoves = plan.assets.map(({ relative, absolute }) => (end += relative.length + absolute.length));
  }

  /**
   * `seeds` gives the inflow by index in the plan; what is given is conserved: the sum of seeds is the sum of kept,
   * direct and moves abroad.
   */
  run(seeds: readonly (readonly [index: number, amount: bigint])[]): this {
    this.clear();
    for (const [index, amount] of seeds) this.inflow[index]! += amount;
    for (let index = 0; index < this.inflow.length; index++) this.give(index);
    return this;
  }

  private clear(): void {
    this.inflow.fill(0n);
    this.kept.fill(0n);
    this.direct.fill(0n);
    this.cut.length = 0;
    this.truncated.length = 0;
    for (const move of this.moves) move.amount = 0n;
  }

  /** Gives what an asset owes of its inflow; the rest is what it keeps. */
  private give(index: number): void {
    const { inflow, direct, moves, endOfMoves } = this;
    const all = inflow[index]!;
    if (all === 0n) return;
    const { assetId, truncated } = this.plan.assets[index]!;
    let rest = all;
    let isCut = false;
    for (let place = index === 0 ? 0 : endOfMoves[index - 1]!; place < endOfMoves[index]!; place++) {
      const gift = moves[place]!;
      const asked = (all * gift.ratePpm) / PPM;
      const amount = asked > rest ? rest : asked;
      if (asked > amount) isCut = true;
      if (amount === 0n) continue;
      rest -= amount;
      gift.amount = amount;
      if (gift.receiver >= 0) (gift.isRelative ? inflow : direct)[gift.receiver]! += amount;
    }
    if (isCut) this.cut.push(assetId);
    if (truncated) this.truncated.push(assetId);
    this.kept[index] = rest;
  }
}

/** One run over a plan (see {@link Waterfall}). */
export function runWaterfall(plan: Plan, seeds: readonly (readonly [index: number, amount: bigint])[]): RunResult {
  return new Waterfall(plan).run(seeds);
}

function movesOf({ assets }: Plan): OpenMove[] {
  return assets.flatMap(({ assetId, relative, absolute }, giver) =>
    [...relative, ...absolute].map(({ to, index, ratePpm }, place) => ({
      from: assetId,
      to,
      abroad: index < 0,
      giver,
      ratePpm,
      receiver: index,
      isRelative: place < relative.length,
      amount: 0n,
    })),
  );
}
