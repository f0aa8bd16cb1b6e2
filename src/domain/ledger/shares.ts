import type { CanonicalPayloads } from '../events/canonical.js';
import type { Address } from '../ids.js';
import type { Role } from '../vocabulary.js';
import { anomaly } from './anomalies.js';
import { nameShareholder, since, type EventContext } from './context.js';
import { changedAsset, ruledAsset } from './ruled-asset.js';
import { MAX_SHARES, ROLE_INDEX } from './division.js';
import type { AssetRow, ShareRow } from './state.js';
import { closeTotals, totalsOf } from './totals.js';

/** Key of {@link ShareRow.offsets}. */
export function offsetKey(vault: Address, token: Address): string {
  return `${vault}|${token}`;
}

/** What is due stays the same when shares change: the offset takes up the difference. */
export function movedOffset(offset: bigint, before: bigint, after: bigint, accumulated: bigint): bigint {
  return offset + (before - after) * accumulated;
}

/** Sets a contributor's share count in a role's pool. */
export function sharesChanged(context: EventContext, event: CanonicalPayloads['SharesChanged']): void {
  const { asset: assetId, role, contributor, shares } = event;
  const asset = ruledAsset(context, assetId);
  if (!asset) return;
  if (role === 'OWNER') {
    anomaly(context, 'SHARES_OF_OWNER', `Shares of the owner of ${assetId} cannot be set; refused.`, assetId);
    return;
  }
  if (shares < 0n || shares > MAX_SHARES) {
    const detail = `${shares} shares of ${contributor} in ${assetId} are out of range; refused.`;
    anomaly(context, 'SHARES_OUT_OF_RANGE', detail, assetId);
    return;
  }
  closeTotals(context, asset);
  nameShareholder(context, contributor);
  const before = setShares(context, asset, role, contributor, shares);
  const index = ROLE_INDEX[role];
  const poolShares = [...asset.poolShares];
  poolShares[index] = (poolShares[index] ?? 0n) + shares - before;
  context.state.assets.put(changedAsset(asset, { poolShares }));
  context.state.poolHistory.append({ assetId, role, totalShares: poolShares[index], ...since(context) });
}

/**
 * Replaces a share count, once the asset's totals are closed, keeping what the contributor is due in
 * every vault and token. Returns the count before.
 */
export function setShares(
  context: EventContext,
  asset: AssetRow,
  role: Role,
  contributor: Address,
  shares: bigint,
): bigint {
  const { state, at } = context;
  const { assetId } = asset;
  const old = state.shares.get({ assetId, role, contributor });
  const before = old?.shares ?? 0n;
  const row: ShareRow = {
    assetId,
    role,
    contributor,
    shares,
    offsets: movedOffsets(context, asset, role, old?.offsets ?? {}, before, shares),
    since: at.position,
    sinceTime_s: at.time_s,
  };
  state.shares.put(row);
  state.shareHistory.append(row);
  return before;
}

function movedOffsets(
  context: EventContext,
  asset: AssetRow,
  role: Role,
  old: ShareRow['offsets'],
  before: bigint,
  after: bigint,
): ShareRow['offsets'] {
  const offsets = new Map(Object.entries(old));
  for (const { vault, token, accumulated } of totalsOf(context, asset.assetId)) {
    const key = offsetKey(vault, token);
    const offset = movedOffset(offsets.get(key) ?? 0n, before, after, accumulated[ROLE_INDEX[role]] ?? 0n);
    if (offset === 0n) offsets.delete(key);
    else offsets.set(key, offset);
  }
  return Object.fromEntries([...offsets].sort(([a], [b]) => (a < b ? -1 : 1)));
}
