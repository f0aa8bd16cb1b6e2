import type { AssetId } from '../ids.js';
import type { Plan } from '../waterfall/plan.js';
import type { Move } from '../waterfall/run.js';
import { assetAccount, transitAccount } from './accounts.js';
import { NO_LINKS } from './graph.js';
import type { LedgerState, PostingRow, Sum } from './state.js';
import type { Till } from './tills.js';

/**
 * The way that a usage's money takes from one asset upward, with everything it reaches: usages of an asset
 * go the same way until a link changes, and most of their cost would be to look for the same rows again.
 */
export class Route {
  /** Of the interval at hand, by giver and place of the gift. */
  private readonly royalties: (Sum<PostingRow> | undefined)[][];
  private mark_s = -1;
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
    this.royalties = plan.assets.map(() => []);
  }

  /** Whether every asset on the way still has the links that the plan was made from. */
  holds(): boolean {
    const { tills, plan } = this;
    for (let index = 0; index < tills.length; index++) {
      const links = tills[index]!.asset.get()?.links ?? NO_LINKS;
      if (links !== plan.assets[index]!.links) return false;
    }
    return true;
  }

  /** The sum that a royalty is posted to, in the interval that `mark_s` ends. */
  royalty({ giver, place, from, to, abroad }: Move, mark_s: number): Sum<PostingRow> {
    const { royalties } = this;
    if (this.mark_s !== mark_s) {
      for (const sums of royalties) sums.length = 0;
      this.mark_s = mark_s;
    }
    const known = royalties[giver]![place];
    if (known) return known;
    const { vault, token } = this.tills[giver]!;
    const key = {
      vault,
      token,
      mark_s,
      debit: assetAccount(from),
      credit: abroad ? transitAccount(to) : assetAccount(to),
    };
    return (royalties[giver]![place] = this.state.postings.sum({ ...key, amount: 0n, count: 0n }));
  }
}
