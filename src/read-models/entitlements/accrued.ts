import { entitlement } from '../../domain/ledger/entitlement.js';
import type { Role } from '../../domain/vocabulary.js';
import type { Queryable } from '../queryable.js';
import { EntitlementBook, purseKey, type LineKey } from './book.js';
import { currentHoldings, holdingTimeline } from './holdings.js';
import { setLocalAt, setLocalNow } from './local.js';
import { paidAtOnce, type PaidAtOnce } from './paid-at-once.js';
import { NOW } from './rules.js';
import { setSettledAt, settledKeys } from './settled.js';
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

/** What {@link accruedAt} is asked for, beside everything. */
export interface AccruedOptions {
  readonly assetId?: string;
  /** A mark past the final one of a vault's chain stands for that. */
  readonly final?: FinalMarks;
}

/**
 * The finest lines that a contributor's earnings have: every entitlement floored by itself and everything that
 * was credited whole. Balances and statements are sums of these lines, so any two cuts add up to the same.
 *
 * @param marks ends of intervals, ascending; one that lies ahead stands for now
 */
export async function accruedAt(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  { assetId, final }: AccruedOptions = {},
): Promise<AccruedLine[]> {
  if (marks.length === 0) return [];
  const moments = new Moments(marks, final);
  const book = await entitlementsAt(db, contributor, moments.asked, assetId);
  return linesOf(book, await paidAtOnce(db, contributor, moments.asked, assetId), moments);
}

/** The same as everything is now, from current rows. */
export async function accruedNow(db: Queryable, contributor: string): Promise<AccruedLine[]> {
  const book = new EntitlementBook(1);
  const held = await currentHoldings(db, contributor);
  await setLocalNow(db, held, book);
  const keys = await settledKeys(db, [...new Set(held.map(({ assetId }) => assetId))]);
  const timeline = await holdingTimeline(db, contributor, [...new Set(keys.map(({ assetId }) => assetId))]);
  await setSettledAt(db, contributor, keys, timeline, [NOW], book);
  return linesOf(book, await paidAtOnce(db, contributor, [NOW]), new Moments([NOW]));
}

function linesOf(book: EntitlementBook, paid: readonly PaidAtOnce[], moments: Moments): AccruedLine[] {
  const lines: AccruedLine[] = [];
  const nothing = moments.own.map(() => 0n);
  for (const line of book.lines()) {
    const local = moments.of(line.vaultChainId);
    const accrued = local.map((moment, j) => entitlement(line.local[moment]!, line.settled[moments.own[j]!]!));
    const crossed = line.settled.some((scaled) => scaled !== 0n);
    const settled = crossed ? accrued.map((units, j) => units - entitlement(line.local[local[j]!]!, 0n)) : nothing;
    lines.push({ ...keyOf(line), source: 'VAULT', origin: 'SHARES', accrued, settled });
  }
  const credited = new Credits(moments.own.length);
  for (const part of paid) {
    const passed = part.settled ? moments.own : moments.of(part.vaultChainId);
    credited.add(part, (j) => (part.before <= passed[j]! ? part.amount : 0n), part.settled);
  }
  // What came after every moment is none of theirs.
  const earned = [...credited.lines()].filter(({ accrued }) => accrued.at(-1) !== 0n);
  return [...lines, ...earned];
}

/** All marks that are looked up, and which of them each chain's money is taken at. */
class Moments {
  readonly asked: readonly number[];
  /** Index in {@link asked} of every mark itself. */
  readonly own: readonly number[];

  constructor(
    private readonly marks: readonly number[],
    private readonly final?: FinalMarks,
  ) {
    const every = new Set([...marks, ...(final?.values() ?? [])]);
    this.asked = [...every].sort((a, b) => a - b);
    this.own = marks.map((mark_s) => this.asked.indexOf(mark_s));
  }

  /** Index in {@link asked} of the mark at which money of the chain counts, for every mark. */
  of(chainId: number): readonly number[] {
    if (!this.final) return this.own;
    const limit = this.final.get(chainId);
    return this.marks.map((mark_s) => this.asked.indexOf(limit === undefined ? mark_s : Math.min(mark_s, limit)));
  }
}

type CreditKey = LineKey & { readonly source: EarningSource; readonly origin: EarningOrigin };

/** Sums of what was credited whole. */
class Credits {
  private readonly byKey = new Map<string, CreditKey & { accrued: bigint[]; settled: bigint[] }>();

  constructor(private readonly marks: number) {}

  add(key: CreditKey, amountAt: (mark: number) => bigint, isSettled: boolean): void {
    const text = `${purseKey(key)}|${key.origin}|${key.assetId}|${key.role}`;
    let line = this.byKey.get(text);
    if (!line) {
      const zeros = (): bigint[] => new Array<bigint>(this.marks).fill(0n);
      line = { ...keyOf(key), source: key.source, origin: key.origin, accrued: zeros(), settled: zeros() };
      this.byKey.set(text, line);
    }
    for (let j = 0; j < this.marks; j++) {
      const amount = amountAt(j);
      line.accrued[j]! += amount;
      if (isSettled) line.settled[j]! += amount;
    }
  }

  lines(): IterableIterator<AccruedLine> {
    return this.byKey.values();
  }
}

function keyOf({ vaultChainId, vault, token, assetId, role }: LineKey): LineKey & { readonly role: Role } {
  return { vaultChainId, vault, token, assetId, role };
}
