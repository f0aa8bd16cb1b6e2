import type { Queryable } from '../queryable.js';
import { byPurse, EntitlementBook, purseKey, unitsOf } from './book.js';
import { currentHoldings, holdingTimeline } from './holdings.js';
import { setLocalAt } from './local.js';
import { paidAtOnce } from './paid-at-once.js';
import { setSettledAt, settledKeys } from './settled.js';
import { settledMarks } from './settled-marks.js';
import type { EarningsSeries, Purse } from './types.js';

/** A contributor's entitlements at each of some marks (ascending), of all assets or of one. */
export async function entitlementsAt(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  assetId?: string,
): Promise<EntitlementBook> {
  const book = new EntitlementBook(marks.length);
  const held = await currentHoldings(db, contributor, assetId);
  const assetIds = [...new Set(held.map((holding) => holding.assetId))];
  if (assetIds.length === 0 || marks.length === 0) return book;
  const timeline = await holdingTimeline(db, contributor, assetIds);
  await setLocalAt(db, timeline, assetIds, marks, book);
  await setSettledAt(db, contributor, await settledKeys(db, assetIds), timeline, marks, book);
  return book;
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
  if (marks.length === 0) return [];
  const series = new Map<string, Purse & { accrued: bigint[] }>();
  const accruedIn = (purse: Purse): bigint[] => {
    const key = purseKey(purse);
    let found = series.get(key);
    if (!found) {
      const { vaultChainId, vault, token } = purse;
      series.set(key, (found = { vaultChainId, vault, token, accrued: marks.map(() => 0n) }));
    }
    return found.accrued;
  };
  const book = await entitlementsAt(db, contributor, marks, filter.assetId);
  for (const line of book.lines()) {
    const accrued = accruedIn(line);
    for (let j = 0; j < marks.length; j++) accrued[j]! += unitsOf(line, j);
  }
  for (const part of await paidAtOnce(db, contributor, marks, filter.assetId)) {
    const accrued = accruedIn(part);
    for (let j = part.before; j < marks.length; j++) accrued[j]! += part.amount;
  }
  const final = await finalMarks(db);
  return [...series.values()]
    .sort(byPurse)
    .map((found) => ({ ...found, provisional: marks.map((mark_s) => mark_s > final(found)) }));
}

/** The mark up to which what is accrued in a vault cannot change any more. */
async function finalMarks(db: Queryable): Promise<(purse: Purse) => number> {
  const settledTo = await settledMarks(db);
  const rows = await db.query<{ chain_id: string; closed_to_s: string }>(
    'SELECT chain_id, closed_to_s FROM fold.checkpoint',
  );
  const closed = new Map(rows.map((row) => [Number(row.chain_id), Number(row.closed_to_s)]));
  return (purse) => settledTo.ofVault(purse) ?? closed.get(purse.vaultChainId) ?? 0;
}
