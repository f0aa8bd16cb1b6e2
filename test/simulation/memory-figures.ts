import { homeChain } from '../../src/domain/ids.js';
import { entitlement, scaledDue } from '../../src/domain/ledger/entitlement.js';
import type { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import { entitlementKey, type Entitlement } from '../audit/books.js';
import type { ClaimedFigures } from '../audit/compare.js';
import type { MemorySystem } from './memory-system.js';
import { settledOffsetKey, type VaultBooks } from './memory-settlement.js';

/** What the domain says, in the form that is held against the audit. */
export function figuresOf({ ledgers, vaults }: MemorySystem): ClaimedFigures {
  const figures = new FigureSums();
  for (const ledger of ledgers.values()) figures.addLedger(ledger, ledgers, vaults);
  for (const vault of vaults) figures.addVault(vault);
  return figures.claimed();
}

class FigureSums {
  private readonly paidIn = new Map<string, bigint>();
  private readonly fees = new Map<string, bigint>();
  private readonly executors = new Map<string, bigint>();
  private readonly kept = new Map<string, bigint>();
  private readonly suspense = new Map<string, bigint>();
  private readonly transit = new Map<string, bigint>();
  private readonly due = new Map<string, { of: Entitlement; local: bigint; settled: bigint }>();

  claimed(): ClaimedFigures {
    const { paidIn, fees, executors, kept, suspense, transit } = this;
    const entitlements = [...this.due.values()].map(({ of, local, settled }) => {
      return { ...of, amount: entitlement(local, settled) };
    });
    return { entitlements, paidIn, fees, executors, kept, suspense, transit };
  }

  addLedger(ledger: MemoryLedger, followed: MemorySystem['ledgers'], vaults: readonly VaultBooks[]): void {
    const purse = (row: { vault: string; token: string }): string => `${ledger.chain}|${row.vault}|${row.token}`;
    for (const row of ledger.postings.rows.values()) {
      if (row.debit.startsWith('consumer:')) add(this.paidIn, purse(row), row.amount);
      if (row.credit.startsWith('treasury:')) {
        add(this.fees, `${row.credit.slice('treasury:'.length)}|${purse(row)}`, row.amount);
      }
    }
    for (const row of ledger.executors.rows.values()) {
      add(this.executors, `${row.executor}|${row.assetId}|${purse(row)}`, row.amount);
    }
    for (const row of ledger.suspense.rows.values()) add(this.suspense, `${row.assetId}|${purse(row)}`, row.amount);
    for (const row of ledger.transit.rows.values()) {
      const vault = vaults.find(({ chain, vault }) => chain === ledger.chain && vault === row.vault);
      const arrived = followed.has(homeChain(row.assetId)) && row.mark_s <= (vault?.settledTo_s ?? 0);
      if (!arrived) add(this.transit, `${row.assetId}|${purse(row)}`, row.amount);
    }
    for (const total of ledger.totals.rows.values()) {
      add(this.kept, `${total.assetId}|${purse(total)}`, total.total1 + total.total2);
      const asset = ledger.assets.get(total)!;
      for (const row of ledger.shares.rows.values()) {
        if (row.assetId !== total.assetId) continue;
        const offset = row.offsets[`${total.vault}|${total.token}`] ?? 0n;
        const of = { ...row, asset: row.assetId, vaultChain: ledger.chain, vault: total.vault, token: total.token };
        this.addDue(of, 'local', scaledDue({ ...row, offset }, total, asset));
      }
    }
  }

  addVault(books: VaultBooks): void {
    const purse = (token: string): string => `${books.chain}|${books.vault}|${token}`;
    for (const row of books.executors)
      add(this.executors, `${row.executor}|${row.assetId}|${purse(row.token)}`, row.amount);
    for (const row of books.suspense) add(this.suspense, `${row.assetId}|${purse(row.token)}`, row.amount);
    for (const row of books.stranded) add(this.transit, `${row.assetId}|${purse(row.token)}`, row.amount);
    for (const total of books.totals.values()) {
      const { assetId, token } = total;
      add(this.kept, `${assetId}|${purse(token)}`, total.total1 + total.total2);
      const history = books.history.get(homeChain(assetId))!;
      const rules = history.rulesAt(assetId, books.settledTo_s)!;
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
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
