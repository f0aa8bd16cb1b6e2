import type { Envelope, PlacedEvent } from '../events/canonical.js';
import { homeChain, type Address, type AssetId } from '../ids.js';
import { intervalEnd } from '../time.js';
import { ROLES } from '../vocabulary.js';
import type { AssetRow, LedgerState } from './state.js';
import { anomaly } from './anomalies.js';

/** One event being applied. */
export interface EventContext {
  readonly state: LedgerState;
  readonly at: Envelope;
  /** The mark that ends the event's interval. */
  readonly mark_s: number;
  /** How many anomalies the event has written. */
  anomalies: number;
}

export function contextOf(state: LedgerState, event: PlacedEvent): EventContext {
  return { state, at: event.at, mark_s: intervalEnd(event.at.time_s, state.interval_s), anomalies: 0 };
}

/** When the event at hand says so: for rows of history. */
export function since(context: EventContext): Pick<Envelope, 'position' | 'time_s'> {
  return { position: context.at.position, time_s: context.at.time_s };
}

/** Keeps when an address was first named. */
export function nameAccount(context: EventContext, address: Address): void {
  if (!context.state.accounts.get({ address })) putAccount(context, address, false);
}

/** {@link nameAccount} of one that is given shares in a pool. */
export function nameShareholder(context: EventContext, address: Address): void {
  if (!context.state.accounts.get({ address })?.shareholder) putAccount(context, address, true);
}

function putAccount({ state, at }: EventContext, address: Address, shareholder: boolean): void {
  const { firstSeen, firstSeenTime_s } = state.accounts.get({ address }) ?? {
    firstSeen: at.position,
    firstSeenTime_s: at.time_s,
  };
  state.accounts.put({ address, firstSeen, firstSeenTime_s, shareholder });
}

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
