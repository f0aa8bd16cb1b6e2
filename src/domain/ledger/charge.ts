import type { CanonicalPayloads } from '../events/canonical.js';
import { isHomedOn, type Address } from '../ids.js';
import { PPM } from '../vocabulary.js';
import { executorAccount, transitAccount, treasuryAccount } from './accounts.js';
import { anomaly } from './anomalies.js';
import { PayerSearch } from './circular.js';
import { nameAccount, type EventContext } from './context.js';
import { deskOf } from './desk.js';
import { executorPpm } from './division.js';
import { ownParts } from './own.js';
import { post, type Purse } from './postings.js';
import { TokenValue } from './prices.js';
import type { Route } from './routes.js';
import type { PostingAccount } from './state.js';
import type { Till } from './tills.js';
import type { UsdValue } from './token-rows.js';
import { keepForPeople } from './totals.js';

/** A usage whose money is divided at the event at hand: one just recorded, or a held one that is released. */
export type ChargedUsage = Omit<CanonicalPayloads['UsageRecorded'], 'receiptId' | 'parentReceiptId' | 'held'>;

/** What a usage came to. */
export type Charge = UsdValue & {
  /** The protocol's part. */
  readonly fee: bigint;
  /** Whether the payer was among those who were paid. */
  readonly circular: boolean;
};

/**
 * Counts a usage as revenue and, where this ledger's vault holds its money, takes the fee and runs the
 * waterfall, all by the rules at the event at hand. The money comes from `from`.
 */
export function chargeUsage(
  context: EventContext,
  usage: ChargedUsage,
  usageContract: Address,
  vault: Address,
  from: PostingAccount,
): Charge {
  const { token, amount, executor } = usage;
  if (executor !== null) nameAccount(context, executor);
  const payer = new PayerSearch(context.state, usage.consumer);
  const fee = feeOf(context, usage, usageContract, vault, from);
  if (usage.settlement === 'VAULT')
    divideUsage(context, usage, { vault, token, usageContract }, amount - fee, from, payer);
  else if (usage.settlement === 'DIRECT') payer.lookAmongPeopleOf(usage.asset, executor);
  const value = countRevenue(context, usage, usageContract, vault, fee, payer.found);
  return { fee, circular: payer.found, ...value };
}

/** Takes the protocol's part. Where nobody is paid it is all of it; what is paid directly is told by the protocol. */
function feeOf(
  context: EventContext,
  { asset, token, amount, settlement }: ChargedUsage,
  usageContract: Address,
  vault: Address,
  from: PostingAccount,
): bigint {
  if (settlement !== 'VAULT') return settlement === 'NONE' ? amount : 0n;
  const set = context.state.fees.get({ usageContract });
  if (!set) {
    anomaly(context, 'FEE_UNKNOWN', `${usageContract} has never set its fee: none is taken.`, asset);
    return 0n;
  }
  const fee = (amount * BigInt(set.feePpm)) / PPM;
  post(context, { vault, token }, from, treasuryAccount(set.treasury), fee);
  return fee;
}

/** Counts a usage in the sums of its interval. @returns what it was worth */
function countRevenue(
  context: EventContext,
  usage: ChargedUsage,
  usageContract: Address,
  vault: Address,
  fee: bigint,
  isCircular: boolean,
): UsdValue {
  const { amount } = usage;
  const worth = new TokenValue(context, usage.token);
  const value = worth.of(amount);
  const usdE18 = value.usdE18 ?? 0n;
  const isPriced = value.usdE18 !== null;
  context.state.revenue.add({
    assetId: usage.asset,
    operation: usage.operation,
    application: usage.application,
    usageContract,
    settlement: usage.settlement,
    vault,
    token: usage.token,
    mark_s: context.mark_s,
    usages: 1n,
    units: usage.units,
    gross: amount,
    fee,
    circularUsages: isCircular ? 1n : 0n,
    circularGross: isCircular ? amount : 0n,
    circularFee: isCircular ? fee : 0n,
    usdE18,
    feeUsdE18: worth.of(fee).usdE18 ?? 0n,
    circularUsdE18: isCircular ? usdE18 : 0n,
    unpricedGross: isPriced ? 0n : amount,
    unpricedFee: isPriced ? 0n : fee,
  });
  return value;
}

/** The net of a usage: to the asset and upward, or to its transit where another chain rules it. */
function divideUsage(
  context: EventContext,
  usage: ChargedUsage,
  purse: Purse,
  net: bigint,
  from: PostingAccount,
  payer: PayerSearch,
): void {
  if (net === 0n) return;
  const { asset, executor } = usage;
  if (!isHomedOn(asset, context.state.chain)) {
    post(context, purse, from, transitAccount(asset), net);
    context.state.transit.add({ assetId: asset, mark_s: context.mark_s, executor, amount: net, ...purse });
    if (executor !== null) payer.isPaid(executor);
    return;
  }
  const route = deskOf(context.state, purse).route(asset);
  post(context, purse, from, route.tills[route.start]!.account, net);
  const run = route.waterfall.run([[route.start, net]]);
  giveRoyalties(context, purse, route);
  for (let index = 0; index < route.tills.length; index++) {
    const [kept, direct] = [run.kept[index]!, run.direct[index]!];
    if (kept === 0n && direct === 0n) continue;
    const till = route.tills[index]!;
    const row = route.rows[index];
    const ppm = index === route.start && executor !== null && row ? executorPpm(row.splitPpm) : 0n;
    const parts = ownParts(kept, direct, ppm);
    if (parts.executor > 0n) {
      payExecutor(context, till, executor!, purse, parts.executor);
      payer.isPaid(executor!);
    }
    if (row) payer.look(row, ppm > 0n);
    keepForPeople(context, till, row, purse, 1, parts.total1);
    keepForPeople(context, till, row, purse, 2, parts.total2);
  }
}

function giveRoyalties(context: EventContext, purse: Purse, route: Route): void {
  const { mark_s } = context;
  const run = route.waterfall;
  for (let place = 0; place < run.moves.length; place++) {
    const { to, abroad, amount } = run.moves[place]!;
    if (amount === 0n) continue;
    route.postRoyalty(place, mark_s);
    if (abroad) context.state.transit.add({ assetId: to, mark_s, executor: null, amount, ...purse });
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
  { assetId, account }: Till,
  executor: Address,
  purse: Purse,
  amount: bigint,
): void {
  const { vault, token } = purse;
  post(context, purse, account, executorAccount(executor), amount);
  context.state.executors.add({ executor, assetId, vault, token, mark_s: context.mark_s, amount });
}
