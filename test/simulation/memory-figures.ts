import { homeChain } from '../../src/domain/ids.js';
import { entitlement, scaledDue } from '../../src/domain/ledger/entitlement.js';
import type { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import { entitlementKey, type Entitlement } from '../audit/books.js';
import { SUMS, type ClaimedFigures } from '../audit/compare.js';
import type { MemorySystem } from './memory-system.js';
import { settledOffsetKey, type VaultBooks } from './memory-settlement.js';

/** What the domain says, in the form that is held against the audit. */
export function figuresOf({ ledgers, vaults }: MemorySystem): ClaimedFigures {
  const figures = new FigureSums();
  for (const ledger of ledgers.values()) figures.addLedger(ledger, vaults);
  for (const vault of vaults) figures.addVault(vault);
  return figures.claimed();
}

type Purse = (row: { vault: string; token: string }) => string;

class FigureSums {
  private readonly sums = Object.fromEntries(SUMS.map((name) => [name, new Map<string, bigint>()])) as Record<
    (typeof SUMS)[number],
    Map<string, bigint>
  >;
  private readonly due = new Map<string, { of: Entitlement; local: bigint; settled: bigint }>();

  claimed(): ClaimedFigures {
    const entitlements = [...this.due.values()].map(({ of, local, settled }) => {
      return { ...of, amount: entitlement(local, settled) };
    });
    return { entitlements, ...this.sums };
  }

  addLedger(ledger: MemoryLedger, vaults: readonly VaultBooks[]): void {
    const purse: Purse = (row) => `${ledger.chain}|${row.vault}|${row.token}`;
    this.addPostings(ledger, purse);
    this.addEarned(ledger, purse);
    for (const row of ledger.suspense.rows.values()) this.add('suspense', `${row.assetId}|${purse(row)}`, row.amount);
    for (const row of ledger.heldUsages.rows.values()) {
      const waits = row.state === 'HELD' && row.settlement === 'VAULT';
      if (waits) this.add('suspense', `${row.assetId}|${purse(row)}`, row.amount);
    }
    for (const row of ledger.transit.rows.values()) {
      const vault = vaults.find(({ chain, vault }) => chain === ledger.chain && vault === row.vault);
      if (row.mark_s > (vault?.settledTo_s ?? 0)) this.add('transit', `${row.assetId}|${purse(row)}`, row.amount);
    }
    for (const total of ledger.totals.rows.values()) {
      this.add('kept', `${total.assetId}|${purse(total)}`, total.total1 + total.total2);
      const asset = ledger.assets.get(total)!;
      for (const row of ledger.shares.rows.values()) {
        if (row.assetId !== total.assetId) continue;
        const offset = row.offsets[`${total.vault}|${total.token}`] ?? 0n;
        const of = { ...row, asset: row.assetId, vaultChain: ledger.chain, vault: total.vault, token: total.token };
        this.addDue(of, 'local', scaledDue({ ...row, offset }, total, asset));
      }
    }
  }

  private addPostings(ledger: MemoryLedger, purse: Purse): void {
    for (const row of ledger.postings.rows.values()) {
      if (row.debit.startsWith('consumer:')) this.add('paidIn', purse(row), row.amount);
      if (row.credit.startsWith('consumer:')) this.add('returned', purse(row), row.amount);
      if (row.credit.startsWith('treasury:')) {
        this.add('fees', `${row.credit.slice('treasury:'.length)}|${purse(row)}`, row.amount);
      }
    }
    for (const row of ledger.revenue.rows.values()) {
      const key = `${row.assetId}|${purse(row)}`;
      this.add('gross', key, row.gross);
      this.add('protocol', key, row.fee);
      this.add('circular', key, row.circularGross);
      this.add('worth', key, row.usdE18);
      this.add('protocolWorth', key, row.feeUsdE18);
      this.add('circularWorth', key, row.circularUsdE18);
      this.add('unpriced', key, row.unpricedGross);
    }
  }

  private addEarned(ledger: MemoryLedger, purse: Purse): void {
    for (const row of ledger.executors.rows.values()) {
      this.add('executors', `${row.executor}|${row.assetId}|${purse(row)}`, row.amount);
    }
    for (const row of ledger.upheld.rows.values()) {
      this.add('upheld', `${row.beneficiary}|${row.assetId}|${purse(row)}`, row.amount);
    }
    for (const row of ledger.direct.rows.values()) {
      this.add('direct', `${row.beneficiary}|${row.assetId}|${row.role}|${purse(row)}`, row.amount);
    }
    for (const row of ledger.rewards.rows.values()) {
      const paid = { vault: row.taskContract, token: row.token };
      this.add('rewards', `${row.contributor}|${row.assetId}|${row.role}|${purse(paid)}`, row.amount);
    }
    for (const row of ledger.claims.rows) this.add('claimed', `${row.contributor}|${purse(row)}`, row.amount);
  }

  addVault(books: VaultBooks): void {
    const purse = (token: string): string => `${books.chain}|${books.vault}|${token}`;
    for (const row of books.executors) {
      this.add('executors', `${row.executor}|${row.assetId}|${purse(row.token)}`, row.amount);
    }
    for (const row of books.upheld) {
      this.add('upheld', `${row.beneficiary}|${row.assetId}|${purse(row.token)}`, row.amount);
    }
    for (const row of books.suspense) this.add('suspense', `${row.assetId}|${purse(row.token)}`, row.amount);
    for (const row of books.underWay) this.add('transit', `${row.assetId}|${purse(row.token)}`, row.amount);
    for (const total of books.totals.values()) {
      const { assetId, token } = total;
      this.add('kept', `${assetId}|${purse(token)}`, total.total1 + total.total2);
      const history = books.history.get(homeChain(assetId))!;
      const rules = history.rulesAt(assetId, books.settledTo_s);
      for (const { role, contributor } of history.holdersOf(assetId)) {
        const shares = history.sharesAt(assetId, role, contributor, books.settledTo_s);
        const offset = books.offsets.get(settledOffsetKey(assetId, token, role, contributor)) ?? 0n;
        const of = { contributor, asset: assetId, role, vaultChain: books.chain, vault: books.vault, token };
        this.addDue(of, 'settled', scaledDue({ role, shares, offset }, total, rules));
      }
    }
  }

  private addDue(of: Entitlement, part: 'local' | 'settled', scaled: bigint): void {
    const key = entitlementKey(of);
    const due = this.due.get(key) ?? { of, local: 0n, settled: 0n };
    due[part] += scaled;
    this.due.set(key, due);
  }

  private add(name: (typeof SUMS)[number], key: string, amount: bigint): void {
    const sums = this.sums[name];
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
}
