import { entitlement } from '../../domain/ledger/entitlement.js';
import { purseKey, type EntitlementBook, type LineKey } from './book.js';
import type { PaidAtOnce } from './paid-at-once.js';
import type { EarningOrigin, EarningSource } from './types.js';

/** What a contributor had accrued by one asset, role, vault, token and origin at each of some marks, in base units. */
export interface AccruedLine extends LineKey {
  readonly source: EarningSource;
  readonly origin: EarningOrigin;
  readonly accrued: readonly bigint[];
  /** The part of it that came over chains. */
  readonly settled: readonly bigint[];
}

/** By chain, the mark past which its own money does not count. Settled money is final wherever it is. */
export type FinalMarks = ReadonlyMap<number, number>;

/** The lines of what was due of shares: every entitlement floored by itself. */
export function entitlementLines(book: EntitlementBook, moments: Moments): AccruedLine[] {
  const lines: AccruedLine[] = [];
  for (const line of book.lines()) {
    const local = moments.of(line.vaultChainId);
    const accrued = local.map((moment, j) => entitlement(line.local[moment]!, line.settled[moments.own[j]!]!));
    const crossed = line.settled.some((scaled) => scaled !== 0n);
    const settled = crossed
      ? accrued.map((units, j) => units - entitlement(line.local[local[j]!]!, 0n))
      : moments.nothing;
    lines.push({ ...keyOf(line), source: 'VAULT', origin: 'SHARES', accrued, settled });
  }
  return lines;
}

/** The lines of what was credited whole. */
export function creditedLines(paid: readonly PaidAtOnce[], moments: Moments): AccruedLine[] {
  const credited = new Credits(moments);
  for (const part of paid) credited.add(part);
  // What came after every moment is none of theirs.
  return [...credited.lines()].filter(({ accrued }) => accrued.at(-1) !== 0n);
}

/** All marks that are looked up, and which of them each chain's money is taken at. */
export class Moments {
  readonly asked: readonly number[];
  /** Index in {@link asked} of every mark itself. */
  readonly own: readonly number[];
  /** 0 for every mark. */
  readonly nothing: readonly bigint[];
  private readonly byChain = new Map<number, readonly number[]>();

  constructor(
    marks: readonly number[],
    private readonly final?: FinalMarks,
  ) {
    const every = new Set([...marks, ...(final?.values() ?? [])]);
    this.asked = [...every].sort((a, b) => a - b);
    this.own = marks.map((mark_s) => this.asked.indexOf(mark_s));
    this.nothing = marks.map(() => 0n);
  }

  /** Index in {@link asked} of the mark at which money of the chain counts, for every mark. */
  of(chainId: number): readonly number[] {
    const limit = this.final?.get(chainId);
    if (limit === undefined) return this.own;
    let found = this.byChain.get(chainId);
    if (!found) {
      const last = this.asked.indexOf(limit);
      this.byChain.set(chainId, (found = this.own.map((moment) => Math.min(moment, last))));
    }
    return found;
  }
}

type CreditKey = LineKey & { readonly source: EarningSource; readonly origin: EarningOrigin };
/** Amounts by the moment from which they count. */
type Since = (bigint | undefined)[];

/** Sums of what was credited whole. */
class Credits {
  private readonly byKey = new Map<string, CreditKey & { local: Since; settled: Since }>();

  constructor(private readonly moments: Moments) {}

  add(part: PaidAtOnce): void {
    const { source, origin, before, amount } = part;
    const text = `${purseKey(part)}|${origin}|${part.assetId}|${part.role}`;
    let line = this.byKey.get(text);
    if (!line) this.byKey.set(text, (line = { ...keyOf(part), source, origin, local: [], settled: [] }));
    const since = part.settled ? line.settled : line.local;
    since[before] = (since[before] ?? 0n) + amount;
  }

  *lines(): Generator<AccruedLine> {
    for (const { local, settled: crossed, ...line } of this.byKey.values()) {
      const own = this.countedAt(local, this.moments.of(line.vaultChainId));
      const settled = this.countedAt(crossed, this.moments.own);
      yield { ...line, accrued: own.map((amount, j) => amount + settled[j]!), settled };
    }
  }

  /** What counts at each of some moments, ascending. */
  private countedAt(since: Since, moments: readonly number[]): bigint[] {
    let next = 0;
    let sum = 0n;
    return moments.map((moment) => {
      for (; next <= moment; next++) sum += since[next] ?? 0n;
      return sum;
    });
  }
}

function keyOf({ vaultChainId, vault, token, assetId, role }: LineKey): LineKey {
  return { vaultChainId, vault, token, assetId, role };
}
