import type { AssetId } from '../ids.js';
import type { Plan } from '../waterfall/plan.js';
import { Waterfall } from '../waterfall/run.js';
import { assetAccount, transitAccount } from './accounts.js';
import { NO_LINKS } from './graph.js';
import type { AssetRow, LedgerState, PostingRow, Series, Slot } from './state.js';
import type { Till } from './tills.js';

/**
 * The way that a usage's money takes from one asset upward, with everything it reaches: usages of an asset
 * go the same way until a link changes, and most of their cost would be to look for the same rows again.
 */
export class Route {
  private readonly assets: readonly Slot<AssetRow>[];
  /** By place among the moves. */
  private readonly royalties: (Series<PostingRow> | undefined)[] = [];
  /** What is added to one of them: of no more use once it is. */
  private readonly delta = { amount: 0n, count: 1n };
  /** Runs over the plan. */
  readonly waterfall: Waterfall;
  /** The rows of the plan's assets, as {@link holds} has found them last. */
  readonly rows: (AssetRow | undefined)[];
  /** Index of the first asset in the plan. */
  readonly start: number;

  constructor(
    private readonly state: LedgerState,
    asset: AssetId,
    readonly plan: Plan,
    /** In the order of the plan's assets. */
    readonly tills: readonly Till[],
  ) {
    this.start = plan.indexOf.get(asset)!;
    this.waterfall = new Waterfall(plan);
    this.assets = tills.map(({ asset }) => asset);
    this.rows = this.assets.map((asset) => asset.get());
  }

  /** Finds the rows of all assets on the way. @returns whether they still have the links that the plan was made from */
  holds(): boolean {
    const { assets, plan, rows } = this;
    for (let index = 0; index < assets.length; index++) {
      const row = assets[index]!.get();
      if (row === rows[index]) continue;
      if ((row?.links ?? NO_LINKS) !== plan.assets[index]!.links) return false;
      rows[index] = row;
    }
    return true;
  }

  /** Posts what the waterfall has moved at a place, in the interval that `mark_s` ends. */
  postRoyalty(place: number, mark_s: number): void {
    this.delta.amount = this.waterfall.moves[place]!.amount;
    (this.royalties[place] ??= this.royaltySeries(place)).add(mark_s, this.delta);
  }

  private royaltySeries(place: number): Series<PostingRow> {
    const { to, abroad, giver } = this.waterfall.moves[place]!;
    const { vault, token, account: debit } = this.tills[giver]!;
    const credit = abroad ? transitAccount(to) : assetAccount(to);
    return this.state.postings.series({ vault, token, mark_s: 0, debit, credit, amount: 0n, count: 0n });
  }
}
