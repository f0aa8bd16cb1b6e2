import type { Address, AssetId } from '../ids.js';
import { MemorySums } from '../ledger/memory-state.js';
import type { PostingAccount } from '../ledger/state.js';
import type {
  AssetRules,
  HopTransit,
  SettledExecutor,
  SettledGrowth,
  SettledPosting,
  SettledSuspense,
  SettledUpheld,
  SettlementAnomaly,
} from './types.js';

/** What a settlement has found so far, summed by key. */
export class SettlementBooks {
  readonly growth = new MemorySums<SettledGrowth>(['assetId', 'token'], ['total1', 'total2']);
  readonly executors = new MemorySums<SettledExecutor>(['executor', 'assetId', 'token'], ['amount']);
  readonly upheld = new MemorySums<SettledUpheld>(['beneficiary', 'assetId', 'token'], ['amount']);
  readonly suspense = new MemorySums<SettledSuspense>(['assetId', 'usageContract', 'token', 'total'], ['amount']);
  readonly postings = new MemorySums<SettledPosting>(['token', 'debit', 'credit'], ['amount', 'count']);
  readonly hops = new MemorySums<HopTransit>(['hop', 'assetId', 'usageContract', 'token'], ['amount']);
  readonly anomalies = new Map<string, SettlementAnomaly>();

  post(token: Address, debit: PostingAccount, credit: PostingAccount, amount: bigint): void {
    if (amount !== 0n) this.postings.add({ token, debit, credit, amount, count: 1n });
  }

  grow(assetId: AssetId, token: Address, total: 1 | 2, amount: bigint): void {
    this.growth.add({ assetId, token, total1: total === 1 ? amount : 0n, total2: total === 2 ? amount : 0n });
  }

  /** What an asset keeps for its people: into its totals, or waiting. */
  keep(money: Omit<SettledSuspense, 'reason'>, rules: AssetRules | undefined): void {
    const { assetId, token, total, amount } = money;
    if (amount === 0n) return;
    if (rules?.registered && !rules.disputed) {
      this.grow(assetId, token, total, amount);
      return;
    }
    this.suspense.add({ reason: rules?.registered ? 'DISPUTED' : 'UNREGISTERED', ...money });
    this.post(token, `asset:${assetId}`, `suspense:${assetId}`, amount);
  }

  anomaly(assetId: AssetId, reason: string, detail: string): void {
    this.anomalies.set(`${reason}|${assetId}`, { assetId, reason, detail });
  }
}

/** Rows in the order of their keys, so that the order of the input leaves no trace. */
export function inOrder<R>(rows: ReadonlyMap<string, R>): R[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
