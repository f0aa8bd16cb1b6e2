import { closedMarks } from '../chains/moments.js';
import type { Queryable } from '../queryable.js';
import { accruedAt } from './accrued.js';
import { byPurse, purseKey } from './book.js';
import { settledMarks } from './settled-marks.js';
import type { EarningsSeries, Purse } from './types.js';

/**
 * What a contributor had accrued at each mark, by vault and token: what was earned between two marks is the
 * difference, so opening, movements and closing always add up, and so does any cut by asset.
 *
 * @param marks ends of intervals, ascending; one that lies ahead stands for now
 */
export async function contributorEarnings(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  filter: { readonly assetId?: string } = {},
): Promise<EarningsSeries[]> {
  const series = new Map<string, Purse & { accrued: bigint[] }>();
  for (const { vaultChainId, vault, token, accrued } of await accruedAt(db, contributor, marks, filter)) {
    const key = purseKey({ vaultChainId, vault, token });
    let sum = series.get(key);
    if (!sum) series.set(key, (sum = { vaultChainId, vault, token, accrued: marks.map(() => 0n) }));
    for (let j = 0; j < marks.length; j++) sum.accrued[j]! += accrued[j]!;
  }
  const final = await finalMarks(db);
  return [...series.values()]
    .sort(byPurse)
    .map((found) => ({ ...found, provisional: marks.map((mark_s) => mark_s > final(found)) }));
}

/** The mark up to which what is accrued in a vault cannot change any more. */
export async function finalMarks(db: Queryable): Promise<(purse: Purse) => number> {
  const settledTo = await settledMarks(db);
  const closed = await closedMarks(db);
  return (purse) => settledTo.ofVault(purse) ?? closed.get(purse.vaultChainId) ?? 0;
}
