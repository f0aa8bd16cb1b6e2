import type { Operation } from '../../domain/vocabulary.js';
import { chainTimes } from '../chains/moments.js';
import { getContributors } from '../contributors/queries.js';
import { accruedAt, type AccruedLine, type AccruedOptions } from '../entitlements/accrued.js';
import type { Queryable } from '../queryable.js';
import { accruedByOperation, dayGrid, type ByOperation, type DayGrid } from './operation-split.js';
import { operationWeights, type OperationWeights } from './operation-weights.js';

/** A part of a line: what usages of one operation are taken to have brought; null where that is not known. */
export type OperationLine = AccruedLine & { readonly operation: Operation | null };

/**
 * The finest lines of {@link accruedAt}, each divided by operation. It is derived: the ledger sums what an asset keeps
 * over all its usages. What stayed on its chain is divided day by day by what the usages of each operation brought the
 * asset; an executor's, by those of the asset itself. Of other money the operation is not known.
 */
export async function accruedByOperations(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  options: AccruedOptions = {},
): Promise<OperationLine[]> {
  const { final } = options;
  const [view] = await getContributors(db, [contributor]);
  if (!view || marks.length === 0) return [];
  const now_s = Math.max(...(await chainTimes(db)).values(), view.firstSeen_s);
  const grid = dayGrid(view.firstSeen_s, Math.min(now_s, marks.at(-1)!), [...marks, ...(final?.values() ?? [])]);
  const lines = await accruedAt(db, contributor, grid.marks, options);
  const weights = await operationWeights(db, [...new Set(lines.map((line) => line.assetId))], grid.marks);
  const asked = marks.map((mark_s) => grid.marks.indexOf(Math.max(mark_s, grid.marks[0]!)));
  return lines.flatMap((line) => {
    const limit = final?.get(line.vaultChainId);
    const last = limit === undefined ? Infinity : grid.marks.indexOf(Math.max(limit, grid.marks[0]!));
    return dividedLine(line, grid, weights, asked, last);
  });
}

/** @param last index of the mark past which local money does not count */
function dividedLine(
  line: AccruedLine,
  grid: DayGrid,
  weights: OperationWeights,
  asked: readonly number[],
  last: number,
): OperationLine[] {
  const pieces = line.origin === 'SHARES' ? weights.reaching(line) : weights.using(line);
  const isDivided = line.origin === 'SHARES' || line.origin === 'EXECUTOR';
  const local = line.accrued.map((units, k) => (isDivided ? units - line.settled[k]! : 0n));
  const parts = accruedByOperation(grid, local, (k) => pieces[k]);
  const operations = new Set<Operation | null>([null, ...parts.flatMap((part) => [...part.keys()])]);
  return [...operations].flatMap((operation) => {
    const localAt = (k: number, of: ByOperation = parts[Math.min(k, last)]!): bigint => of.get(operation) ?? 0n;
    const accrued = asked.map((k) => localAt(k) + (operation === null ? line.accrued[k]! - local[k]! : 0n));
    if (accrued.every((units) => units === 0n)) return [];
    const settled = asked.map((k) => (operation === null ? line.settled[k]! : 0n));
    return [{ ...line, operation, accrued, settled }];
  });
}
