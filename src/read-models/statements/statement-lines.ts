import { lessWorth, shownWorth, type Worth } from '../../domain/value/rate.js';
import type { Operation, Role } from '../../domain/vocabulary.js';
import type { EarningOrigin, EarningSource } from '../entitlements/types.js';
import { SeriesSum, worthBy, type LineSeries } from './line-series.js';

/** A piece of time in which a line moved: start <= t < end. `opening + amount = closing`. */
export interface Movement {
  readonly start_s: number;
  readonly end_s: number;
  readonly opening: bigint;
  readonly amount: bigint;
  readonly closing: bigint;
  /** What the amount was worth, interval by interval. */
  readonly worth: Worth;
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
  /** Derived, see {@link linesByOperation}: null also where it is not known. */
  readonly operation: Operation | null;
}

/** One line. Amounts are base units of the token, on the chain of the vault. */
export interface StatementLine extends StatementHead, LineSeries {
  /** Where the line stands in the statement: lines are in its order. */
  readonly key: string;
  readonly marks: readonly number[];
  /** The mark past which it can still change. */
  readonly finalTo_s: number;
  readonly opening: bigint;
  readonly amount: bigint;
  readonly closing: bigint;
  /** What the amount was worth, interval by interval: cut once, so movements may be below it by a last digit each. */
  readonly worth: Worth;
  readonly provisional: boolean;
  /** Oldest first, those without a movement left out. Made when they are asked for: a page shows few of many lines. */
  readonly movements: readonly Movement[];
}

function lineOf(head: StatementHead, marks: readonly number[], series: LineSeries, finalTo_s: number): StatementLine {
  const { accrued, worths } = series;
  const last = marks.length - 1;
  const [opening, closing] = [accrued[0]!, accrued.at(-1)!];
  const amount = closing - opening;
  const figures = { opening, amount, closing, provisional: marks.at(-1)! > finalTo_s };
  const worth = shownWorth(amount, worthBy(series, last));
  let movements: readonly Movement[] | undefined;
  return {
    key: keyOf(head),
    marks,
    accrued,
    worths,
    finalTo_s,
    worth,
    ...figures,
    ...head,
    get movements() {
      return (movements ??= movementsOf(marks, series, finalTo_s));
    },
  };
}

function movementsOf(marks: readonly number[], series: LineSeries, finalTo_s: number): Movement[] {
  const { accrued } = series;
  const movements: Movement[] = [];
  for (let j = 1; j < marks.length; j++) {
    const [opening, closing] = [accrued[j - 1]!, accrued[j]!];
    if (opening === closing) continue;
    const [start_s, end_s] = [marks[j - 1]!, marks[j]!];
    const amount = closing - opening;
    const worth = shownWorth(amount, lessWorth(worthBy(series, j), worthBy(series, j - 1)));
    movements.push({ start_s, end_s, opening, amount, closing, worth, provisional: end_s > finalTo_s });
  }
  return movements;
}

/** All lines of a statement together: one line for each chain and token. */
export function totalsOf(lines: readonly StatementLine[]): StatementLine[] {
  const sums = new LineSums(lines[0]?.marks ?? []);
  for (const line of lines) {
    const { vaultChainId, token, finalTo_s } = line;
    sums.add({ vaultChainId, token, ...WHOLE }, line, finalTo_s);
  }
  return sums.lines();
}

const WHOLE = { vault: null, assetId: null, role: null, origin: null, source: null, operation: null };

interface Sum {
  readonly head: StatementHead;
  readonly series: SeriesSum;
  finalTo_s: number;
}

/** Lines that are being added up. */
export class LineSums {
  private readonly byKey = new Map<string, Sum>();

  constructor(private readonly marks: readonly number[]) {}

  add(head: StatementHead, line: LineSeries, finalTo_s: number): void {
    const key = keyOf(head);
    const sum = this.byKey.get(key);
    if (!sum) {
      this.byKey.set(key, { head, series: new SeriesSum(line), finalTo_s });
      return;
    }
    sum.series.add(line);
    sum.finalTo_s = Math.min(sum.finalTo_s, finalTo_s);
  }

  lines(): StatementLine[] {
    return [...this.byKey.values()].map(({ head, finalTo_s, series }) => lineOf(head, this.marks, series, finalTo_s));
  }
}

function keyOf({ vaultChainId, token, vault, assetId, role, origin, operation }: StatementHead): string {
  return [String(vaultChainId).padStart(16, '0'), token, vault, assetId, role, origin, operation]
    .map((part) => part ?? '')
    .join('|');
}
