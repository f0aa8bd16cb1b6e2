import type { CanonicalPayloads } from '../events/canonical.js';
import type { Address } from '../ids.js';
import { consumerAccount } from './accounts.js';
import { type Charge, chargeUsage } from './charge.js';
import type { EventContext } from './context.js';
import { usageHeld } from './held.js';
import type { UsageRow } from './state.js';

type Usage = CanonicalPayloads['UsageRecorded'];

/** Records a usage: its money is divided at once, or waits where it is held. */
export function usageRecorded(context: EventContext, usage: Usage): void {
  const { state, at } = context;
  const vault = state.fees.get({ usageContract: at.contract })?.vault ?? at.contract;
  if (usage.held) {
    if (usageHeld(context, usage, vault)) state.usages.append(usageRow(context, usage, vault, UNDIVIDED));
    return;
  }
  const charge = chargeUsage(context, usage, at.contract, vault, consumerAccount(usage.consumer));
  state.usages.append(usageRow(context, usage, vault, charge));
}

const UNDIVIDED = { fee: 0n, circular: false, usdE18: null, noUsd: null } as const;

function usageRow(context: EventContext, usage: Usage, vault: Address, charge: Charge | typeof UNDIVIDED): UsageRow {
  const { at } = context;
  return {
    position: at.position,
    time_s: at.time_s,
    blockTime_s: at.blockTime_s,
    txHash: at.txHash,
    usageContract: at.contract,
    vault,
    assetId: usage.asset,
    consumer: usage.consumer,
    application: usage.application,
    operation: usage.operation,
    units: usage.units,
    token: usage.token,
    amount: usage.amount,
    fee: charge.fee,
    executor: usage.executor,
    receiptId: usage.receiptId,
    parentReceiptId: usage.parentReceiptId,
    settlement: usage.settlement,
    status: usage.held ? 'HELD' : 'SETTLED',
    circular: charge.circular,
    usdE18: charge.usdE18,
    noUsd: charge.noUsd,
  };
}
