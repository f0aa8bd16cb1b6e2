import type { Role } from '../../domain/vocabulary.js';
import { closedMarks } from '../chains/moments.js';
import { finalMarks } from '../entitlements/settled-marks.js';
import type { EarningOrigin } from '../entitlements/types.js';
import type { Queryable } from '../queryable.js';
import { LineSums, type StatementHead, type StatementLine } from './statement-lines.js';
import type { ValuedLine } from './valued-line.js';
import { valuedByOperation, valuedLines } from './valued-lines.js';

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

/**
 * What a contributor earned over a period. Every line is a sum of the finest lines there are, floored each, so
 * `opening + movements = closing` in every line, and the lines of any cut add up to those of any other. What they were
 * worth is summed interval by interval, so that does not depend on the cut either.
 */
export async function statement(db: Queryable, question: StatementQuestion): Promise<StatementLine[]> {
  const { contributor, marks, cuts, filter, isFinal } = question;
  if (marks.length === 0) return [];
  const options = {
    ...(filter.assetId ? { assetId: filter.assetId } : {}),
    ...(isFinal ? { final: await closedMarks(db) } : {}),
  };
  const final = await finalMarks(db);
  const sums = new LineSums(marks);
  const asked = { contributor, marks, options };
  const valued = cuts.includes('OPERATION') ? valuedByOperation(db, asked) : valuedLines(db, asked);
  for await (const lines of valued) {
    for (const line of lines) {
      if (isAsked(line, filter)) sums.add(headOf(line, cuts), line, isFinal ? Infinity : final(line));
    }
  }
  return sums.lines().sort((a, b) => (a.key < b.key ? -1 : 1));
}

function isAsked(line: ValuedLine, { role, vaultChainId, vault, token, origin }: StatementFilter): boolean {
  return (
    (role == null || line.role === role) &&
    (vaultChainId == null || line.vaultChainId === vaultChainId) &&
    (vault == null || line.vault === vault) &&
    (token == null || line.token === token) &&
    (origin == null || line.origin === origin)
  );
}

function headOf(line: ValuedLine, cuts: readonly StatementCut[]): StatementHead {
  const by = (cut: StatementCut): boolean => cuts.includes(cut);
  return {
    vaultChainId: line.vaultChainId,
    token: line.token,
    vault: by('VAULT') ? line.vault : null,
    assetId: by('ASSET') ? line.assetId : null,
    role: by('ROLE') ? line.role : null,
    origin: by('ORIGIN') ? line.origin : null,
    source: by('ORIGIN') ? line.source : null,
    operation: line.operation,
  };
}
