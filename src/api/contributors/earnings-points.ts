import type { TimePiece } from '../../read-models/earnings/pieces.js';
import { contributorEarnings } from '../../read-models/entitlements/earnings.js';
import type { EarningsSeries } from '../../read-models/entitlements/types.js';
import { periodMarks } from '../../read-models/statements/period.js';
import type { RequestContext } from '../request/request-context.js';

export interface EarningsQuestion {
  readonly contributor: string;
  readonly piece: TimePiece;
  /** Null: from the contributor's first appearance. */
  readonly from_s: number | null;
  /** Null: to the present. */
  readonly to_s: number | null;
  readonly assetId: string | null;
  readonly interval_s: number;
}

/** Earned in a token of a chain, all its vaults together, in a piece of time. */
export interface EarnedPoint {
  readonly start_s: number;
  readonly end_s: number;
  readonly chainId: number;
  readonly token: string;
  readonly opening: bigint;
  readonly closing: bigint;
  readonly provisional: boolean;
}

/** Pieces in which something was earned, oldest first. @throws QuestionError for too many pieces */
export async function earningsPoints(context: RequestContext, question: EarningsQuestion): Promise<EarnedPoint[]> {
  const marks = await periodMarks(context.db, question);
  if (marks.length < 2) return [];
  const filter = question.assetId === null ? {} : { assetId: question.assetId };
  const series = sumOverVaults(await contributorEarnings(context.db, question.contributor, marks, filter));
  return marks.slice(1).flatMap((end_s, index) =>
    series.flatMap(({ vaultChainId, token, accrued, provisional }): EarnedPoint[] => {
      const opening = accrued[index]!;
      const closing = accrued[index + 1]!;
      if (closing === opening) return [];
      const place = { start_s: marks[index]!, end_s, chainId: vaultChainId, token };
      return [{ ...place, opening, closing, provisional: provisional[index + 1]! }];
    }),
  );
}

function sumOverVaults(series: readonly EarningsSeries[]): Omit<EarningsSeries, 'vault'>[] {
  const sums = new Map<string, { vaultChainId: number; token: string; accrued: bigint[]; provisional: boolean[] }>();
  for (const { vaultChainId, token, accrued, provisional } of series) {
    const key = `${vaultChainId}|${token}`;
    const sum = sums.get(key);
    if (!sum) {
      sums.set(key, { vaultChainId, token, accrued: [...accrued], provisional: [...provisional] });
      continue;
    }
    accrued.forEach((amount, index) => (sum.accrued[index]! += amount));
    provisional.forEach((may, index) => (sum.provisional[index] ||= may));
  }
  return [...sums.values()];
}
