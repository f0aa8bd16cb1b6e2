import { tokenName, type TokenFacts } from '../format/token.js';
import { bucketLabel, bucketStarts } from '../format/time.js';
import type { Bucket } from '../generated/graphql.js';
import type { BarData } from './bars.js';
import type { Hue } from './palette.js';

interface Token extends TokenFacts {
  readonly id: string;
  readonly chain: string;
}

interface Point<T extends Token> {
  readonly start: string;
  readonly amount: string;
  readonly token: T;
  readonly provisional?: boolean;
}

export interface TokenBars<T extends Token> {
  readonly token: T;
  readonly data: BarData;
  /** Starts of the buckets, in the order of the bars. */
  readonly starts: readonly string[];
}

/** One set of bars per token: unlike tokens share no axis. */
export function barsByToken<T extends Token>(
  points: readonly Point<T>[],
  period: { from: Date; to: Date },
  bucket: Bucket,
  hueOf: (index: number) => Hue,
): TokenBars<T>[] {
  const starts = bucketStarts(period.from, period.to, bucket);
  const place = new Map(starts.map((start, index) => [start, index]));
  const tokens = new Map<string, { token: T; amounts: bigint[]; provisional: boolean[] }>();
  for (const point of points) {
    const at = place.get(new Date(point.start).toISOString());
    if (at === undefined || BigInt(point.amount) === 0n) continue;
    const known = tokens.get(point.token.id) ?? {
      token: point.token,
      amounts: starts.map(() => 0n),
      provisional: starts.map(() => false),
    };
    known.amounts[at] = known.amounts[at]! + BigInt(point.amount);
    known.provisional[at] ||= point.provisional ?? false;
    tokens.set(point.token.id, known);
  }
  return [...tokens.values()]
    .sort((a, b) => a.token.id.localeCompare(b.token.id))
    .map(({ token, amounts, provisional }, index) => ({
      token,
      starts,
      data: {
        labels: starts.map((start) => bucketLabel(start, bucket)),
        symbol: tokenName(token),
        decimals: token.decimals ?? null,
        provisional,
        series: [{ key: token.id, label: tokenName(token), hue: hueOf(index), amounts: amounts.map(String) }],
      },
    }));
}
