import type { CanonicalPayloads } from '../events/canonical.js';
import { anomaly } from './anomalies.js';
import { nameAccount, type EventContext } from './context.js';
import type { PayoutVaultRow } from './payout-rows.js';
import { post } from './postings.js';

/**
 * A vault has a new root; the latest one before it is replaced where it is not active yet. The fold believes
 * the event: whether the root is what the ledger says is for those who make roots to tell.
 */
export function payoutRootPublished(context: EventContext, event: CanonicalPayloads['PayoutRootPublished']): void {
  const { state, at } = context;
  const { vault, epoch, activeFrom_s } = event;
  const latest = state.payoutVaults.get({ vault });
  const wasActive = latest !== undefined && isActive(context, latest);
  if (latest && !mayFollow(context, event, latest, wasActive)) return;
  if (Math.max(event.mark_s, event.remoteMark_s) > at.time_s) {
    anomaly(context, 'ROOT_AHEAD_OF_TIME', `Epoch ${epoch} of ${vault} covers time that lies ahead.`, null);
  }
  const replaced = wasActive || !latest ? undefined : state.payoutRoots.get(latest);
  if (replaced) state.payoutRoots.put({ ...replaced, replacedTime_s: at.time_s });
  state.payoutRoots.put({
    publishedAt: at.position,
    publishedTime_s: at.time_s,
    replacedTime_s: null,
    txHash: at.txHash,
    ...event,
  });
  const hadActive = wasActive || (latest?.hadActive ?? false);
  state.payoutVaults.put({ vault, epoch, publishedAt: at.position, activeFrom_s, hadActive });
}

function isActive({ at }: EventContext, { activeFrom_s }: PayoutVaultRow): boolean {
  return activeFrom_s <= at.time_s;
}

function mayFollow(
  context: EventContext,
  { vault, epoch }: CanonicalPayloads['PayoutRootPublished'],
  latest: PayoutVaultRow,
  wasActive: boolean,
): boolean {
  if (epoch < latest.epoch) {
    const detail = `Epoch ${epoch} of ${vault} comes after epoch ${latest.epoch}; refused.`;
    anomaly(context, 'EPOCH_OUT_OF_ORDER', detail, null);
    return false;
  }
  if (epoch > latest.epoch || !wasActive) return true;
  anomaly(context, 'EPOCH_ACTIVE', `Epoch ${epoch} of ${vault} is active and cannot be replaced; refused.`, null);
  return false;
}

/** A vault has paid out. Money has moved, so a claim counts whatever there was to claim. */
export function claimed(context: EventContext, event: CanonicalPayloads['Claimed']): void {
  const { vault, contributor, token, amount } = event;
  const { state, at } = context;
  nameAccount(context, contributor);
  const latest = state.payoutVaults.get({ vault });
  if (!latest || !(latest.hadActive || isActive(context, latest))) {
    anomaly(context, 'CLAIM_WITHOUT_ROOT', `${vault} pays ${contributor} before any of its roots is active.`, null);
  }
  post(context, { vault, token }, `vault:${vault}`, `contributor:${contributor}`, amount);
  const { position, time_s, txHash } = at;
  state.claims.append({ position, time_s, vault, contributor, token, amount, txHash });
}
