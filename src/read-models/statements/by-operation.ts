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
  const { origin, settled } = line;
  if (origin !== 'SHARES' && origin !== 'EXECUTOR') return nonZero(line, null, asked, line.accrued, settled);
  const local = line.accrued.map((units, k) => units - settled[k]!);
  const byPart = accruedByOperation(grid, local, weights.of(line, origin));
  const moments = asked.map((k) => Math.min(k, last));
  const known = BY_NAME.flatMap((operation, n) => nonZero(line, operation, moments, byPart[n]!));
  const unknown = asked.map((k, j) => byPart[UNKNOWN]![moments[j]!]! + settled[k]!);
  return [
    ...known,
    ...nonZero(
      line,
      null,
      [...asked.keys()],
      unknown,
      asked.map((k) => settled[k]!),
    ),
  ];
}

/** The part of a line at some moments, where there is any. */
function nonZero(
  line: AccruedLine,
  operation: Operation | null,
  moments: readonly number[],
  units: readonly bigint[],
  settled?: readonly bigint[],
): OperationLine[] {
  const accrued = moments.map((k) => units[k]!);
  if (accrued.every((amount) => amount === 0n)) return [];
  return [{ ...line, operation, accrued, settled: moments.map((k) => settled?.[k] ?? 0n) }];
}
