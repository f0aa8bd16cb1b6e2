import type { Address, AssetId } from '../ids.js';
import { assetAccount } from './accounts.js';
import { NOTHING_BY_ROLE } from './division.js';
import type {
  AssetRow,
  LedgerState,
  PostingAccount,
  RunningTotalAtRow,
  RunningTotalRow,
  Slot,
  UnreadSeries,
} from './state.js';

/** What an asset keeps for its people of one vault and token: its rows, each found once. */
export class Till {
  readonly asset: Slot<AssetRow>;
  /** Where the asset's money is posted. */
  readonly account: PostingAccount;
  private readonly totals: Slot<RunningTotalRow>;
  private readonly totalsAt: UnreadSeries<RunningTotalAtRow>;
  /** What is put there, again and again. */
  private readonly at: RunningTotalAtRow;

  constructor(
    state: LedgerState,
    readonly assetId: AssetId,
    readonly vault: Address,
    readonly token: Address,
  ) {
    this.asset = state.assets.slot({ assetId });
    this.totals = state.totals.slot({ assetId, vault, token });
    this.totalsAt = state.totalsAt.series();
    this.at = { assetId, vault, token, mark_s: 0, total1: 0n, total2: 0n };
    this.account = assetAccount(assetId);
  }

  /** Adds to a running total, with its value at the end of the interval so far. @returns the sum of both */
  grow(total: 1 | 2, amount: bigint, mark_s: number): bigint {
    const { at } = this;
    const row = this.totals.own() ?? this.replaced();
    if (total === 1) row.total1 += amount;
    else row.total2 += amount;
    row.lastMark_s = mark_s;
    at.mark_s = mark_s;
    at.total1 = row.total1;
    at.total2 = row.total2;
    this.totalsAt.put(at);
    return row.total1 + row.total2;
  }

  /** Puts a row that nobody has, in place of the one that may be kept by somebody. */
  private replaced(): RunningTotalRow {
    const { assetId, vault, token } = this;
    const { total1, total2, closed1, closed2, accumulated, lastMark_s } = this.totals.get() ?? NOTHING_KEPT;
    const row = { assetId, vault, token, total1, total2, closed1, closed2, accumulated, lastMark_s };
    this.totals.put(row);
    return row;
  }
}

/** The running totals of an asset that was never paid. */
export const NOTHING_KEPT = {
  total1: 0n,
  total2: 0n,
  closed1: 0n,
  closed2: 0n,
  accumulated: NOTHING_BY_ROLE,
  lastMark_s: 0,
} as const;
