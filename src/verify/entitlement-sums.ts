import type pg from 'pg';
import type { ClosableTotals, DivisionRules } from '../domain/ledger/division.js';
import { entitlement, scaledDue } from '../domain/ledger/entitlement.js';
import type { Role } from '../domain/vocabulary.js';
import { currentRules, rulesAt, assetMarkKey, toTotals, type TotalsRecord } from '../read-models/entitlements/rules.js';
import { settledMarks } from '../read-models/entitlements/settled-marks.js';
import { queryable } from '../read-models/queryable.js';

/** Assets whose holders are in memory at once. */
const ASSETS_AT_ONCE = 50;

/** What people are entitled to in one vault and token, floored each, and how many entitlements that are. */
export interface EntitlementSum {
  amount: bigint;
  count: bigint;
}

/** Sums of everybody's entitlements by purse (`chain|vault|token`), inside the caller's transaction. */
export async function sumEntitlements(db: pg.ClientBase): Promise<Map<string, EntitlementSum>> {
  const sums = new Map<string, EntitlementSum>();
  const { rows } = await db.query<{ asset_id: string }>(
    `SELECT asset_id FROM ledger.running_total UNION SELECT asset_id FROM ledger.settled_total ORDER BY 1`,
  );
  for (let start = 0; start < rows.length; start += ASSETS_AT_ONCE) {
    const assets = rows.slice(start, start + ASSETS_AT_ONCE).map(({ asset_id }) => asset_id);
    for (const [purse, scaled] of await duesOf(db, assets)) {
      const sum = sums.get(purse) ?? { amount: 0n, count: 0n };
      sums.set(purse, sum);
      for (const due of scaled.values()) {
        sum.amount += entitlement(due, 0n);
        sum.count++;
      }
    }
  }
  return sums;
}

/** Scaled dues by purse, then by asset, role and contributor: local and settled together. */
type Dues = Map<string, Map<string, bigint>>;

interface TotalRow extends TotalsRecord {
  purse: string;
  asset_id: string;
}

interface ShareRow {
  asset_id: string;
  role: Role;
  contributor: string;
  shares: string;
  offset_scaled: string;
}

async function duesOf(db: pg.ClientBase, assets: readonly string[]): Promise<Dues> {
  const dues: Dues = new Map();
  await addLocal(db, assets, dues);
  await addSettled(db, assets, dues);
  return dues;
}

async function addLocal(db: pg.ClientBase, assets: readonly string[], dues: Dues): Promise<void> {
  const rules = await currentRules(queryable(db), assets);
  const { rows: totals } = await db.query<TotalRow & { vault: string; token: string }>(
    `SELECT concat_ws('|', chain_id, vault, token) AS purse, vault, token, asset_id, total1::text, total2::text,
       closed1::text, closed2::text, accumulated::text[]
     FROM ledger.running_total WHERE asset_id = ANY($1)`,
    [assets],
  );
  for (const total of totals) {
    const { rows } = await db.query<ShareRow>(
      `SELECT asset_id, role, contributor, shares::text, coalesce(offsets->>$2, '0') AS offset_scaled
       FROM ledger.share WHERE asset_id = $1`,
      [total.asset_id, `${total.vault}|${total.token}`],
    );
    addDues(dues, total.purse, toTotals(total), rules.get(total.asset_id)!, rows);
  }
}

async function addSettled(db: pg.ClientBase, assets: readonly string[], dues: Dues): Promise<void> {
  const marks = await settledMarks(queryable(db));
  const { rows: totals } = await db.query<TotalRow & { vault_chain_id: string; vault: string; token: string }>(
    `SELECT concat_ws('|', vault_chain_id, vault, token) AS purse, vault_chain_id, vault, token, asset_id, total1::text,
       total2::text, closed1::text, closed2::text, accumulated::text[]
     FROM ledger.settled_total WHERE asset_id = ANY($1)`,
    [assets],
  );
  for (const total of totals) {
    const { asset_id: assetId, vault, token } = total;
    const vaultChainId = Number(total.vault_chain_id);
    const mark_s = marks.ofAsset({ vaultChainId, vault }, assetId);
    const rules = await rulesAt(queryable(db), [{ assetId, mark_s }]);
    const { rows } = await db.query<ShareRow>(
      `SELECT DISTINCT ON (s.role, s.contributor) s.asset_id, s.role, s.contributor, s.shares::text,
         coalesce((
           SELECT offset_scaled FROM ledger.settled_share_offset o
           WHERE o.contributor = s.contributor AND o.asset_id = s.asset_id AND o.role = s.role
             AND o.vault_chain_id = $3 AND o.vault = $4 AND o.token = $5 ORDER BY o.mark_s DESC LIMIT 1
         ), 0)::text AS offset_scaled
       FROM ledger.share_history s WHERE asset_id = $1 AND since_time_s < $2 ORDER BY s.role, s.contributor, since DESC`,
      [assetId, mark_s, vaultChainId, vault, token],
    );
    addDues(dues, total.purse, toTotals(total), rules.get(assetMarkKey({ assetId, mark_s }))!, rows);
  }
}

function addDues(
  dues: Dues,
  purse: string,
  totals: ClosableTotals,
  rules: DivisionRules,
  holders: readonly ShareRow[],
): void {
  const mine = dues.get(purse) ?? new Map<string, bigint>();
  dues.set(purse, mine);
  for (const { asset_id, role, contributor, shares, offset_scaled } of holders) {
    const due = scaledDue({ role, shares: BigInt(shares), offset: BigInt(offset_scaled) }, totals, rules);
    const key = `${asset_id}|${role}|${contributor}`;
    mine.set(key, (mine.get(key) ?? 0n) + due);
  }
}
