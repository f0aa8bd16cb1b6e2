import type { UsdRate } from '../../domain/value/rate.js';
import type { Operation } from '../../domain/vocabulary.js';
import type { AccruedLine } from '../entitlements/accrued.js';
import type { LineKey } from '../entitlements/book.js';
import type { EarningOrigin, EarningSource } from '../entitlements/types.js';
import type { TokenRates } from '../tokens/rates.js';
import { Growing } from './growing.js';
import type { LineSeries } from './line-series.js';
import { addSplit, BY_NAME, UNKNOWN, type Weights } from './operation-split.js';

/** One of the finest lines at the marks that were asked for, and what was worth what has grown since the first. */
export interface ValuedLine extends LineKey, LineSeries {
  readonly source: EarningSource;
  readonly origin: EarningOrigin;
  /** Null where it was not asked for, and where it is not known. */
  readonly operation: Operation | null;
}

/**
 * Values a line interval by interval, and tells it at the marks asked for.
 * @param line told at every mark after which it grew by another rate, and at those asked for
 */
export function valuedLine(line: AccruedLine, asked: readonly number[], rates: TokenRates): ValuedLine {
  if (rates.only && line.marks === asked) {
    return { operation: null, accrued: line.accrued, worths: rates.only, ...headOf(line) };
  }
  const whole = new Growing();
  overIntervals(line, asked, rates, {
    grow: (_, units, rate) => whole.grow(units, rate),
    mark: () => whole.mark(),
  });
  return { operation: null, accrued: whole.accrued, worths: rates.only ?? whole.worths, ...headOf(line) };
}

/**
 * What usages of each operation brought in the interval that a mark ends: of money that stayed on its chain, and of what
 * crossed.
 */
export interface LineWeights {
  readonly stayed: (mark_s: number) => Weights;
  readonly crossed: (mark_s: number) => Weights;
}

/**
 * Divides every interval's growth of a line by operation, and values it: so no part ever shrinks, and what a piece of
 * time says does not depend on where it is cut. Of what nothing was brought for, no operation is known.
 * @param line told at every mark at which it grew
 */
export function linesByOperation(
  line: AccruedLine,
  asked: readonly number[],
  rates: TokenRates,
  { stayed, crossed }: LineWeights,
): ValuedLine[] {
  const parts: (Growing | undefined)[] = [];
  const split = new Array<bigint>(UNKNOWN + 1).fill(0n);
  let marked = 0;
  overIntervals(line, asked, rates, {
    grow(k, units, rate) {
      const mark_s = line.marks[k]!;
      const local = stayedOf(line, k, units);
      if (local > 0n) addSplit(split, local, stayed(mark_s));
      if (local < units) addSplit(split, units - local, crossed(mark_s));
      for (let n = 0; n <= UNKNOWN; n++) {
        if (split[n] === 0n) continue;
        (parts[n] ??= new Growing(marked)).grow(split[n]!, rate);
        split[n] = 0n;
      }
    },
    mark() {
      marked += 1;
      for (const part of parts) part?.mark();
    },
  });
  return parts.flatMap((part, n) => {
    if (!part) return [];
    const operation = BY_NAME[n] ?? null;
    return [{ operation, accrued: part.accrued, worths: rates.only ?? part.worths, ...headOf(line) }];
  });
}

/** Of an interval's units those that stayed on their chain: both parts are floored together, so it is not simply theirs. */
function stayedOf({ accrued, settled }: AccruedLine, k: number, units: bigint): bigint {
  const at = (j: number): bigint => (j < 0 ? 0n : accrued[j]! - settled[j]!);
  const grown = at(k) - at(k - 1);
  return grown < units ? grown : units;
}

interface Growth {
  grow(k: number, units: bigint, rate: UsdRate | undefined): void;
  mark(): void;
}

function overIntervals(line: AccruedLine, asked: readonly number[], rates: TokenRates, to: Growth): void {
  const { marks, accrued } = line;
  let next = 0;
  for (let k = 0; k < marks.length; k++) {
    const units = accrued[k]! - (k === 0 ? 0n : accrued[k - 1]!);
    if (units !== 0n) to.grow(k, units, !rates.only && marks[k]! > asked[0]! ? rates.at(marks[k]!) : undefined);
    if (marks[k] !== asked[next]) continue;
    to.mark();
    next += 1;
  }
}

function headOf({
  vaultChainId,
  vault,
  token,
  assetId,
  role,
  source,
  origin,
}: AccruedLine): Omit<ValuedLine, 'operation' | 'accrued' | 'worths'> {
  return { vaultChainId, vault, token, assetId, role, source, origin };
}
