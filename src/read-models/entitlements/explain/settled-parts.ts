import type { AssetId } from '../../../domain/ids.js';
import { homeChain } from '../../../domain/ids.js';
import { type Queryable, toNumber } from '../../queryable.js';
import type { HoldingTimeline } from '../holdings.js';
import { assetMarkKey, rulesAt } from '../rules.js';
import { settledMarks } from '../settled-marks.js';
import type { ExplainQuestion } from '../types.js';
import { attoOf, attoOfScaled } from './decimal.js';
import { scaledPart, type Part } from './local-parts.js';
import { settledExecutorNote, settledNote } from './sentences.js';

interface GrowthRecord {
  vault: string;
  mark_s: string;
  growth1: string;
  growth2: string;
}

/** What came over chains, interval by interval, with the rules at each interval's end. */
export async function settledParts(
  db: Queryable,
  question: ExplainQuestion,
  timeline: HoldingTimeline,
): Promise<Part[]> {
  const { assetId, contributor, tokenChainId, token, from_s, to_s } = question;
  const settledTo = await settledMarks(db);
  const rows = await db.query<GrowthRecord>(
    `SELECT * FROM (
       SELECT vault, mark_s, (total1 - coalesce(lag(total1) OVER v, 0))::text AS growth1,
              (total2 - coalesce(lag(total2) OVER v, 0))::text AS growth2
       FROM ledger.settled_total_at WHERE asset_id = $1 AND vault_chain_id = $2 AND token = $3
       WINDOW v AS (PARTITION BY vault ORDER BY mark_s)) g
     WHERE mark_s > $4 AND mark_s <= $5 ORDER BY mark_s DESC`,
    [assetId, tokenChainId, token, from_s, to_s],
  );
  const settled = rows.filter(
    ({ vault, mark_s }) => toNumber(mark_s) <= settledTo.ofAsset({ vaultChainId: tokenChainId, vault }, assetId),
  );
  const rules = await rulesAt(
    db,
    settled.map(({ mark_s }) => ({ assetId, mark_s: toNumber(mark_s) })),
  );
  const parts: Part[] = [];
  for (const { vault, mark_s: mark, growth1, growth2 } of settled) {
    const mark_s = toNumber(mark);
    const growth = { total1: BigInt(growth1), total2: BigInt(growth2) };
    const inForce = rules.get(assetMarkKey({ assetId, mark_s }))!;
    for (const { role, shares } of timeline.at(assetId, mark_s)) {
      const scaled = scaledPart(growth, inForce, role) * shares;
      if (scaled === 0n) continue;
      parts.push({
        kind: 'SETTLED_TRANSIT',
        usagePosition: null,
        role,
        time_s: mark_s,
        assetKept: growth.total1 + growth.total2,
        amount: attoOfScaled(scaled),
        note: settledNote(assetId, vault, tokenChainId, inForce, role, shares),
      });
    }
  }
  return [...parts, ...(await settledExecutorParts(db, question))];

  async function settledExecutorParts(on: Queryable, { assetId: id }: ExplainQuestion): Promise<Part[]> {
    const earned = await on.query<{ mark_s: string; vault: string; amount: string }>(
      `SELECT mark_s, vault, amount::text AS amount FROM ledger.settled_executor_earning
       WHERE executor = $1 AND chain_id = $2 AND asset_id = $3 AND vault_chain_id = $4 AND token = $5
         AND mark_s > $6 AND mark_s <= $7 ORDER BY mark_s DESC`,
      [contributor, homeChain(id as AssetId), id, tokenChainId, token, from_s, to_s],
    );
    return earned.map(({ mark_s, vault, amount }) => ({
      kind: 'SETTLED_TRANSIT',
      usagePosition: null,
      role: 'COMPUTE_PROVIDER',
      time_s: toNumber(mark_s),
      assetKept: BigInt(amount),
      amount: attoOf(BigInt(amount)),
      note: settledExecutorNote(id, vault, tokenChainId),
    }));
  }
}
