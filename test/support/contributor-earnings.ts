import { accruedAt } from '../../src/read-models/entitlements/accrued.js';
import { byPurse, purseKey } from '../../src/read-models/entitlements/book.js';
import { finalMarks } from '../../src/read-models/entitlements/settled-marks.js';
import type { Purse } from '../../src/read-models/entitlements/types.js';
import type { Queryable } from '../../src/read-models/queryable.js';

/** Accrued in one vault and token at each of the marks asked for: differences are what was earned between. */
export interface EarningsSeries extends Purse {
  /** In the order of the marks. Settled money is dated just before its interval's end. */
  readonly accrued: readonly bigint[];
  /** Whether what is accrued at that mark can still change: past the settled mark, or past final blocks. */
  readonly provisional: readonly boolean[];
}

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
