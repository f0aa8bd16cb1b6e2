import type { CanonicalPayloads } from '../events/canonical.js';
import type { Address, Hex } from '../ids.js';
import { anomaly } from './anomalies.js';
import { chargeUsage } from './charge.js';
import type { EventContext } from './context.js';
import type { HeldUsageRow } from './held-rows.js';
import { post } from './postings.js';
import type { PostingAccount } from './state.js';

/**
 * Puts the money of a held usage aside until it is released or reversed. False, with an anomaly, where the
 * contract has held this receipt before: a receipt counts once.
 */
export function usageHeld(context: EventContext, usage: CanonicalPayloads['UsageRecorded'], vault: Address): boolean {
  const { state, at } = context;
  const { asset, receiptId } = usage;
  const key = { usageContract: at.contract, receiptId };
  if (state.heldUsages.get(key)) {
    anomaly(context, 'RECEIPT_HELD_TWICE', `Receipt ${receiptId} of ${at.contract} was held before; refused.`, asset);
    return false;
  }
  const row: HeldUsageRow = {
    recordedAt: at.position,
    recordedTime_s: at.time_s,
    vault,
    assetId: asset,
    consumer: usage.consumer,
    application: usage.application,
    operation: usage.operation,
    units: usage.units,
    token: usage.token,
    amount: usage.amount,
    executor: usage.executor,
    settlement: usage.settlement,
    state: 'HELD',
    decidedAt: null,
    decidedTime_s: null,
    reason: null,
    fee: 0n,
    circular: false,
    usdE18: null,
    noUsd: null,
    ...key,
  };
  state.heldUsages.put(row);
  if (waitsHere(row)) post(context, row, `consumer:${row.consumer}`, suspenseOf(row), row.amount);
  return true;
}

/** Divides the money of a held usage by the rules in force here, not by those when it was recorded. */
export function usageReleased(context: EventContext, event: CanonicalPayloads['UsageReleased']): void {
  const row = undecided(context, event.receiptId);
  if (!row) return;
  const charge = chargeUsage(context, { asset: row.assetId, ...row }, row.usageContract, row.vault, suspenseOf(row));
  decide(context, { ...row, ...charge, state: 'RELEASED' }, event.reason);
}

/** Gives all of the money of a held usage back to the consumer. */
export function usageReversed(context: EventContext, event: CanonicalPayloads['UsageReversed']): void {
  const row = undecided(context, event.receiptId);
  if (!row) return;
  if (waitsHere(row)) post(context, row, suspenseOf(row), `consumer:${row.consumer}`, row.amount);
  decide(context, { ...row, state: 'REVERSED' }, event.reason);
}

/** The account in which the money of a held usage waits. */
function suspenseOf({ assetId }: HeldUsageRow): PostingAccount {
  return `suspense:${assetId}`;
}

/** Whether the row stands for money in a vault of this ledger. */
function waitsHere({ settlement }: HeldUsageRow): boolean {
  return settlement === 'VAULT';
}

/** The held usage that an event decides; undefined, with an anomaly, where there is nothing to decide. */
function undecided(context: EventContext, receiptId: Hex): HeldUsageRow | undefined {
  const { state, at } = context;
  const row = state.heldUsages.get({ usageContract: at.contract, receiptId });
  if (!row) {
    anomaly(context, 'HELD_UNKNOWN', `${at.contract} decides receipt ${receiptId}, which it does not hold.`, null);
    return undefined;
  }
  if (row.state === 'HELD') return row;
  const detail = `Receipt ${receiptId} of ${at.contract} was ${row.state.toLowerCase()} before; that stays.`;
  anomaly(context, 'HELD_DECIDED', detail, row.assetId);
  return undefined;
}

function decide({ state, at }: EventContext, row: HeldUsageRow, reason: string): void {
  state.heldUsages.put({ ...row, reason, decidedAt: at.position, decidedTime_s: at.time_s });
}
