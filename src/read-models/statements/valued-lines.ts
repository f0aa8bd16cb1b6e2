import { marksInOrder } from '../../domain/time.js';
import { intervalLength } from '../chains/moments.js';
import { accruedInPieces, type AccruedOptions } from '../entitlements/accrued.js';
import type { Queryable } from '../queryable.js';
import { Rates } from '../tokens/rates.js';
import { assetsOf, tokensOf } from './earning-assets.js';
import { operationWeights } from './operation-weights.js';
import { linesByOperation, valuedLine, type ValuedLine } from './valued-line.js';

export interface ValuedQuestion {
  readonly contributor: string;
  /** Ascending. */
  readonly marks: readonly number[];
  readonly options: Omit<AccruedOptions, 'every'>;
}

/** Where rates change more often than this, every interval is looked at. */
const MOST_BORDERS = 500;

/**
 * The finest lines of a contributor's earnings, at some marks, with what they were worth: each interval's growth by the
 * rate of its token in that interval. Intervals are told apart only where that makes a difference.
 * @param mostBorders between rates up to which only their intervals are looked at: it decides the cost alone
 */
export async function* valuedLines(
  db: Queryable,
  question: ValuedQuestion,
  mostBorders = MOST_BORDERS,
): AsyncGenerator<ValuedLine[]> {
  const { contributor, marks, options } = question;
  const interval_s = await intervalLength(db);
  const rates = await ratesOf(db, question, interval_s);
  const borders = rates.borders();
  const isEvery = borders.length > mostBorders;
  const first_s = Math.min(marks[0]!, ...(options.final?.values() ?? []));
  const told = isEvery || borders.length === 0 ? marks : marksInOrder([...marks, ...borders]);
  const more = isEvery ? { every: { from_s: first_s, interval_s } } : {};
  for await (const lines of accruedInPieces(db, contributor, told, { ...options, ...more })) {
    yield lines.map((line) => valuedLine(line, marks, rates.of({ chainId: line.vaultChainId, address: line.token })));
  }
}

/**
 * The same, each line divided by operation. It is derived: the ledger sums what an asset keeps over all its usages.
 * Every interval's growth is divided by what the usages of each operation brought the asset in it, an executor's by
 * those of the asset itself; of disputes, direct payments and rewards the operation is not known.
 */
export async function* valuedByOperation(db: Queryable, question: ValuedQuestion): AsyncGenerator<ValuedLine[]> {
  const { contributor, marks, options } = question;
  const interval_s = await intervalLength(db);
  const rates = await ratesOf(db, question, interval_s);
  const weights = await operationWeights(db, await assetsOf(db, contributor, options.assetId), marks.at(-1)!);
  const every = { from_s: 0, interval_s };
  for await (const lines of accruedInPieces(db, contributor, marks, { ...options, every })) {
    yield lines.flatMap((line) => {
      const tokenRates = rates.of({ chainId: line.vaultChainId, address: line.token });
      const { origin } = line;
      if (origin !== 'SHARES' && origin !== 'EXECUTOR') return [valuedLine(line, marks, tokenRates)];
      return linesByOperation(line, marks, tokenRates, weights.of(line, origin));
    });
  }
}

async function ratesOf(
  db: Queryable,
  { contributor, marks, options }: ValuedQuestion,
  interval_s: number,
): Promise<Rates> {
  const period = { from_s: marks[0]!, to_s: marks.at(-1)!, interval_s };
  return Rates.load(db, await tokensOf(db, contributor, options.assetId), period);
}
