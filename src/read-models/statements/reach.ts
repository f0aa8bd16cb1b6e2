import type { AssetId, ChainId } from '../../domain/ids.js';
import { planOf } from '../../domain/ledger/plans.js';
import type { Plan } from '../../domain/waterfall/plan.js';
import { runWaterfall } from '../../domain/waterfall/run.js';
import type { LineageTimeline } from '../entitlements/explain/lineage-timeline.js';

/** Of one whole: what of an amount reaches an asset. */
export const WHOLE = 10n ** 18n;

/** Parts of a whole, by asset. */
export type Parts = ReadonlyMap<string, bigint>;

/** Stands for the interval in which money was sent. */
export const AT_ONCE = 0;

/** Parts of a whole by the mark of the interval in which they arrive: {@link AT_ONCE}, or a later one that they wait for. */
export type Arrivals = ReadonlyMap<number, Parts>;

/** Which parts of a whole that comes to an asset get where. */
export interface Reach {
  /** Kept by assets that are asked for, on the asset's own chain. */
  readonly kept: Parts;
  /** The same, which wait for nothing. */
  readonly stayed: Arrivals;
  /** Given to assets of other chains. */
  readonly abroad: ReadonlyMap<AssetId, bigint>;
}

/** Where money gets on one chain, by the links of its time. */
export class Reaches {
  private readonly byPlan = new WeakMap<Plan, Reach>();
  private readonly last = new Map<AssetId, { era: number; reach: Reach }>();
  private readonly changes_s: readonly number[];

  /** @param wanted assets that are asked for */
  constructor(
    private readonly chain: ChainId,
    private readonly lineage: LineageTimeline,
    private readonly wanted: ReadonlySet<string>,
  ) {
    this.changes_s = lineage.changes_s.sort((a, b) => a - b);
  }

  /** How often any link had changed before a mark: as long as it is the same, so is every reach. */
  eraOf(mark_s: number): number {
    let [low, high] = [0, this.changes_s.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.changes_s[middle]! < mark_s) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of what comes to an asset of the chain in the interval that a mark ends. The same as long as no link changes. */
  at(asset: AssetId, mark_s: number): Reach {
    const era = this.eraOf(mark_s);
    const known = this.last.get(asset);
    if (known?.era === era) return known.reach;
    const plan = planOf(asset, this.chain, this.lineage.before(mark_s));
    let reach = this.byPlan.get(plan);
    if (!reach) this.byPlan.set(plan, (reach = this.reachOf(plan, asset)));
    this.last.set(asset, { era, reach });
    return reach;
  }

  private reachOf(plan: Plan, asset: AssetId): Reach {
    const run = runWaterfall(plan, [[plan.indexOf.get(asset)!, WHOLE]]);
    const kept = new Map<string, bigint>();
    plan.assets.forEach(({ assetId }, index) => {
      const share = run.kept[index]! + run.direct[index]!;
      if (share > 0n && this.wanted.has(assetId)) kept.set(assetId, share);
    });
    const abroad = new Map<AssetId, bigint>();
    for (const { to, abroad: leaves, amount } of run.moves) {
      if (leaves && amount > 0n) abroad.set(to, (abroad.get(to) ?? 0n) + amount);
    }
    return { kept, stayed: new Map([[AT_ONCE, kept]]), abroad };
  }
}
