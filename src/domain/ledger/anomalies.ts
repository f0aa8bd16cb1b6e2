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
  /** Royalties of an asset ask for more than comes in: the later ones are cut. */
  | 'ROYALTY_CUT'
  /** More ancestors than a run covers: links beyond are not applied. */
  | 'LINEAGE_TOO_LARGE'
  /** A dispute is decided that is not open. */
  | 'DISPUTE_UNKNOWN';

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
