import type { Role } from '../../domain/vocabulary.js';
import { closedMarks } from '../chains/moments.js';
import { accruedAt, type AccruedLine } from '../entitlements/accrued.js';
import { finalMarks } from '../entitlements/earnings.js';
import type { EarningOrigin, EarningSource } from '../entitlements/types.js';
import type { Queryable } from '../queryable.js';

/** What a statement is cut by. Chain and token always are: sums never mix tokens. */
export type StatementCut = 'ASSET' | 'ROLE' | 'VAULT' | 'ORIGIN';

/** Which earnings a statement tells; all of them where nothing is said. */
export interface StatementFilter {
  readonly assetId?: string | null;
  readonly role?: Role | null;
  readonly vaultChainId?: number | null;
  readonly vault?: string | null;
  readonly token?: string | null;
  readonly origin?: EarningOrigin | null;
}

export interface StatementQuestion {
  readonly contributor: string;
  /** Opening, ends of the pieces, closing: ascending. One that lies ahead stands for now. */
  readonly marks: readonly number[];
  readonly cuts: readonly StatementCut[];
  readonly filter: StatementFilter;
  /** Whether to count what is final only: a later mark stands for the last one that the vault's chain has closed. */
  readonly isFinal: boolean;
}

/** A piece of time in which a line moved: start <= t < end. `opening + amount = closing`. */
export interface Movement {
  readonly start_s: number;
  readonly end_s: number;
  readonly opening: bigint;
  readonly amount: bigint;
  readonly closing: bigint;
  /** Whether it can still change: past the settled mark, or past final blocks. */
  readonly provisional: boolean;
}

/** One line: what it is not cut by is null. Amounts are base units of the token, on the chain of the vault. */
export interface StatementLine {
  readonly vaultChainId: number;
  readonly token: string;
  readonly vault: string | null;
  readonly assetId: string | null;
  readonly role: Role | null;
  readonly origin: EarningOrigin | null;
  readonly source: EarningSource | null;
  /** Where the line stands in the statement: lines are in its order. */
  readonly key: string;
  readonly opening: bigint;
  readonly amount: bigint;
  readonly closing: bigint;
  readonly provisional: boolean;
  /** Oldest first, those without a movement left out. */
  readonly movements: readonly Movement[];
}

/**
 * What a contributor earned over a period. Every line is a sum of the finest lines there are, floored each, so
 * `opening + movements = closing` in every line, and the lines of any cut add up to those of any other.
 */
export async function statement(db: Queryable, question: StatementQuestion): Promise<StatementLine[]> {
  const { contributor, marks, cuts, filter, isFinal } = question;
  if (marks.length === 0) return [];
  const options = {
    ...(filter.assetId ? { assetId: filter.assetId } : {}),
    ...(isFinal ? { final: await closedMarks(db) } : {}),
  };
  const sums = new Map<string, Sum>();
  for (const line of await accruedAt(db, contributor, marks, options)) {
    if (!isAsked(line, filter)) continue;
    const head = headOf(line, cuts);
    const key = keyOf(head);
    let sum = sums.get(key);
    if (!sum) sums.set(key, (sum = { ...head, key, accrued: marks.map(() => 0n), vaults: new Set() }));
    sum.vaults.add(line.vault);
    for (let j = 0; j < marks.length; j++) sum.accrued[j]! += line.accrued[j]!;
  }
  const final = await finalMarks(db);
  return [...sums.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ accrued, vaults, ...head }) => {
      const purses = [...vaults].map((vault) => ({ vaultChainId: head.vaultChainId, vault, token: head.token }));
      const finalTo_s = Math.min(...purses.map(final));
      return { ...head, ...figures(marks, accrued, (mark_s) => !isFinal && mark_s > finalTo_s) };
    });
}

/** All lines of a statement together: one line for each chain and token. */
export function totalsOf(lines: readonly StatementLine[]): StatementLine[] {
  const totals = new Map<string, StatementLine>();
  for (const { vaultChainId, token, ...line } of lines) {
    const head = { vaultChainId, token, vault: null, assetId: null, role: null, origin: null, source: null };
    const key = keyOf(head);
    const sum = totals.get(key);
    totals.set(key, sum ? together(sum, line) : { ...line, ...head, key });
  }
  return [...totals.values()];
}

type Figures = Pick<StatementLine, 'opening' | 'amount' | 'closing' | 'provisional' | 'movements'>;

function together(sum: StatementLine, line: Figures): StatementLine {
  const movements = new Map<number, { start_s: number; end_s: number; amount: bigint; provisional: boolean }>();
  for (const { start_s, end_s, amount, provisional } of [...sum.movements, ...line.movements]) {
    const before = movements.get(start_s);
    movements.set(start_s, {
      start_s,
      end_s,
      amount: (before?.amount ?? 0n) + amount,
      provisional: provisional || (before?.provisional ?? false),
    });
  }
  const opening = sum.opening + line.opening;
  let balance = opening;
  return {
    ...sum,
    opening,
    amount: sum.amount + line.amount,
    closing: sum.closing + line.closing,
    provisional: sum.provisional || line.provisional,
    movements: [...movements.values()]
      .sort((a, b) => a.start_s - b.start_s)
      .map((piece) => ({ ...piece, opening: balance, closing: (balance += piece.amount) })),
  };
}

type Head = Omit<StatementLine, 'key' | 'opening' | 'amount' | 'closing' | 'provisional' | 'movements'>;
type Sum = Head & { readonly key: string; readonly accrued: bigint[]; readonly vaults: Set<string> };

function isAsked(line: AccruedLine, { role, vaultChainId, vault, token, origin }: StatementFilter): boolean {
  return (
    (role == null || line.role === role) &&
    (vaultChainId == null || line.vaultChainId === vaultChainId) &&
    (vault == null || line.vault === vault) &&
    (token == null || line.token === token) &&
    (origin == null || line.origin === origin)
  );
}

function headOf(line: AccruedLine, cuts: readonly StatementCut[]): Head {
  const by = (cut: StatementCut): boolean => cuts.includes(cut);
  return {
    vaultChainId: line.vaultChainId,
    token: line.token,
    vault: by('VAULT') ? line.vault : null,
    assetId: by('ASSET') ? line.assetId : null,
    role: by('ROLE') ? line.role : null,
    origin: by('ORIGIN') ? line.origin : null,
    source: by('ORIGIN') ? line.source : null,
  };
}

function keyOf({ vaultChainId, token, vault, assetId, role, origin }: Head): string {
  return [String(vaultChainId).padStart(16, '0'), token, vault, assetId, role, origin]
    .map((part) => part ?? '')
    .join('|');
}

function figures(
  marks: readonly number[],
  accrued: readonly bigint[],
  isProvisional: (mark_s: number) => boolean,
): Figures {
  const movements: Movement[] = [];
  for (let j = 1; j < marks.length; j++) {
    const opening = accrued[j - 1]!;
    const closing = accrued[j]!;
    if (opening === closing) continue;
    const piece = { start_s: marks[j - 1]!, end_s: marks[j]!, provisional: isProvisional(marks[j]!) };
    movements.push({ ...piece, opening, amount: closing - opening, closing });
  }
  const opening = accrued[0]!;
  const closing = accrued.at(-1)!;
  return { opening, amount: closing - opening, closing, provisional: isProvisional(marks.at(-1)!), movements };
}
