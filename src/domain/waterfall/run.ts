import type { AssetId } from '../ids.js';
import { PPM } from '../vocabulary.js';
import type { Plan } from './plan.js';

/** Money that went from one asset of the run to another asset, of the run or homed elsewhere. */
export interface Move {
  readonly from: AssetId;
  readonly to: AssetId;
  /** True where the receiver is homed on another chain. */
  readonly abroad: boolean;
  readonly amount: bigint;
  /** Index of the giver in the plan. */
  readonly giver: number;
  /** Which of the giver's gifts it is: relative ones first, then absolute ones. */
  readonly place: number;
}

/** Amounts by the index of the asset in the plan. `own` of an asset is `kept + direct`. */
export interface RunResult {
  readonly inflow: readonly bigint[];
  readonly kept: readonly bigint[];
  readonly direct: readonly bigint[];
  readonly moves: readonly Move[];
  /** Assets whose royalties ask for more than there was. */
  readonly cut: readonly AssetId[];
  /** Assets with money whose links beyond the run's limit were not applied. */
  readonly truncated: readonly AssetId[];
}

/**
 * The waterfall (design section 6) over a plan. `seeds` gives the inflow by index in the plan; what is
 * given is conserved: the sum of seeds is the sum of kept, direct and moves abroad.
 */
export function runWaterfall(plan: Plan, seeds: readonly (readonly [index: number, amount: bigint])[]): RunResult {
  const size = plan.assets.length;
  const inflow = new Array<bigint>(size).fill(0n);
  const kept = new Array<bigint>(size).fill(0n);
  const direct = new Array<bigint>(size).fill(0n);
  const moves: Move[] = [];
  const cut: AssetId[] = [];
  const truncated: AssetId[] = [];
  for (const [index, amount] of seeds) inflow[index]! += amount;

  for (let index = 0; index < size; index++) {
    const all = inflow[index]!;
    if (all === 0n) continue;
    const asset = plan.assets[index]!;
    const { assetId, relative, absolute } = asset;
    const gifts = relative.length + absolute.length;
    let rest = all;
    let isCut = false;
    for (let place = 0; place < gifts; place++) {
      const isRelative = place < relative.length;
      const gift = isRelative ? relative[place]! : absolute[place - relative.length]!;
      const asked = (all * gift.ratePpm) / PPM;
      const amount = asked > rest ? rest : asked;
      if (asked > amount) isCut = true;
      if (amount === 0n) continue;
      rest -= amount;
      const { to, index: receiver } = gift;
      if (receiver >= 0) (isRelative ? inflow : direct)[receiver]! += amount;
      moves.push({ from: assetId, to, abroad: receiver < 0, amount, giver: index, place });
    }
    if (isCut) cut.push(assetId);
    if (asset.truncated) truncated.push(assetId);
    kept[index] = rest;
  }
  return { inflow, kept, direct, moves, cut, truncated };
}
