import { homeChain, type AssetId } from '../../../domain/ids.js';
import { idOf } from '../../../fold/dictionary.js';
import type { Queryable } from '../../queryable.js';
import { unitsOf, type EntitlementBook } from '../book.js';
import { entitlementsAt } from '../accrued.js';
import { holdingTimeline } from '../holdings.js';
import { Grid } from '../grid.js';
import { paidAtOnce } from '../paid-at-once.js';
import type { ExplainPart, ExplainQuestion, ExplanationResult, Purse } from '../types.js';
import { attoOf, attoOfScaled, formatAtto, type Atto } from './decimal.js';
import { localParts, type Part } from './local-parts.js';
import { paidParts } from './paid-parts.js';
import { peopleRules } from './people-rules.js';
import { ruleSentences } from './sentences.js';
import { settledParts } from './settled-parts.js';

/**
 * Where a contributor's figure for one asset, token and time comes from: every usage behind it is divided
 * again with the rules at its position. The lines add up to the figure exactly; one of them says what
 * flooring whole units at both ends made of it.
 */
export async function explain(db: Queryable, question: ExplainQuestion): Promise<ExplanationResult> {
  const { contributor, assetId, tokenChainId, from_s, to_s } = question;
  const { opening, closing, exact } = await figureOf(db, question);
  const timeline = await holdingTimeline(db, contributor, [assetId]);
  const rules = await peopleRules(db, assetId, from_s, to_s);
  const isLocal = homeChain(assetId as AssetId) === tokenChainId;
  const local = isLocal ? await localParts(db, question, rules, timeline) : { parts: [], truncated: false };
  const settled = await settledParts(db, question, timeline);
  const paid = await paidParts(db, question);
  const released = isLocal ? await releasedTo(db, question) : 0n;
  const parts = [...local.parts, ...settled, ...paid].sort((a, b) => b.time_s - a.time_s);
  return {
    opening,
    closing,
    figure: closing - opening,
    parts: withRest(parts, { figure: closing - opening, exact, truncated: local.truncated, released }),
    rules: ruleSentences(assetId, rules, timeline, from_s, to_s),
    truncated: local.truncated,
  };
}

/** Opening and closing in whole units, and the difference without their flooring. */
async function figureOf(
  db: Queryable,
  question: ExplainQuestion,
): Promise<{ opening: bigint; closing: bigint; exact: Atto }> {
  const { contributor, assetId, from_s, to_s } = question;
  const marks = [from_s, to_s];
  const book = await entitlementsAt(db, contributor, marks, assetId);
  const [start, end] = [sumOf(book, question, 0), sumOf(book, question, 1)];
  const paid = (await paidAtOnce(db, contributor, Grid.at(marks), assetId)).filter((part) => isAsked(part, question));
  const paidBy = (j: number): bigint =>
    paid.reduce((sum, { mark_s, amount }) => (mark_s <= marks[j]! ? sum + amount : sum), 0n);
  return {
    opening: start.units + paidBy(0),
    closing: end.units + paidBy(1),
    exact: end.exact - start.exact + attoOf(paidBy(1) - paidBy(0)),
  };
}

function sumOf(book: EntitlementBook, question: ExplainQuestion, moment: number): { units: bigint; exact: Atto } {
  const sum = { units: 0n, exact: 0n };
  for (const line of book.lines()) {
    if (!isAsked(line, question)) continue;
    sum.units += unitsOf(line, moment);
    sum.exact += attoOfScaled(line.local[moment]! + line.settled[moment]!);
  }
  return sum;
}

function isAsked(purse: Purse, { tokenChainId, token }: ExplainQuestion): boolean {
  return purse.vaultChainId === tokenChainId && purse.token === token;
}

/**
 * What the asset was given in the period out of what had waited for its registration or a decision, on its own chain.
 * Held usages come out of suspense too, but are told one by one.
 */
async function releasedTo(
  db: Queryable,
  { assetId, tokenChainId, token, from_s, to_s }: ExplainQuestion,
): Promise<bigint> {
  const [row] = await db.query<{ posted: string; held: string }>(
    `SELECT
       (SELECT coalesce(sum(amount), 0) FROM ledger.posting
        WHERE chain_id = $1 AND token = ${idOf('$2')} AND debit = ${idOf('$3')} AND credit = ${idOf('$4')}
          AND mark_s > $6 AND mark_s <= $7)::text AS posted,
       (SELECT coalesce(sum(amount - fee), 0) FROM ledger.held_usage
        WHERE chain_id = $1 AND token = $2 AND asset_id = $5 AND state = 'RELEASED' AND settlement = 'VAULT'
          AND decided_time_s >= $6 AND decided_time_s < $7)::text AS held`,
    [tokenChainId, token, `suspense:${assetId}`, `asset:${assetId}`, assetId, from_s, to_s],
  );
  return BigInt(row!.posted) - BigInt(row!.held);
}

const NOBODYS = { usagePosition: null, role: null, time_s: null, assetKept: 0n };

interface Told {
  readonly figure: bigint;
  readonly exact: Atto;
  readonly truncated: boolean;
  readonly released: bigint;
}

/** Writes the lines out, with one for what they do not name and one for flooring. */
function withRest(parts: readonly Part[], { figure, exact, truncated, released }: Told): ExplainPart[] {
  const lines: ExplainPart[] = parts.map((part) => ({ ...part, amount: formatAtto(part.amount) }));
  let named = parts.reduce((sum, { amount }) => sum + amount, 0n);
  const rest = exact - named;
  if (truncated) {
    const note = 'Earlier usages of the period, together.';
    lines.push({ ...NOBODYS, kind: 'USAGE', amount: formatAtto(rest), note });
    named += rest;
  } else if (released > 0n) {
    const note = 'What had waited in suspense and was decided in the period.';
    lines.push({ ...NOBODYS, kind: 'RELEASED', assetKept: released, amount: formatAtto(rest), note });
    named += rest;
  }
  const flooring = attoOf(figure) - named;
  const note = 'Entitlements are whole base units at the start and at the end; the fractions stay in the pools.';
  lines.push({ ...NOBODYS, kind: 'FLOORING', amount: formatAtto(flooring), note });
  return lines;
}
