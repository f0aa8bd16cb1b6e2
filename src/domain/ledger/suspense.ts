import type { Address, AssetId } from '../ids.js';
import type { EventContext } from './context.js';
import { deskOf } from './desk.js';
import { post } from './postings.js';
import type { SuspenseRow } from './state.js';
import { growTotal } from './totals.js';

function waiting({ state }: EventContext, assetId: AssetId): SuspenseRow[] {
  const key = (row: SuspenseRow): string => `${row.vault}${row.token}${row.usageContract}${row.total}`;
  return [...state.suspense.ofAsset(assetId)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What waited becomes the people's: it joins its running totals. */
export function joinTotals(context: EventContext, assetId: AssetId): void {
  for (const row of waiting(context, assetId)) {
    context.state.suspense.remove(row);
    post(context, row, `suspense:${assetId}`, `asset:${assetId}`, row.amount);
    growTotal(context, deskOf(context.state, row).till(assetId), row.total, row.amount);
  }
}

/** What waited for the registration goes on waiting, now for the decision of an open dispute. */
export function waitForDecision({ state }: EventContext, assetId: AssetId): void {
  for (const row of [...state.suspense.ofAsset(assetId)]) state.suspense.put({ ...row, reason: 'DISPUTED' });
}

/** What waited goes to `beneficiary`, or where that is null to the treasury of the contract it came through. */
export function giveAway(context: EventContext, assetId: AssetId, beneficiary: Address | null): void {
  const { state, mark_s } = context;
  for (const row of waiting(context, assetId)) {
    const { vault, token, usageContract, amount } = row;
    const receiver = beneficiary ?? state.fees.get({ usageContract })?.treasury ?? usageContract;
    state.suspense.remove(row);
    post(context, row, `suspense:${assetId}`, `beneficiary:${receiver}`, amount);
    state.upheld.add({ beneficiary: receiver, assetId, vault, token, mark_s, amount });
  }
}
