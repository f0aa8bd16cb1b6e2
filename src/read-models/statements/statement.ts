import type { Operation, Role } from '../../domain/vocabulary.js';
import { closedMarks } from '../chains/moments.js';
import { accruedInPieces, type AccruedLine } from '../entitlements/accrued.js';
import { finalMarks } from '../entitlements/earnings.js';
import type { EarningOrigin, EarningSource } from '../entitlements/types.js';
import type { Queryable } from '../queryable.js';
import type { EarnedPiece } from '../tokens/earned-worth.js';
import { accruedByOperations, type OperationLine } from './by-operation.js';

/** What a statement is cut by. Chain and token always are: sums never mix tokens. */
export type StatementCut = 'ASSET' | 'ROLE' | 'VAULT' | 'ORIGIN' | 'OPERATION';

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

/** What a line is about: what it is not cut by is null. */
export interface StatementHead {
  readonly vaultChainId: number;
  readonly token: string;
  readonly vault: string | null;
  readonly assetId: string | null;
  readonly role: Role | null;
  readonly origin: EarningOrigin | null;
  readonly source: EarningSource | null;
  /** Derived, see {@link accruedByOperations}: null also where it is not known. */
  readonly operation: Operation | null;
}

/** One line. Amounts are base units of the token, on the chain of the vault. */
export interface StatementLine extends StatementHead {
  /** Where the line stands in the statement: lines are in its order. */
  readonly key: string;
  readonly marks: readonly number[];
  /** At each of the marks. */
  readonly accrued: readonly bigint[];
  /** The mark past which it can still change. */
  readonly finalTo_s: number;
  readonly opening: bigint;
  readonly amount: bigint;
  readonly closing: bigint;
  readonly provisional: boolean;
  /** Oldest first, those without a movement left out. Made when they are asked for: a page shows few of many lines. */
  readonly movements: readonly Movement[];
}

function lineOf(
  head: StatementHead,
  marks: readonly number[],
  accrued: readonly bigint[],
  finalTo_s: number,
): StatementLine {
  const [opening, closing] = [accrued[0]!, accrued.at(-1)!];
  const figures = { opening, amount: closing - opening, closing, provisional: marks.at(-1)! > finalTo_s };
  let movements: readonly Movement[] | undefined;
  return {
    ...head,
    key: keyOf(head),
    marks,
    accrued,
    finalTo_s,
    ...figures,
    get movements() {
      return (movements ??= movementsOf(marks, accrued, finalTo_s));
    },
  };
}

function movementsOf(marks: readonly number[], accrued: readonly bigint[], finalTo_s: number): Movement[] {
  const movements: Movement[] = [];
  for (let j = 1; j < marks.length; j++) {
    const [opening, closing] = [accrued[j - 1]!, accrued[j]!];
    if (opening === closing) continue;
    const [start_s, end_s] = [marks[j - 1]!, marks[j]!];
    movements.push({ start_s, end_s, opening, amount: closing - opening, closing, provisional: end_s > finalTo_s });
  }
  return movements;
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
  const final = await finalMarks(db);
  const sums = new Sums(marks);
  const accrued = cuts.includes('OPERATION')
    ? accruedByOperations(db, contributor, marks, options)
    : accruedInPieces(db, contributor, marks, options);
  for await (const lines of accrued) {
    for (const line of lines) {
      if (isAsked(line, filter)) sums.add(headOf(line, cuts), line.accrued, isFinal ? Infinity : final(line));
    }
  }
  return sums.lines().sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** All lines of a statement together: one line for each chain and token. */
export function totalsOf(lines: readonly StatementLine[]): StatementLine[] {
  const sums = new Sums(lines[0]?.marks ?? []);
  for (const { vaultChainId, token, accrued, finalTo_s } of lines) {
    sums.add({ ...WHOLE, vaultChainId, token }, accrued, finalTo_s);
  }
  return sums.lines();
}

/** What a line's movements are valued by, each in its piece of time. */
export function earnedPieces({ vaultChainId: chainId, token, movements }: StatementLine): EarnedPiece[] {
  return movements.map(({ start_s, end_s, amount }) => ({ chainId, token, start_s, end_s, amount }));
}

const WHOLE = { vault: null, assetId: null, role: null, origin: null, source: null, operation: null };

/** Lines that are being added up. */
class Sums {
  private readonly byKey = new Map<string, { head: StatementHead; accrued: bigint[]; finalTo_s: number }>();

  constructor(private readonly marks: readonly number[]) {}

  add(head: StatementHead, accrued: readonly bigint[], finalTo_s: number): void {
    const key = keyOf(head);
    const sum = this.byKey.get(key);
    if (!sum) {
      this.byKey.set(key, { head, accrued: [...accrued], finalTo_s });
      return;
    }
    for (let j = 0; j < accrued.length; j++) sum.accrued[j]! += accrued[j]!;
    sum.finalTo_s = Math.min(sum.finalTo_s, finalTo_s);
  }

  lines(): StatementLine[] {
    return [...this.byKey.values()].map(({ head, accrued, finalTo_s }) => lineOf(head, this.marks, accrued, finalTo_s));
  }
}

function isAsked(line: AccruedLine, { role, vaultChainId, vault, token, origin }: StatementFilter): boolean {
  return (
    (role == null || line.role === role) &&
    (vaultChainId == null || line.vaultChainId === vaultChainId) &&
    (vault == null || line.vault === vault) &&
    (token == null || line.token === token) &&
    (origin == null || line.origin === origin)
  );
}

function headOf(line: AccruedLine | OperationLine, cuts: readonly StatementCut[]): StatementHead {
  const by = (cut: StatementCut): boolean => cuts.includes(cut);
  return {
    vaultChainId: line.vaultChainId,
    token: line.token,
    vault: by('VAULT') ? line.vault : null,
    assetId: by('ASSET') ? line.assetId : null,
    role: by('ROLE') ? line.role : null,
    origin: by('ORIGIN') ? line.origin : null,
    source: by('ORIGIN') ? line.source : null,
    operation: 'operation' in line ? line.operation : null,
  };
}

function keyOf({ vaultChainId, token, vault, assetId, role, origin, operation }: StatementHead): string {
  return [String(vaultChainId).padStart(16, '0'), token, vault, assetId, role, origin, operation]
    .map((part) => part ?? '')
    .join('|');
}
