import type { CanonicalPayloads } from '../events/canonical.js';
import { anomaly } from './anomalies.js';
import { nameAccount, since, type EventContext } from './context.js';
import { changedAsset, ruledAsset } from './ruled-asset.js';
import type { AssetRow, Disputes, StatusHistoryRow } from './state.js';
import { giveAway, joinTotals } from './suspense.js';

/** Disputes of registries that do not number them. */
export const UNNUMBERED = '';

/**
 * Opens or decides a dispute, or retires an asset. While a dispute is open the asset counts as DISPUTED,
 * whatever else happens to it; with the last one what waits is decided (design section 6).
 */
export function statusChanged(context: EventContext, event: CanonicalPayloads['AssetStatusChanged']): void {
  const asset = ruledAsset(context, event.asset);
  if (!asset || decidesNothing(context, asset, event)) return;
  if (event.beneficiary !== null) nameAccount(context, event.beneficiary);
  const disputes = disputesAfter(asset, event);
  keepDispute(context, asset, event);
  const open = disputes !== null && disputes.open.length > 0;
  const decided = disputes !== null && !open;
  const status = open ? 'DISPUTED' : event.status === 'DISPUTED' ? 'ACTIVE' : event.status;
  context.state.assets.put(changedAsset(asset, { status, disputes: open ? disputes : null }));
  const row: StatusHistoryRow = {
    assetId: asset.assetId,
    status,
    decision: decided ? (disputes.upheld ? 'UPHELD' : 'DISMISSED') : null,
    beneficiary: decided ? (disputes.upheld?.beneficiary ?? null) : null,
    ...since(context),
  };
  context.state.statusHistory.append(row);
  if (!decided || asset.registeredAt === null) return;
  if (disputes.upheld) giveAway(context, asset.assetId, disputes.upheld.beneficiary);
  else joinTotals(context, asset.assetId);
}

/** The dispute's own row. Decisions of disputes that are not open leave none. */
function keepDispute(
  { state, at }: EventContext,
  { assetId, disputes }: AssetRow,
  { status, disputeId, outcome, beneficiary }: CanonicalPayloads['AssetStatusChanged'],
): void {
  const key = { assetId, disputeId: disputeId ?? UNNUMBERED };
  const wasOpen = disputes?.open.includes(key.disputeId) ?? false;
  if (status === 'DISPUTED' && outcome === null) {
    if (wasOpen) return;
    const opened = { openedAt: at.position, openedTime_s: at.time_s };
    state.disputes.put({ decidedTime_s: null, outcome: null, beneficiary: null, ...key, ...opened });
  } else if (wasOpen) {
    const row = state.disputes.get(key)!;
    // A registry that names no outcome has dropped the dispute.
    state.disputes.put({ ...row, decidedTime_s: at.time_s, outcome: outcome ?? 'DISMISSED', beneficiary });
  }
}

/** True, with an anomaly, for the decision of a dispute that is not open: it is refused. */
function decidesNothing(
  context: EventContext,
  { assetId, disputes }: AssetRow,
  { outcome, disputeId }: CanonicalPayloads['AssetStatusChanged'],
): boolean {
  const id = disputeId ?? UNNUMBERED;
  if (outcome === null || disputes?.open.includes(id)) return false;
  const detail = `Dispute "${id}" about ${assetId} is decided but not open; it decides nothing.`;
  anomaly(context, 'DISPUTE_UNKNOWN', detail, assetId);
  return true;
}

/** The asset's disputes with the event applied; none open means that they are decided; null: there are none. */
function disputesAfter(asset: AssetRow, event: CanonicalPayloads['AssetStatusChanged']): Disputes | null {
  const id = event.disputeId ?? UNNUMBERED;
  const before = asset.disputes;
  const open = before?.open ?? [];
  if (event.status === 'DISPUTED' && event.outcome === null) {
    return { open: open.includes(id) ? open : [...open, id], upheld: before?.upheld ?? null };
  }
  if (!open.includes(id)) return before;
  const upheld = before?.upheld ?? (event.outcome === 'UPHELD' ? { beneficiary: event.beneficiary } : null);
  return { open: open.filter((other) => other !== id), upheld };
}
