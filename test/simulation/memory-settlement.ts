import { homeChain, type Address, type AssetId, type ChainId } from '../../src/domain/ids.js';
import type { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import type { Role } from '../../src/domain/vocabulary.js';
import { closeSettled, movedOffset } from '../../src/domain/settlement/closing.js';
import type { SettlingSchedule } from '../../src/domain/settlement/settling-chains.js';
import { settleInterval } from '../../src/domain/settlement/settle.js';
import type {
  IntervalTransit,
  SettledExecutor,
  SettledSuspense,
  SettledTotal,
  SettledUpheld,
  SettlementResult,
} from '../../src/domain/settlement/types.js';
import { ROLES } from '../../src/domain/vocabulary.js';
import { RulesHistory } from './rules-history.js';

export type SettledTotals = SettledTotal & { assetId: AssetId; token: Address };

/** What the settlement has written for one vault. */
export interface VaultBooks {
  chain: ChainId;
  vault: Address;
  settledTo_s: number;
  totals: Map<string, SettledTotals>;
  /** Scaled offsets by `asset|token|role|contributor`. */
  offsets: Map<string, bigint>;
  executors: SettledExecutor[];
  upheld: SettledUpheld[];
  suspense: readonly SettledSuspense[];
  /** Sent by the last mark, and not settled by it. */
  underWay: IntervalTransit[];
  history: ReadonlyMap<ChainId, RulesHistory>;
}

/** Settles a vault, mark after mark, in the order of work that the domain asks for. */
export function settleInMemory(
  ledgers: ReadonlyMap<ChainId, MemoryLedger>,
  vaultKey: string,
  marks: readonly number[],
  schedule: SettlingSchedule,
): VaultBooks {
  const [chain, vault] = vaultKey.split('|');
  const books: VaultBooks = {
    chain: Number(chain) as ChainId,
    vault: vault as Address,
    settledTo_s: marks.at(-1) ?? 0,
    totals: new Map(),
    offsets: new Map(),
    executors: [],
    upheld: [],
    suspense: [],
    underWay: [],
    history: new Map([...ledgers].map(([id, ledger]) => [id, new RulesHistory(ledger)])),
  };
  marks.forEach((mark_s, index) => {
    closeChanged(books, marks[index - 1] ?? 0, mark_s);
    settleMark(books, ledgers, marks[index - 1] ?? 0, mark_s, schedule);
  });
  return books;
}

/** Closes the totals of assets whose split, owner or shares changed between two marks. */
function closeChanged(books: VaultBooks, from_s: number, to_s: number): void {
  for (const [key, total] of books.totals) {
    const history = books.history.get(homeChain(total.assetId))!;
    if (!history.changedWithin(total.assetId, from_s, to_s)) continue;
    const closed = closeSettled(total, history.rulesAt(total.assetId, from_s));
    books.totals.set(key, closed);
    for (const { role, contributor } of history.holdersOf(total.assetId)) {
      const before = history.sharesAt(total.assetId, role, contributor, from_s);
      const after = history.sharesAt(total.assetId, role, contributor, to_s);
      if (before === after) continue;
      const offset = `${key}|${role}|${contributor}`;
      const accumulated = closed.accumulated[ROLES.indexOf(role)] ?? 0n;
      books.offsets.set(offset, movedOffset(books.offsets.get(offset) ?? 0n, before, after, accumulated));
    }
  }
}

function settleMark(
  books: VaultBooks,
  ledgers: ReadonlyMap<ChainId, MemoryLedger>,
  from_s: number,
  mark_s: number,
  schedule: SettlingSchedule,
): void {
  const rows = [...ledgers.get(books.chain)!.transit.rows.values()];
  books.underWay.push(...rows.filter((row) => row.mark_s === mark_s && row.vault === books.vault));
  const isDue = ({ assetId }: { assetId: AssetId }): boolean => schedule.settles(homeChain(assetId), mark_s);
  const result = settleInterval({
    vaultChain: books.chain,
    transit: books.underWay,
    suspense: books.suspense,
    rules: (asset) => books.history.get(homeChain(asset))?.rulesAt(asset, mark_s),
    decision: (asset) => books.history.get(homeChain(asset))?.decisionWithin(asset, from_s, mark_s),
    treasury: (usageContract) => treasuryAt(ledgers.get(books.chain)!, usageContract, mark_s),
    settles: (chain) => schedule.settles(chain, mark_s),
    closed: () => true,
  });
  if (!result.settled) throw new Error(`the interval that ends at ${mark_s} waits for ${result.waitsFor}`);
  const onward = result.hops.map((row) => ({ ...row, executor: null }));
  books.underWay = [...books.underWay, ...onward].filter((row) => !isDue(row));
  write(books, result);
}

function treasuryAt({ feeHistory }: MemoryLedger, usageContract: Address, mark_s: number): Address {
  const set = feeHistory.rows.findLast((row) => row.usageContract === usageContract && row.time_s < mark_s);
  return set?.treasury ?? usageContract;
}

function write(books: VaultBooks, result: SettlementResult & { settled: true }): void {
  for (const { assetId, token, total1, total2 } of result.growth) {
    const key = `${assetId}|${token}`;
    const before = books.totals.get(key);
    books.totals.set(key, {
      assetId,
      token,
      total1: (before?.total1 ?? 0n) + total1,
      total2: (before?.total2 ?? 0n) + total2,
      closed1: before?.closed1 ?? 0n,
      closed2: before?.closed2 ?? 0n,
      accumulated: before?.accumulated ?? ROLES.map(() => 0n),
    });
  }
  books.executors.push(...result.executors);
  books.upheld.push(...result.upheld);
  books.suspense = result.suspense;
}

/** The scaled value a contributor's settled shares are due is looked up under this key's offset. */
export function settledOffsetKey(assetId: AssetId, token: Address, role: Role, contributor: Address): string {
  return `${assetId}|${token}|${role}|${contributor}`;
}
