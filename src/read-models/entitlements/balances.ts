import { entitlement } from '../../domain/ledger/entitlement.js';
import type { Queryable } from '../queryable.js';
import { byPurse, EntitlementBook, purseKey, unitsOf } from './book.js';
import { currentHoldings, holdingTimeline } from './holdings.js';
import { setLocalNow } from './local.js';
import { paidAtOnce, type PaidAtOnce } from './paid-at-once.js';
import { NOW } from './rules.js';
import { setSettledAt, settledKeys } from './settled.js';
import { executorInTransit } from './transit.js';
import type { AssetEarning, ContributorBalance, Purse } from './types.js';

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
  const balanceOf = (purse: Purse): MutableBalance => {
    const key = purseKey(purse);
    let balance = balances.get(key);
    if (!balance) {
      const { vaultChainId, vault, token } = purse;
      balance = { vaultChainId, vault, token, accrued: 0n, settled: 0n, inTransit: 0n };
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
    const balance = balanceOf(part);
    balance.accrued += part.amount;
    if (part.settled) balance.settled += part.amount;
  }
  for (const part of await executorInTransit(db, contributor)) balanceOf(part).inTransit += part.amount;
  // Nothing is claimable before there are payout roots.
  return [...balances.values()].sort(byPurse).map((balance) => ({ ...balance, claimable: 0n, claimed: 0n }));
}

type MutableBalance = Purse & { accrued: bigint; settled: bigint; inTransit: bigint };

/** What a contributor has earned with each asset and role, most first within a token. */
export async function earningsByAsset(db: Queryable, contributor: string): Promise<AssetEarning[]> {
  const { book, paid } = await earnedNow(db, contributor);
  const earnings = new Map<string, AssetEarning>();
  const add = (key: Omit<AssetEarning, 'accrued'>, amount: bigint): void => {
    const { vaultChainId, vault, token, assetId, role } = key;
    const text = `${purseKey(key)}|${assetId}|${role}`;
    const accrued = (earnings.get(text)?.accrued ?? 0n) + amount;
    earnings.set(text, { vaultChainId, vault, token, assetId, role, accrued });
  };
  for (const line of book.lines()) add(line, unitsOf(line, 0));
  for (const part of paid) add(part, part.amount);
  return [...earnings.values()].sort(
    (a, b) => byPurse(a, b) || compareBigInts(b.accrued, a.accrued) || (a.assetId < b.assetId ? -1 : 1),
  );
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
