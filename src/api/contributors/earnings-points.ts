import type { Worth } from '../../domain/value/rate.js';
import type { TimePiece } from '../../read-models/earnings/pieces.js';
import { periodMarks } from '../../read-models/statements/period.js';
import { statement } from '../../read-models/statements/statement.js';
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
  readonly amount: bigint;
  readonly closing: bigint;
  readonly worth: Worth;
  readonly provisional: boolean;
}

/** Pieces in which something was earned, oldest first. @throws QuestionError for too many pieces */
export async function earningsPoints(context: RequestContext, question: EarningsQuestion): Promise<EarnedPoint[]> {
  const { contributor, assetId } = question;
  const marks = await periodMarks(context.db, question);
  if (marks.length < 2) return [];
  const lines = await statement(context.db, { contributor, marks, cuts: [], filter: { assetId }, isFinal: false });
  return lines
    .flatMap(({ vaultChainId: chainId, token, movements }) =>
      movements.map((movement): EarnedPoint => ({ ...movement, chainId, token })),
    )
    .sort((a, b) => a.start_s - b.start_s);
}
