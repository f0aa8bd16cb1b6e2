import { payoutStates, type PayoutStates } from '../../domain/ledger/payout-states.js';
import type { AskedMoment } from '../chains/moments.js';
import { pastMoment } from '../chains/past-moment.js';
import { payoutsOf, type Payouts } from '../payouts/standing.js';
import type { Queryable } from '../queryable.js';
import { accruedAt, accruedNow, type AccruedLine } from './accrued.js';
import { byPurse, purseKey } from './book.js';
import { executorInTransit } from './transit.js';
import type { AssetEarning, ContributorBalance, EarningSource, Purse } from './types.js';

/** What had accrued at a moment, line by line; now where none is given. */
async function accruedLines(db: Queryable, contributor: string, moment?: AskedMoment): Promise<AccruedLine[]> {
  if (!moment) return accruedNow(db, contributor);
  const { mark_s, final, chainId } = moment;
  const lines = await accruedAt(db, contributor, [mark_s], final ? { final } : {});
  return chainId === undefined ? lines : lines.filter(({ vaultChainId }) => vaultChainId === chainId);
}

/**
 * A contributor's balances now or at a moment, by chain, vault and token. The number of queries does not depend on
 * their holdings.
 */
export async function contributorBalances(
  db: Queryable,
  contributor: string,
  moment?: AskedMoment,
): Promise<ContributorBalance[]> {
  const lines = await accruedLines(db, contributor, moment);
  const until = (await pastMoment(db, moment))?.marks;
  // A block says nothing of other chains: what was claimed there has no place beside what had accrued here.
  const isAsked = ({ vaultChainId }: Purse): boolean => until?.has(vaultChainId) ?? true;
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
  for (const line of lines) {
    const balance = balanceOf(line, line.source);
    balance.accrued += line.accrued[0]!;
    balance.settled += line.settled[0]!;
  }
  for (const part of (await executorInTransit(db, contributor, until)).filter(isAsked)) {
    balanceOf(part).inTransit += part.amount;
  }
  const payouts = await payoutsOf(db, contributor, until);
  for (const purse of [...payouts.values()].filter(isAsked)) balanceOf(purse);
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

/** What a contributor has earned with each asset and role, now or at a moment, most first within a token. */
export async function earningsByAsset(
  db: Queryable,
  contributor: string,
  moment?: AskedMoment,
): Promise<AssetEarning[]> {
  const earnings = new Map<string, AssetEarning>();
  const add = (key: Omit<AssetEarning, 'accrued'>, amount: bigint): void => {
    const { vaultChainId, vault, token, source, assetId, role } = key;
    const text = `${purseKey(key)}|${source}|${assetId}|${role}`;
    const accrued = (earnings.get(text)?.accrued ?? 0n) + amount;
    earnings.set(text, { vaultChainId, vault, token, source, assetId, role, accrued });
  };
  for (const line of await accruedLines(db, contributor, moment)) add(line, line.accrued[0]!);
  return [...earnings.values()].sort(
    (a, b) => bySource(a, b) || compareBigInts(b.accrued, a.accrued) || (a.assetId < b.assetId ? -1 : 1),
  );
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
