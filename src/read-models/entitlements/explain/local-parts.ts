import { homeChain, type AssetId } from '../../../domain/ids.js';
import {
  accumulatedNow,
  executorPpm,
  NOTHING_BY_ROLE,
  ROLE_INDEX,
  type DivisionRules,
} from '../../../domain/ledger/division.js';
import { ownParts, type OwnParts } from '../../../domain/ledger/own.js';
import { planOf } from '../../../domain/ledger/plans.js';
import type { Operation, Role } from '../../../domain/vocabulary.js';
import { runWaterfall } from '../../../domain/waterfall/run.js';
import { idOf, nameOf, positionText } from '../../../fold/dictionary.js';
import { type Queryable, toNumber } from '../../queryable.js';
import type { HoldingTimeline } from '../holdings.js';
import type { ExplainPartKind, ExplainQuestion } from '../types.js';
import { attoOf, attoOfScaled, type Atto } from './decimal.js';
import { lineageAbove } from './lineage-timeline.js';
import { inForceAt, type PeopleRules } from './people-rules.js';
import { divisionNote, executorNote } from './sentences.js';

/** A line before it is written out. */
export interface Part {
  readonly kind: Exclude<ExplainPartKind, 'FLOORING'>;
  readonly usagePosition: string | null;
  readonly role: Role;
  readonly time_s: number;
  readonly assetKept: bigint;
  readonly amount: Atto;
  readonly note: string;
}

interface UsageRecord {
  /** Where it was recorded. */
  usage_position: string;
  /** Where it was divided: by the rules there. */
  position: string;
  time_s: string;
  asset_id: AssetId;
  amount: string;
  fee: string;
  executor: string | null;
  operation: Operation;
}

/**
 * The latest usages of the asset and its descendants on its chain, held ones where they were released; one
 * more than asked for where there are more.
 */
async function usagesBehind(db: Queryable, question: ExplainQuestion): Promise<UsageRecord[]> {
  return db.query<UsageRecord>(
    `WITH RECURSIVE down(asset_id) AS (
       SELECT $2::text COLLATE "C" UNION
       SELECT e.child FROM down JOIN ledger.lineage_edge e ON e.chain_id = $1 AND e.parent = down.asset_id)
     SELECT ${positionText('position')} AS usage_position, ${positionText('position')} AS position, time_s,
       ${nameOf('asset_id')} AS asset_id, amount::text AS amount, fee::text AS fee, ${nameOf('executor')} AS executor,
       operation
     FROM ledger.usage WHERE chain_id = $1 AND token = ${idOf('$3')}
       AND asset_id IN (SELECT id FROM fold.name JOIN down ON name = down.asset_id)
       AND time_s >= $4 AND time_s < $5 AND settlement = 'VAULT' AND status = 'SETTLED'
     UNION ALL
     SELECT recorded_at, decided_at, decided_time_s, asset_id, amount::text, fee::text, executor, operation
     FROM ledger.held_usage WHERE chain_id = $1 AND asset_id IN (SELECT asset_id FROM down) AND token = $3
       AND decided_time_s >= $4 AND decided_time_s < $5 AND settlement = 'VAULT' AND state = 'RELEASED'
     ORDER BY time_s DESC, position DESC LIMIT $6`,
    [
      homeChain(question.assetId as AssetId),
      question.assetId,
      question.token,
      question.from_s,
      question.to_s,
      question.maxUsages + 1,
    ],
  );
}

/** Runs the waterfall of each usage again, with the rules at its position: what reached the contributor. */
export async function localParts(
  db: Queryable,
  question: ExplainQuestion,
  rules: readonly PeopleRules[],
  timeline: HoldingTimeline,
): Promise<{ parts: Part[]; truncated: boolean }> {
  const assetId = question.assetId as AssetId;
  const chain = homeChain(assetId);
  const found = await usagesBehind(db, question);
  const usages = found.slice(0, question.maxUsages);
  const lineage = await lineageAbove(db, chain, [...new Set(usages.map(({ asset_id }) => asset_id))], question.to_s);
  const parts: Part[] = [];
  for (const usage of usages) {
    const plan = planOf(usage.asset_id, chain, lineage.at(usage.position));
    const index = plan.indexOf.get(assetId);
    if (index === undefined) continue;
    const run = runWaterfall(plan, [[plan.indexOf.get(usage.asset_id)!, BigInt(usage.amount) - BigInt(usage.fee)]]);
    const inForce = inForceAt(rules, usage.position)!;
    const executed = usage.asset_id === assetId && usage.executor !== null;
    const own = ownParts(run.kept[index]!, run.direct[index]!, executed ? executorPpm(inForce.splitPpm) : 0n);
    parts.push(...partsOf(question, usage, own, inForce, timeline));
  }
  return { parts, truncated: found.length > usages.length };
}

function partsOf(
  { assetId, contributor }: ExplainQuestion,
  usage: UsageRecord,
  own: OwnParts,
  rules: PeopleRules,
  timeline: HoldingTimeline,
): Part[] {
  const parts: Part[] = [];
  const line = { usagePosition: usage.usage_position, time_s: toNumber(usage.time_s) };
  const released = usage.position !== usage.usage_position;
  const source = { usedAsset: usage.asset_id, assetId, operation: usage.operation, released };
  if (own.executor > 0n && usage.executor === contributor) {
    const note = executorNote(source, rules);
    parts.push({
      kind: 'EXECUTOR',
      role: 'COMPUTE_PROVIDER',
      assetKept: own.executor,
      amount: attoOf(own.executor),
      note,
      ...line,
    });
  }
  const assetKept = own.total1 + own.total2;
  if (assetKept === 0n || !rules.paysPeople) return parts;
  for (const pool of timeline.poolsOf(assetId)) {
    const held = pool.findLast(({ since }) => since < usage.position);
    if (!held || held.shares === 0n) continue;
    const scaled = scaledPart(own, rules, held.role) * held.shares;
    if (scaled === 0n) continue;
    const note = divisionNote(source, rules, held.role, held.shares, own.total2 > 0n);
    parts.push({ kind: 'USAGE', role: held.role, assetKept, amount: attoOfScaled(scaled), note, ...line });
  }
  return parts;
}

/** What one share of a role gets of growth, scaled. */
export function scaledPart(growth: Pick<OwnParts, 'total1' | 'total2'>, rules: DivisionRules, role: Role): bigint {
  const totals = { ...growth, closed1: 0n, closed2: 0n, accumulated: NOTHING_BY_ROLE };
  return accumulatedNow(totals, rules)[ROLE_INDEX[role]] ?? 0n;
}
