import type { CanonicalPayloads } from '../events/canonical.js';
import { nameAccount, type EventContext } from './context.js';
import { post } from './postings.js';

/**
 * A protocol has paid somebody by itself: accrued and paid at once. It is never claimable and owed by no
 * vault of this ledger, whatever asset it names and wherever that is homed.
 */
export function revenuePaid(context: EventContext, event: CanonicalPayloads['RevenuePaid']): void {
  const { asset: assetId, beneficiary, role, token, amount } = event;
  const { state, at, mark_s } = context;
  nameAccount(context, beneficiary);
  post(context, { vault: at.contract, token }, `vault:${at.contract}`, `contributor:${beneficiary}`, amount);
  state.direct.add({ beneficiary, assetId, role, vault: at.contract, token, mark_s, amount });
}
