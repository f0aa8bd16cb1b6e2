import type { Address, AssetId } from '../ids.js';
import { assetAccount } from './accounts.js';
import type { AssetRow, LedgerState, RunningTotalAtRow, RunningTotalRow, PostingAccount, Slot } from './state.js';

/** What an asset keeps for its people of one vault and token: its rows, each found once. */
export class Till {
  readonly asset: Slot<AssetRow>;
  readonly totals: Slot<RunningTotalRow>;
  /** Where the asset's money is posted. */
  readonly account: PostingAccount;
  private mark_s = -1;
  private at: Pick<Slot<RunningTotalAtRow>, 'put'> | undefined;

  constructor(
    private readonly state: LedgerState,
    readonly assetId: AssetId,
    readonly vault: Address,
    readonly token: Address,
  ) {
    this.asset = state.assets.slot({ assetId });
    this.totals = state.totals.slot({ assetId, vault, token });
    this.account = assetAccount(assetId);
  }

  /** The running totals at the end of the interval that `mark_s` ends. */
  totalsAt(mark_s: number): Pick<Slot<RunningTotalAtRow>, 'put'> {
    if (this.at === undefined || this.mark_s !== mark_s) {
      const { assetId, vault, token } = this;
      this.at = this.state.totalsAt.slot({ assetId, vault, token, mark_s });
      this.mark_s = mark_s;
    }
    return this.at;
  }
}
