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
  const skipped = quietStart([...tokens.values()].map(({ amounts }) => amounts));
  return [...tokens.values()]
    .sort((a, b) => a.token.id.localeCompare(b.token.id))
    .map(({ token, amounts, provisional }, index) => ({
      token,
      starts: starts.slice(skipped),
      data: {
        labels: starts.slice(skipped).map((start) => bucketLabel(start, bucket)),
        symbol: tokenName(token),
        decimals: token.decimals ?? null,
        provisional: provisional.slice(skipped),
        series: [
          { key: token.id, label: tokenName(token), hue: hueOf(index), amounts: amounts.slice(skipped).map(String) },
        ],
      },
    }));
}

/** A chart keeps at least so many buckets, also where the first of them are empty. */
const LEAST_BUCKETS = 8;

/** How many buckets at the start of a chart say nothing, in any of its rows. */
export function quietStart(rows: readonly (readonly bigint[])[]): number {
  const length = rows[0]?.length ?? 0;
  let quiet = 0;
  while (quiet < length - LEAST_BUCKETS && rows.every((row) => row[quiet] === 0n)) quiet++;
  return quiet;
}
