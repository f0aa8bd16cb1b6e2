import type { Address } from '../ids.js';
import type { HeldUsageRow } from './held-rows.js';
import type { ClaimRow } from './payout-rows.js';
import type {
  DirectRow,
  ExecutorRow,
  PostingRow,
  RunningTotalRow,
  SuspenseRow,
  TransitRow,
  UpheldRow,
} from './state.js';
import type { RewardRow } from './task-rows.js';

/** The stored rows that hold where a chain's money is. */
export interface MoneyRows {
  readonly postings: Iterable<PostingRow>;
  readonly totals: Iterable<RunningTotalRow>;
  readonly suspense: Iterable<SuspenseRow>;
  readonly transit: Iterable<TransitRow>;
  readonly executors: Iterable<ExecutorRow>;
  readonly upheld: Iterable<UpheldRow>;
  readonly heldUsages: Iterable<HeldUsageRow>;
  readonly direct: Iterable<DirectRow>;
  readonly rewards: Iterable<RewardRow>;
  readonly claims: Iterable<ClaimRow>;
}

/** A balance that its postings do not explain. */
export interface EquationDifference {
  readonly vault: Address;
  readonly token: Address;
  /** An account of the postings. */
  readonly account: string;
  /** Credits less debits. */
  readonly posted: bigint;
  /** What the tables hold. */
  readonly held: bigint;
}

/**
 * Proves, per vault, token and account, that what is held is what was posted: an asset's running totals,
 * what waits in suspense (held usages and what is not decided) and in transit, what executors and
 * beneficiaries got, what was paid to contributors on chain. Since every posting debits what it credits, then
 * also `paid in = returned + fees + executors + upheld + in transit + suspense + running totals`.
 *
 * Returns the differences; none where the books balance.
 */
export function checkEquations(rows: MoneyRows): EquationDifference[] {
  const posted = new Balances();
  for (const { vault, token, debit, credit, amount } of rows.postings) {
    posted.add(vault, token, debit, -amount);
    posted.add(vault, token, credit, amount);
  }
  const held = new Balances();
  for (const row of rows.totals) held.add(row.vault, row.token, `asset:${row.assetId}`, row.total1 + row.total2);
  for (const row of rows.suspense) held.add(row.vault, row.token, `suspense:${row.assetId}`, row.amount);
  for (const row of rows.transit) held.add(row.vault, row.token, `transit:${row.assetId}`, row.amount);
  for (const row of rows.executors) held.add(row.vault, row.token, `executor:${row.executor}`, row.amount);
  for (const row of rows.upheld) held.add(row.vault, row.token, `beneficiary:${row.beneficiary}`, row.amount);
  for (const row of rows.heldUsages) {
    if (row.state === 'HELD' && row.settlement === 'VAULT') {
      held.add(row.vault, row.token, `suspense:${row.assetId}`, row.amount);
    }
  }
  for (const row of rows.direct) held.add(row.vault, row.token, `contributor:${row.beneficiary}`, row.amount);
  for (const row of rows.rewards) held.add(row.taskContract, row.token, `contributor:${row.contributor}`, row.amount);
  for (const row of rows.claims) held.add(row.vault, row.token, `contributor:${row.contributor}`, row.amount);
  return differences(posted, held);
}

/** Accounts whose money is held nowhere else: the postings alone say what came from and went to them. */
const OUTSIDE = /^(consumer|treasury|sponsor|vault):/;

function differences(posted: Balances, held: Balances): EquationDifference[] {
  const found: EquationDifference[] = [];
  for (const key of [...new Set([...posted.amounts.keys(), ...held.amounts.keys()])].sort()) {
    const [vault, token, account] = key.split(' ') as [Address, Address, string];
    if (OUTSIDE.test(account)) continue;
    const balance = { posted: posted.amounts.get(key) ?? 0n, held: held.amounts.get(key) ?? 0n };
    if (balance.posted !== balance.held) found.push({ vault, token, account, ...balance });
  }
  return found;
}

class Balances {
  readonly amounts = new Map<string, bigint>();

  add(vault: Address, token: Address, account: string, amount: bigint): void {
    const key = `${vault} ${token} ${account}`;
    this.amounts.set(key, (this.amounts.get(key) ?? 0n) + amount);
  }
}
