import type { CanonicalPayloads } from '../events/canonical.js';
import { homeChain, type AssetId } from '../ids.js';
import { PPM } from '../vocabulary.js';
import { runWaterfall, type RunResult } from '../waterfall/run.js';
import { assetAccount, consumerAccount, executorAccount, transitAccount, treasuryAccount } from './accounts.js';
import { anomaly } from './anomalies.js';
import { nameAccount, type EventContext } from './context.js';
import { executorPpm } from './division.js';
import { linksOf } from './graph.js';
import { ownParts } from './own.js';
import { planOf } from './plans.js';
import { post, type Purse } from './postings.js';
import type { FeeRow, UsageRow } from './state.js';
import { keepForPeople } from './totals.js';

type Usage = CanonicalPayloads['UsageRecorded'];

/** Records a usage and, where this ledger's vault holds its money, runs the waterfall. */
export function usageRecorded(context: EventContext, usage: Usage): void {
  const { state, at } = context;
  if (usage.executor !== null) nameAccount(context, usage.executor);
  const paidHere = usage.settlement === 'VAULT';
  const set = state.fees.get({ usageContract: at.contract });
  if (paidHere && !set) {
    anomaly(context, 'FEE_UNKNOWN', `${at.contract} has never set its fee: none is taken.`, usage.asset);
  }
  const vault = set?.vault ?? at.contract;
  const fee = paidHere && !usage.held && set ? (usage.amount * BigInt(set.feePpm)) / PPM : 0n;
  const status = usage.held ? 'HELD' : 'SETTLED';
  state.usages.append(usageRow(context, usage, vault, fee, status));
  if (usage.held) return;
  state.revenue.add({
    assetId: usage.asset,
    operation: usage.operation,
    application: usage.application,
    usageContract: at.contract,
    vault,
    token: usage.token,
    mark_s: context.mark_s,
    usages: 1n,
    units: usage.units,
    gross: usage.amount,
    fee,
  });
  if (!paidHere) return;
  if (set)
    post(context, { vault, token: usage.token }, consumerAccount(usage.consumer), treasuryAccount(set.treasury), fee);
  divideUsage(context, usage, { vault, token: usage.token, usageContract: at.contract }, usage.amount - fee);
}

/** The net of a usage: to the asset and upward, or to its transit where another chain rules it. */
function divideUsage(context: EventContext, usage: Usage, purse: Purse, net: bigint): void {
  if (net === 0n) return;
  const { asset, consumer, executor } = usage;
  if (homeChain(asset) !== context.state.chain) {
    post(context, purse, consumerAccount(consumer), transitAccount(asset), net);
    context.state.transit.add({ ...purse, assetId: asset, mark_s: context.mark_s, executor, amount: net });
    return;
  }
  post(context, purse, consumerAccount(consumer), assetAccount(asset), net);
  const plan = planOf(asset, context.state.chain, linksOf(context.state));
  const start = plan.indexOf.get(asset)!;
  const run = runWaterfall(plan, [[start, net]]);
  giveRoyalties(context, purse, run);
  for (let index = 0; index < plan.assets.length; index++) {
    const own = run.kept[index]! + run.direct[index]!;
    if (own === 0n) continue;
    const { assetId } = plan.assets[index]!;
    const row = context.state.assets.get({ assetId });
    const ppm = index === start && executor !== null && row ? executorPpm(row.splitPpm) : 0n;
    const parts = ownParts(run.kept[index]!, run.direct[index]!, ppm);
    if (executor !== null) payExecutor(context, assetId, executor, purse, parts.executor);
    keepForPeople(context, assetId, row, purse, 1, parts.total1);
    keepForPeople(context, assetId, row, purse, 2, parts.total2);
  }
}

function giveRoyalties(context: EventContext, purse: Purse, run: RunResult): void {
  for (const { from, to, abroad, amount } of run.moves) {
    post(context, purse, assetAccount(from), abroad ? transitAccount(to) : assetAccount(to), amount);
    if (abroad) {
      context.state.transit.add({ ...purse, assetId: to, mark_s: context.mark_s, executor: null, amount });
    }
  }
  for (const asset of run.cut) {
    anomaly(context, 'ROYALTY_CUT', `Royalties of ${asset} ask for more than came in; the last ones are cut.`, asset);
  }
  for (const asset of run.truncated) {
    anomaly(context, 'LINEAGE_TOO_LARGE', `Parents of ${asset} lie beyond what a run covers; not paid.`, asset);
  }
}

function payExecutor(
  context: EventContext,
  assetId: AssetId,
  executor: NonNullable<Usage['executor']>,
  purse: Purse,
  amount: bigint,
): void {
  if (amount === 0n) return;
  const { vault, token } = purse;
  post(context, purse, assetAccount(assetId), executorAccount(executor), amount);
  context.state.executors.add({ executor, assetId, vault, token, mark_s: context.mark_s, amount });
}

function usageRow(
  context: EventContext,
  usage: Usage,
  vault: FeeRow['vault'],
  fee: bigint,
  status: UsageRow['status'],
): UsageRow {
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
    fee,
    executor: usage.executor,
    receiptId: usage.receiptId,
    parentReceiptId: usage.parentReceiptId,
    settlement: usage.settlement,
    status,
  };
}
