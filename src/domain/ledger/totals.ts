import type { AssetId } from '../ids.js';
import { anomaly } from './anomalies.js';
import { since, type EventContext } from './context.js';
import { accumulatedNow } from './division.js';
import { post, type Purse } from './postings.js';
import type { AssetRow, RunningTotalRow, SuspenseRow } from './state.js';
import type { Till } from './tills.js';

/** The most that a token contract can count. */
const UINT256_MAX = (1n << 256n) - 1n;

/**
 * Credits what an asset keeps for its people: to a running total, or to suspense while the id is not
 * registered or a dispute is open. The money must have been posted to `asset:<id>` before.
 */
export function keepForPeople(
  context: EventContext,
  till: Till,
  row: AssetRow | undefined,
  purse: Purse,
  total: 1 | 2,
  amount: bigint,
): void {
  if (amount === 0n) return;
  if (row === undefined || row.registeredAt === null) wait(context, till.assetId, purse, total, 'UNREGISTERED', amount);
  else if (row.disputes !== null) wait(context, till.assetId, purse, total, 'DISPUTED', amount);
  else growTotal(context, till, total, amount);
}

function wait(
  context: EventContext,
  assetId: AssetId,
  purse: Purse,
  total: 1 | 2,
  reason: SuspenseRow['reason'],
  amount: bigint,
): void {
  const { suspense } = context.state;
  const key = { assetId, vault: purse.vault, token: purse.token, usageContract: purse.usageContract, total };
  const before = suspense.get(key);
  suspense.put({ reason, amount: (before?.amount ?? 0n) + amount, ...key });
  post(context, purse, `asset:${assetId}`, `suspense:${assetId}`, amount);
}

/** Adds to a running total, with its value at the end of the interval so far. */
export function growTotal(context: EventContext, till: Till, total: 1 | 2, amount: bigint): void {
  const { assetId, token } = till;
  const sum = till.grow(total, amount, context.mark_s);
  if (sum > UINT256_MAX && sum - amount <= UINT256_MAX) {
    anomaly(context, 'SUM_ABOVE_UINT256', `${assetId} has kept more of ${token} than a token can have.`, assetId);
  }
}

/** Every running total of an asset in a fixed order. */
export function totalsOf({ state }: EventContext, assetId: AssetId): RunningTotalRow[] {
  const rows = [...state.totals.ofAsset(assetId)];
  return rows.length < 2 ? rows : rows.sort((a, b) => (a.vault + a.token < b.vault + b.token ? -1 : 1));
}

/**
 * Divides what has grown since the last closing under the asset's rules as they are: to be called
 * before an accepted change of its split, owner or shares.
 */
export function closeTotals(context: EventContext, asset: AssetRow): void {
  const { state } = context;
  for (const row of totalsOf(context, asset.assetId)) {
    if (row.total1 === row.closed1 && row.total2 === row.closed2) continue;
    const accumulated = accumulatedNow(row, asset);
    state.totals.put({ ...row, closed1: row.total1, closed2: row.total2, accumulated });
    state.accumulatedHistory.append({
      assetId: row.assetId,
      vault: row.vault,
      token: row.token,
      closed1: row.total1,
      closed2: row.total2,
      accumulated,
      ...since(context),
    });
  }
}
