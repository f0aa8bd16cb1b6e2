import type { AssetId, ChainId } from '../../domain/ids.js';
import { planOf } from '../../domain/ledger/plans.js';
import type { Plan } from '../../domain/waterfall/plan.js';
import { runWaterfall } from '../../domain/waterfall/run.js';
import type { LineageTimeline } from '../entitlements/explain/lineage-timeline.js';

/** Of one whole: what of a usage's net reaches an asset. */
const WHOLE = 10n ** 18n;

/** What of an asset's usages reaches another, in some consecutive ones of the pieces asked for. */
export interface Reach {
  /** Indexes of the first of them, and of the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly assetId: string;
  readonly share: bigint;
}

/** Which parts of usages reach some assets, by the links of their time. */
export class Reaches {
  private readonly shares = new WeakMap<Plan, ReadonlyMap<string, bigint>>();
  /** For each end of a piece, how often any link had changed before. */
  private readonly eras: readonly number[];

  /** @param ends of pieces of time, ascending */
  constructor(
    private readonly chain: ChainId,
    private readonly lineage: LineageTimeline,
    private readonly ends: readonly number[],
    private readonly wanted: ReadonlySet<string>,
  ) {
    const changes = lineage.changes_s.sort((a, b) => a - b);
    let era = 0;
    this.eras = ends.map((end_s) => {
      while (era < changes.length && changes[era]! < end_s) era++;
      return era;
    });
  }

  /** @param pieces indexes of their ends, ascending */
  *of(asset: AssetId, pieces: readonly number[]): Generator<Reach> {
    for (let from = 0, to = 0; from < pieces.length; from = to) {
      const reach = this.sharesAt(asset, pieces[from]!);
      for (to = from + 1; to < pieces.length; to++) {
        if (!this.isSameEra(pieces, to) && this.sharesAt(asset, pieces[to]!) !== reach) break;
      }
      for (const [assetId, share] of reach) yield { from, to, assetId, share };
    }
  }

  private isSameEra(pieces: readonly number[], index: number): boolean {
    return this.eras[pieces[index]!] === this.eras[pieces[index - 1]!];
  }

  private sharesAt(asset: AssetId, piece: number): ReadonlyMap<string, bigint> {
    const plan = planOf(asset, this.chain, this.lineage.before(this.ends[piece]!));
    let shares = this.shares.get(plan);
    if (!shares) this.shares.set(plan, (shares = this.sharesOf(plan, asset)));
    return shares;
  }

  private sharesOf(plan: Plan, used: AssetId): Map<string, bigint> {
    const run = runWaterfall(plan, [[plan.indexOf.get(used)!, WHOLE]]);
    const shares = new Map<string, bigint>();
    plan.assets.forEach(({ assetId }, index) => {
      const share = run.kept[index]! + run.direct[index]!;
      if (share > 0n && this.wanted.has(assetId)) shares.set(assetId, share);
    });
    return shares;
  }
}
