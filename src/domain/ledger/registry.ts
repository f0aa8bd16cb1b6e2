import type { CanonicalPayloads, RoleSplit } from '../events/canonical.js';
import type { AssetId } from '../ids.js';
import { PPM } from '../vocabulary.js';
import { anomaly } from './anomalies.js';
import { nameAccount, since, type EventContext } from './context.js';
import { assetOrBlank, changedAsset, isHome, ruledAsset } from './ruled-asset.js';
import { setShares } from './shares.js';
import { joinTotals, waitForDecision } from './suspense.js';
import { closeTotals } from './totals.js';

/** An id becomes an asset: its owner holds the one share of OWNER, and what waited for it is theirs to divide. */
export function assetRegistered(context: EventContext, event: CanonicalPayloads['AssetRegistered']): void {
  const { asset: assetId, owner } = event;
  if (!isHome(context, assetId)) return;
  const { state, at } = context;
  const before = assetOrBlank(state, assetId);
  if (before.registeredAt !== null) {
    anomaly(context, 'REGISTERED_TWICE', `${assetId} is registered already; refused.`, assetId);
    return;
  }
  const row = changedAsset(before, {
    registeredAt: at.position,
    registeredTime_s: at.time_s,
    kind: event.kind,
    name: event.name,
    owner,
    contentHash: event.contentHash,
    metadataUri: event.metadataUri,
    version: Math.max(before.version, 1),
    txHash: at.txHash,
  });
  state.assets.put(row);
  nameAccount(context, owner);
  setShares(context, row, 'OWNER', owner, 1n);
  state.ownerHistory.append({ assetId, owner, ...since(context) });
  state.versions.append({
    assetId,
    version: 1,
    contentHash: event.contentHash,
    uri: event.metadataUri,
    txHash: at.txHash,
    ...since(context),
  });
  if (row.disputes === null) joinTotals(context, assetId);
  else waitForDecision(context, assetId);
}

export function assetTransferred(context: EventContext, event: CanonicalPayloads['AssetTransferred']): void {
  const { asset: assetId, from, to } = event;
  if (!isHome(context, assetId)) return;
  const asset = assetOrBlank(context.state, assetId);
  if (asset.registeredAt === null) {
    anomaly(context, 'NOT_REGISTERED', `${assetId} is transferred but not registered; refused.`, assetId);
    return;
  }
  if (asset.owner !== from) {
    anomaly(context, 'NOT_THE_OWNER', `${assetId} is transferred by ${from}, who does not own it; refused.`, assetId);
    return;
  }
  closeTotals(context, asset);
  // Handing an asset to oneself leaves one row of history, not two at one position.
  if (from !== to) setShares(context, asset, 'OWNER', from, 0n);
  nameAccount(context, to);
  setShares(context, asset, 'OWNER', to, 1n);
  context.state.assets.put(changedAsset(asset, { owner: to }));
  context.state.ownerHistory.append({ assetId, owner: to, ...since(context) });
}

export function versionPublished(context: EventContext, event: CanonicalPayloads['AssetVersionPublished']): void {
  const { asset: assetId, version, contentHash, uri } = event;
  const asset = ruledAsset(context, assetId);
  if (!asset) return;
  context.state.assets.put(changedAsset(asset, { version, contentHash, metadataUri: uri }));
  context.state.versions.append({ assetId, version, contentHash, uri, txHash: context.at.txHash, ...since(context) });
}

export function termsSet(context: EventContext, event: CanonicalPayloads['TermsSet']): void {
  if (!ruledAsset(context, event.asset)) return;
  context.state.terms.append({
    assetId: event.asset,
    derivativesAllowed: event.derivativesAllowed,
    minRoyaltyPpm: event.minRoyaltyPpm,
    royaltyPolicy: event.royaltyPolicy,
    commercialUse: event.commercialUse,
    termsHash: event.termsHash,
    ...since(context),
  });
}

/** Keeps what an owner has announced; it divides nothing until it is set. */
export function splitAnnounced(context: EventContext, event: CanonicalPayloads['RoleSplitAnnounced']): void {
  const { asset: assetId, splitPpm, effectiveAt_s } = event;
  if (!ruledAsset(context, assetId) || !isWithinOne(context, assetId, splitPpm)) return;
  context.state.splitAnnouncements.append({ assetId, splitPpm, effectiveAt_s, ...since(context) });
}

/** Sets how what the asset keeps is divided from here on. OWNER's entry is information and counts for nothing. */
export function roleSplitSet(context: EventContext, event: CanonicalPayloads['RoleSplitSet']): void {
  const { asset: assetId, splitPpm } = event;
  const asset = ruledAsset(context, assetId);
  if (!asset || !isWithinOne(context, assetId, splitPpm)) return;
  closeTotals(context, asset);
  context.state.assets.put(changedAsset(asset, { splitPpm }));
  context.state.splitHistory.append({ assetId, splitPpm, ...since(context) });
}

/** False, with an anomaly, for a split of more than there is. */
function isWithinOne(context: EventContext, assetId: AssetId, splitPpm: RoleSplit): boolean {
  const sum = splitPpm.slice(1).reduce((total, ppm) => total + ppm, 0);
  if (sum <= Number(PPM)) return true;
  anomaly(context, 'SPLIT_ABOVE_ONE', `The split of ${assetId} adds up to ${sum} ppm; refused.`, assetId);
  return false;
}
