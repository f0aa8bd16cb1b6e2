import type { Operation } from '../../domain/vocabulary.js';
import { chainTimes } from '../chains/moments.js';
import { getContributors } from '../contributors/queries.js';
import { accruedInPieces, type AccruedLine, type AccruedOptions } from '../entitlements/accrued.js';
import type { Queryable } from '../queryable.js';
import { assetsOf } from './earning-assets.js';
import { accruedByOperation, BY_NAME, dayGrid, UNKNOWN, type DayGrid } from './operation-split.js';
import { operationWeights, type OperationWeights } from './operation-weights.js';

/** A part of a line: what usages of one operation are taken to have brought; null where that is not known. */
export type OperationLine = AccruedLine & { readonly operation: Operation | null };

/**
 * The finest lines of {@link accruedInPieces}, each divided by operation. It is derived: the ledger sums what an asset
 * keeps over all its usages. What stayed on its chain is divided day by day by what the usages of each operation
 * brought the asset; an executor's, by those of the asset itself. Of other money the operation is not known.
 */
export async function* accruedByOperations(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  options: AccruedOptions = {},
): AsyncGenerator<OperationLine[]> {
  const { assetId, final } = options;
  const [view] = await getContributors(db, [contributor]);
  if (!view || marks.length === 0) return;
  const now_s = Math.max(...(await chainTimes(db)).values(), view.firstSeen_s);
  const grid = dayGrid(view.firstSeen_s, Math.min(now_s, marks.at(-1)!), [...marks, ...(final?.values() ?? [])]);
  const weights = await operationWeights(db, await assetsOf(db, contributor, assetId), grid.marks);
  const indexOf = new Map(grid.marks.map((mark_s, index) => [mark_s, index]));
  const at = (mark_s: number): number => indexOf.get(Math.max(mark_s, grid.marks[0]!))!;
  const asked = marks.map(at);
  for await (const lines of accruedInPieces(db, contributor, grid.marks, options)) {
    yield lines.flatMap((line) => {
      const limit = final?.get(line.vaultChainId);
      return dividedLine(line, grid, weights, asked, limit === undefined ? Infinity : at(limit));
    });
  }
}

/** @param last index of the mark past which local money does not count */
function dividedLine(
  line: AccruedLine,
  grid: DayGrid,
  weights: OperationWeights,
  asked: readonly number[],
  last: number,
): OperationLine[] {
  const { origin } = line;
  const settled = asked.map((k) => line.settled[k]!);
  if (origin !== 'SHARES' && origin !== 'EXECUTOR') {
    return whereAny({ ...line, operation: null, accrued: asked.map((k) => line.accrued[k]!), settled });
  }
  const local = line.accrued.map((units, k) => units - line.settled[k]!);
  const byPart = accruedByOperation(grid, local, weights.of(line, origin));
  const nothing = asked.map(() => 0n);
  return byPart.flatMap((units, n) => {
    if (!units) return [];
    const counted = asked.map((k) => units[Math.min(k, last)]!);
    if (n !== UNKNOWN) return whereAny({ ...line, operation: BY_NAME[n]!, accrued: counted, settled: nothing });
    return whereAny({ ...line, operation: null, accrued: counted.map((part, j) => part + settled[j]!), settled });
  });
}

function whereAny(line: OperationLine): OperationLine[] {
  return line.accrued.every((units) => units === 0n) ? [] : [line];
}
