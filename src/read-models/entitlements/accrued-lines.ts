import { entitlement } from '../../domain/ledger/entitlement.js';
import { grouped } from '../grouped.js';
import { purseKey, type EntitlementBook, type LineKey } from './book.js';
import { Moments } from './line-moments.js';
import type { PaidAtOnce } from './paid-at-once.js';
import type { EarningOrigin, EarningSource } from './types.js';

/** What a contributor had accrued by one asset, role, vault, token and origin at each of some marks, in base units. */
export interface AccruedLine extends LineKey {
  readonly source: EarningSource;
  readonly origin: EarningOrigin;
  /** Those asked for, and where every interval is wanted also those at which it grew. Ascending. */
  readonly marks: readonly number[];
  readonly accrued: readonly bigint[];
  /** The part of it that came over chains. */
  readonly settled: readonly bigint[];
}

/** The lines of what was due of shares: every entitlement floored by itself. */
export function entitlementLines(book: EntitlementBook, moments: Moments): AccruedLine[] {
  const lines: AccruedLine[] = [];
  const { marks, own } = moments;
  for (const line of book.lines()) {
    const at = moments.of(line.vaultChainId);
    const local = at.map((moment) => line.local[moment]!);
    const crossed = line.settled.some((scaled) => scaled !== 0n);
    const accrued = floored(local, crossed ? own.map((moment) => line.settled[moment]!) : moments.nothing);
    const stayed = crossed ? floored(local, moments.nothing) : accrued;
    const settled = crossed ? accrued.map((units, j) => units - stayed[j]!) : moments.nothing;
    lines.push({ source: 'VAULT', origin: 'SHARES', marks, accrued, settled, ...keyOf(line) });
  }
  return lines;
}

/** Entitlements at some moments; those that are the same as before are not made again. */
function floored(local: readonly bigint[], settled: readonly bigint[]): bigint[] {
  const units: bigint[] = [];
  for (let j = 0; j < local.length; j++) {
    const isSame = j > 0 && local[j] === local[j - 1] && settled[j] === settled[j - 1];
    units.push(isSame ? units[j - 1]! : entitlement(local[j]!, settled[j]!));
  }
  return units;
}

/**
 * The lines of what was credited whole.
 * @param momentsOf when lines are to be told that grew at some marks
 */
export function creditedLines(
  paid: readonly PaidAtOnce[],
  momentsOf: (grownAt: readonly number[]) => Moments,
): AccruedLine[] {
  const byLine = grouped(paid, (part) => `${purseKey(part)}|${part.origin}|${part.assetId}|${part.role}`);
  const lines = [...byLine.values()].map((parts) => creditedLine(parts, momentsOf(parts.map(({ mark_s }) => mark_s))));
  // What came after every moment is none of theirs.
  return lines.filter(({ accrued }) => accrued.at(-1) !== 0n);
}

function creditedLine(parts: readonly PaidAtOnce[], moments: Moments): AccruedLine {
  const { source, origin } = parts[0]!;
  const key = keyOf(parts[0]!);
  const own = countedAt(
    parts.filter((part) => !part.settled),
    moments,
    moments.of(key.vaultChainId),
  );
  const settled = countedAt(
    parts.filter((part) => part.settled),
    moments,
    moments.own,
  );
  const accrued = own.map((amount, j) => amount + settled[j]!);
  return { source, origin, marks: moments.marks, accrued, settled, ...key };
}

/** What counts at each of some moments, ascending. */
function countedAt(parts: readonly PaidAtOnce[], { asked }: Moments, moments: readonly number[]): bigint[] {
  const since = [...parts].sort((a, b) => a.mark_s - b.mark_s);
  let next = 0;
  let sum = 0n;
  return moments.map((moment) => {
    for (; next < since.length && since[next]!.mark_s <= asked[moment]!; next++) sum += since[next]!.amount;
    return sum;
  });
}

function keyOf({ vaultChainId, vault, token, assetId, role }: LineKey): LineKey {
  return { vaultChainId, vault, token, assetId, role };
}
