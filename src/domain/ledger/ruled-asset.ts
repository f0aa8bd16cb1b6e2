import { homeChain, type AssetId } from '../ids.js';
import { ROLES } from '../vocabulary.js';
import { anomaly } from './anomalies.js';
import type { EventContext } from './context.js';
import type { AssetRow, LedgerState } from './state.js';

const NO_SHARES: readonly bigint[] = Object.freeze(ROLES.map(() => 0n));

/** An asset's row, or that of an id nobody registered. */
export function assetOrBlank(state: LedgerState, assetId: AssetId): AssetRow {
  return (
    state.assets.get({ assetId }) ?? {
      assetId,
      registeredAt: null,
      registeredTime_s: null,
      kind: null,
      name: null,
      owner: null,
      contentHash: null,
      metadataUri: null,
      version: 0,
      status: 'ACTIVE',
      splitPpm: null,
      poolShares: NO_SHARES,
      links: [],
      parentNamedAt: null,
      disputes: null,
      txHash: null,
    }
  );
}

/**
 * An asset's row with some of its fields replaced. All rows that are put are made here, so they have one shape: every
 * usage reads the rows of all assets above, and rows of many shapes are slow to read.
 */
export function changedAsset(row: AssetRow, change: Partial<AssetRow>): AssetRow {
  const copy: AssetRow = {
    assetId: row.assetId,
    registeredAt: row.registeredAt,
    registeredTime_s: row.registeredTime_s,
    kind: row.kind,
    name: row.name,
    owner: row.owner,
    contentHash: row.contentHash,
    metadataUri: row.metadataUri,
    version: row.version,
    status: row.status,
    splitPpm: row.splitPpm,
    poolShares: row.poolShares,
    links: row.links,
    parentNamedAt: row.parentNamedAt,
    disputes: row.disputes,
    txHash: row.txHash,
  };
  return Object.assign(copy, change);
}

/**
 * The row of an asset whose rules the event changes. Undefined, with an anomaly, where it is homed on
 * another chain; an id that is not registered yet keeps its rules for when it is, with an anomaly.
 */
export function ruledAsset(context: EventContext, assetId: AssetId): AssetRow | undefined {
  if (!isHome(context, assetId)) return undefined;
  const row = assetOrBlank(context.state, assetId);
  if (row.registeredAt === null) {
    anomaly(context, 'NOT_REGISTERED', `The event sets rules of ${assetId}, which is not registered.`, assetId);
  }
  return row;
}

/** False, with an anomaly, for an asset that is homed on another chain. */
export function isHome(context: EventContext, assetId: AssetId): boolean {
  if (homeChain(assetId) === context.state.chain) return true;
  anomaly(context, 'FOREIGN_ASSET', `The event is about ${assetId}, which another chain rules; refused.`, assetId);
  return false;
}
