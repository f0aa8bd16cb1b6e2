import { homeChain, type Address, type AssetId } from '../../domain/ids.js';
import type { ClosableTotals, DivisionRules } from '../../domain/ledger/division.js';
import { scaledDue } from '../../domain/ledger/entitlement.js';
import { offsetKey } from '../../domain/ledger/shares.js';
import type { Queryable } from '../queryable.js';
import { grouped, type EntitlementBook } from './book.js';
import type { HeldShares, HoldingTimeline } from './holdings.js';
import { assetMarkKey, currentRules, hasGrown, rulesAt, toTotals, type AssetMark, type TotalsRecord } from './rules.js';

/** Running totals of one asset, vault and token, at one moment. */
interface PursedTotals {
  readonly assetId: string;
  readonly vault: string;
  readonly token: string;
  readonly totals: ClosableTotals;
}

type PursedRecord = TotalsRecord & { asset_id: string; vault: string; token: string };

const toPursed = (row: PursedRecord): PursedTotals => ({
  assetId: row.asset_id,
  vault: row.vault,
  token: row.token,
  totals: toTotals(row),
});

const NO_RULES: DivisionRules = { splitPpm: null, poolShares: [] };

/** Adds what is due now from money that stayed on its chain. */
export async function addLocalNow(db: Queryable, held: readonly HeldShares[], book: EntitlementBook): Promise<void> {
  const assetIds = [...new Set(held.map(({ assetId }) => assetId))];
  if (assetIds.length === 0) return;
  const rows = await db.query<PursedRecord>(
    `SELECT asset_id, vault, token, total1::text AS total1, total2::text AS total2, closed1::text AS closed1,
            closed2::text AS closed2, accumulated::text[] AS accumulated
     FROM ledger.running_total WHERE asset_id = ANY($1)`,
    [assetIds],
  );
  const rules = await currentRules(db, assetIds);
  addDues(held, rows.map(toPursed), (assetId) => rules.get(assetId), book);
}

/** Adds what was due at each mark from money that stayed on its chain: one book for each mark. */
export async function addLocalAt(
  db: Queryable,
  timeline: HoldingTimeline,
  assetIds: readonly string[],
  marks: readonly number[],
  books: readonly EntitlementBook[],
): Promise<void> {
  const totals = await localTotalsAt(db, assetIds, marks);
  const wanted: AssetMark[] = totals.flatMap((rows, j) =>
    rows.filter((row) => hasGrown(row.totals)).map(({ assetId }) => ({ assetId, mark_s: marks[j]! })),
  );
  const rules = await rulesAt(db, wanted);
  marks.forEach((mark_s, j) => {
    const held = assetIds.flatMap((assetId) => timeline.at(assetId, mark_s));
    addDues(held, totals[j]!, (assetId) => rules.get(assetMarkKey({ assetId, mark_s })), books[j]!);
  });
}

/** Running totals of assets as they stood at each mark, with their last closing before it. */
async function localTotalsAt(
  db: Queryable,
  assetIds: readonly string[],
  marks: readonly number[],
): Promise<PursedTotals[][]> {
  const rows = await db.query<PursedRecord & { j: string }>(
    `SELECT m.j, k.asset_id, k.vault, k.token, t.total1::text AS total1, t.total2::text AS total2,
            a.closed1::text AS closed1, a.closed2::text AS closed2, a.accumulated::text[] AS accumulated
     FROM ledger.running_total k
     CROSS JOIN unnest($2::bigint[]) WITH ORDINALITY AS m(mark_s, j)
     CROSS JOIN LATERAL (
       SELECT total1, total2 FROM ledger.running_total_at h
       WHERE h.chain_id = k.chain_id AND h.asset_id = k.asset_id AND h.vault = k.vault AND h.token = k.token
         AND h.mark_s <= m.mark_s
       ORDER BY h.mark_s DESC LIMIT 1) t
     LEFT JOIN LATERAL (
       SELECT closed1, closed2, accumulated FROM ledger.accumulated_history h
       WHERE h.chain_id = k.chain_id AND h.asset_id = k.asset_id AND h.vault = k.vault AND h.token = k.token
         AND h.time_s < m.mark_s
       ORDER BY h.position DESC LIMIT 1) a ON true
     WHERE k.asset_id = ANY($1)`,
    [assetIds, marks],
  );
  const byMark: PursedTotals[][] = marks.map(() => []);
  for (const row of rows) byMark[Number(row.j) - 1]!.push(toPursed(row));
  return byMark;
}

function addDues(
  held: readonly HeldShares[],
  totals: readonly PursedTotals[],
  rulesOf: (assetId: string) => DivisionRules | undefined,
  book: EntitlementBook,
): void {
  const byAsset = grouped(totals, ({ assetId }) => assetId);
  for (const { assetId, role, shares, offsets } of held) {
    const rules = rulesOf(assetId) ?? NO_RULES;
    for (const { vault, token, totals: asOf } of byAsset.get(assetId) ?? []) {
      const offset = BigInt(offsets[offsetKey(vault as Address, token as Address)] ?? 0);
      const vaultChainId = homeChain(assetId as AssetId);
      const due = scaledDue({ role, shares, offset }, asOf, rules);
      book.add({ vaultChainId, vault, token, assetId, role }, 'local', due);
    }
  }
}
