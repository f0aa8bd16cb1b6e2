import { entitlement } from '../../domain/ledger/entitlement.js';
import { payoutStates, type PayoutStates } from '../../domain/ledger/payout-states.js';
import { payoutsOf, type Payouts } from '../payouts/standing.js';
import type { Queryable } from '../queryable.js';
import { byPurse, EntitlementBook, purseKey, unitsOf } from './book.js';
import { currentHoldings, holdingTimeline } from './holdings.js';
import { setLocalNow } from './local.js';
import { paidAtOnce, type PaidAtOnce } from './paid-at-once.js';
import { NOW } from './rules.js';
import { setSettledAt, settledKeys } from './settled.js';
import { executorInTransit } from './transit.js';
import type { AssetEarning, ContributorBalance, EarningSource, Purse } from './types.js';

/** Everything that a contributor has earned so far: entitlements, and what was paid at once. */
async function earnedNow(
  db: Queryable,
  contributor: string,
): Promise<{ book: EntitlementBook; paid: readonly PaidAtOnce[] }> {
  const book = new EntitlementBook(1);
  const held = await currentHoldings(db, contributor);
  await setLocalNow(db, held, book);
  const keys = await settledKeys(db, [...new Set(held.map(({ assetId }) => assetId))]);
  const timeline = await holdingTimeline(db, contributor, [...new Set(keys.map(({ assetId }) => assetId))]);
  await setSettledAt(db, contributor, keys, timeline, [NOW], book);
  return { book, paid: await paidAtOnce(db, contributor, [NOW]) };
}

/** A contributor's balances, by chain, vault and token. The number of queries does not depend on their holdings. */
export async function contributorBalances(db: Queryable, contributor: string): Promise<ContributorBalance[]> {
  const { book, paid } = await earnedNow(db, contributor);
  const balances = new Map<string, MutableBalance>();
  const balanceOf = (purse: Purse, source: EarningSource = 'VAULT'): MutableBalance => {
    const key = `${purseKey(purse)}|${source}`;
    let balance = balances.get(key);
    if (!balance) {
      const { vaultChainId, vault, token } = purse;
      balance = { vaultChainId, vault, token, source, accrued: 0n, settled: 0n, inTransit: 0n };
      balances.set(key, balance);
    }
    return balance;
  };
  for (const line of book.lines()) {
    const balance = balanceOf(line);
    const units = unitsOf(line, 0);
    balance.accrued += units;
    balance.settled += units - entitlement(line.local[0]!, 0n);
  }
  for (const part of paid) {
    const balance = balanceOf(part, part.source);
    balance.accrued += part.amount;
    if (part.settled) balance.settled += part.amount;
  }
  for (const part of await executorInTransit(db, contributor)) balanceOf(part).inTransit += part.amount;
  const payouts = await payoutsOf(db, contributor);
  for (const purse of payouts.values()) balanceOf(purse);
  return [...balances.values()].sort(bySource).map((balance) => {
    return { ...balance, ...statesOf(balance, payouts.get(purseKey(balance))) };
  });
}

/** What is earned outside our vaults is paid at once: all of it was claimed. */
function statesOf({ source, accrued }: MutableBalance, payouts: Payouts | undefined): PayoutStates {
  if (source !== 'VAULT') return payoutStates(accrued, accrued, null);
  return payoutStates(accrued, payouts?.claimed ?? 0n, payouts?.leaf ?? null);
}

function bySource<T extends Purse & { source: EarningSource }>(a: T, b: T): number {
  return byPurse(a, b) || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0);
}

type MutableBalance = Purse & { source: EarningSource; accrued: bigint; settled: bigint; inTransit: bigint };

/** What a contributor has earned with each asset and role, most first within a token. */
export async function earningsByAsset(db: Queryable, contributor: string): Promise<AssetEarning[]> {
  const { book, paid } = await earnedNow(db, contributor);
  const earnings = new Map<string, AssetEarning>();
  const add = (key: Omit<AssetEarning, 'accrued'>, amount: bigint): void => {
    const { vaultChainId, vault, token, source, assetId, role } = key;
    const text = `${purseKey(key)}|${source}|${assetId}|${role}`;
    const accrued = (earnings.get(text)?.accrued ?? 0n) + amount;
    earnings.set(text, { vaultChainId, vault, token, source, assetId, role, accrued });
  };
  for (const line of book.lines()) add({ ...line, source: 'VAULT' }, unitsOf(line, 0));
  for (const part of paid) add(part, part.amount);
  return [...earnings.values()].sort(
    (a, b) => bySource(a, b) || compareBigInts(b.accrued, a.accrued) || (a.assetId < b.assetId ? -1 : 1),
  );
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
