import type { AssetId } from '../ids.js';
import type { EventContext } from './context.js';

/** What cannot be, and what was done about it. The list only grows. */
export type AnomalyReason =
  /** A link that would close a royalty loop: refused. */
  | 'LINK_LOOP'
  /** An event about the rules of an asset that is homed on another chain: refused. */
  | 'FOREIGN_ASSET'
  /** A second registration of an id: refused. */
  | 'REGISTERED_TWICE'
  /** Rules of an id that is not registered (yet): kept for when it is. A transfer of one is refused. */
  | 'NOT_REGISTERED'
  /** A transfer from somebody else than the owner: refused. */
  | 'NOT_THE_OWNER'
  /** A role split above one whole: refused, the last valid one stays. */
  | 'SPLIT_ABOVE_ONE'
  /** Shares of the role OWNER: refused. */
  | 'SHARES_OF_OWNER'
  /** More shares than 2^96 - 1, or fewer than none: refused. */
  | 'SHARES_OUT_OF_RANGE'
  /** A protocol fee above one whole: refused, the last valid one stays. */
  | 'FEE_ABOVE_ONE'
  /** A usage of a contract that never set its fee: no fee is taken, its vault is the contract itself. */
  | 'FEE_UNKNOWN'
  /** A price that is not a decimal above 0 of at most 36 digits after its point: refused, the last one stays. */
  | 'PRICE_INVALID'
  /** Royalties of an asset ask for more than comes in: the later ones are cut. */
  | 'ROYALTY_CUT'
  /** More ancestors than a run covers: links beyond are not applied. */
  | 'LINEAGE_TOO_LARGE'
  /** A dispute is decided that is not open: refused, the status stays. */
  | 'DISPUTE_UNKNOWN'
  /** A held usage with the receipt of an earlier one of its contract: refused. */
  | 'RECEIPT_HELD_TWICE'
  /** A release or reversal of a receipt that its contract does not hold: it moves nothing. */
  | 'HELD_UNKNOWN'
  /** A held usage is decided a second time: the first decision stays. */
  | 'HELD_DECIDED'
  /** A running total of more than a token can have: counted all the same. */
  | 'SUM_ABOVE_UINT256'
  /** A second opening of a task: refused. */
  | 'TASK_OPENED_TWICE'
  /** Something about a task that its contract never opened: refused. */
  | 'TASK_UNKNOWN'
  /** A task is closed again, or worked on after its end: kept as it happened. */
  | 'TASK_CLOSED'
  /** The same content by the same contributor for the same task: refused. */
  | 'SUBMITTED_TWICE'
  /** A review of what was not submitted: refused. */
  | 'CONTRIBUTION_UNKNOWN'
  /** A review accepts more units than there are, or scores above one whole: cut to what there is. */
  | 'REVIEW_ABOVE_ALL'
  /** A task pays more than its budget: counted as it was paid. */
  | 'REWARD_ABOVE_BUDGET'
  /** A payout root of an epoch before the latest one: refused. */
  | 'EPOCH_OUT_OF_ORDER'
  /** A payout root in place of one that is active: refused. */
  | 'EPOCH_ACTIVE'
  /** A payout root that covers time after its publication: kept as it is. */
  | 'ROOT_AHEAD_OF_TIME'
  /** A claim from a vault without an active payout root: counted, the money has moved. */
  | 'CLAIM_WITHOUT_ROOT';

/** Writes an anomaly of the event at hand. `detail` is one sentence for people. */
export function anomaly(context: EventContext, reason: AnomalyReason, detail: string, assetId: AssetId | null): void {
  const { at, state } = context;
  state.anomalies.append({
    position: at.position,
    seq: context.anomalies++,
    time_s: at.time_s,
    reason,
    detail,
    assetId,
    txHash: at.txHash,
  });
}
