import type { Envelope, PlacedEvent } from '../events/canonical.js';
import type { Address } from '../ids.js';
import { intervalEnd } from '../time.js';
import type { LedgerState } from './state.js';

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
