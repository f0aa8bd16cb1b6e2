import { setImmediate } from 'node:timers/promises';
import { chunks } from '../../fold/chunks.js';
import { ahead } from '../ahead.js';
import type { Queryable } from '../queryable.js';
import { creditedLines, entitlementLines, type AccruedLine } from './accrued-lines.js';
import { grouped } from '../grouped.js';
import { EntitlementBook, type Dues } from './book.js';
import { Grid, type EveryInterval } from './grid.js';
import { currentHoldings, holdingTimeline, type HoldingTimeline } from './holdings.js';
import { Moments, type FinalMarks } from './line-moments.js';
import { localDues, setLocalNow } from './local.js';
import { paidAtOnce } from './paid-at-once.js';
import { NOW } from './rules.js';
import { settledDues, settledKeys, type SettledKey } from './settled.js';

export type { AccruedLine } from './accrued-lines.js';

/** Assets of which rows are in memory at once, and as many again that are being asked for. */
const ASSETS_AT_ONCE = 100;
/** Assets after which whatever else waits has its turn. */
const STRETCH = 10;

/** A contributor's entitlements at each of some marks (ascending), of all assets or of one. */
export async function entitlementsAt(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  assetId?: string,
): Promise<EntitlementBook> {
  const book = new EntitlementBook(marks.length);
  if (marks.length === 0) return book;
  const asked = await questionOf(db, contributor, Grid.at(marks), assetId);
  for (const dues of await duesOf(db, asked.assetIds, asked)) dues.setIn(book, marks);
  return book;
}

/** What {@link accruedAt} is asked for, beside everything. */
export interface AccruedOptions {
  readonly assetId?: string;
  /** A mark past the final one of a vault's chain stands for that. */
  readonly final?: FinalMarks;
  /** Tells lines also at every mark from one on at which they grew. */
  readonly every?: EveryInterval;
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
  options: AccruedOptions = {},
): Promise<AccruedLine[]> {
  const lines: AccruedLine[] = [];
  for await (const some of accruedInPieces(db, contributor, marks, options)) lines.push(...some);
  return lines;
}

/**
 * The lines of {@link accruedAt}, those of one asset's shares after those of another: of many assets over many marks
 * they need not be in memory together. While some are worked on, Postgres looks for the next, so nothing else is to
 * be asked until they have all come.
 */
export async function* accruedInPieces(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  { assetId, final, every }: AccruedOptions = {},
): AsyncGenerator<AccruedLine[]> {
  if (marks.length === 0) return;
  const moments = new Moments(marks, final);
  const grid = every ? Grid.every(moments.asked, every) : Grid.at(moments.asked);
  const momentsOf = (grownAt: readonly number[]): Moments => (every ? moments.with(within(grownAt, marks)) : moments);
  yield creditedLines(await paidAtOnce(db, contributor, grid, assetId), momentsOf);
  const asked = await questionOf(db, contributor, grid, assetId);
  const load = (some: readonly string[]): Promise<Dues[]> => duesOf(db, some, asked);
  let made = 0;
  for await (const dues of ahead([...chunks(asked.assetIds, ASSETS_AT_ONCE)], load)) {
    for (const ofAsset of grouped(dues, assetOf).values()) {
      const told = momentsOf(ofAsset.flatMap(({ grownAt }) => grownAt));
      const book = new EntitlementBook(told.asked.length);
      for (const due of ofAsset) due.setIn(book, told.asked);
      yield entitlementLines(book, told);
      if (++made % STRETCH === 0) await setImmediate();
    }
  }
}

/** Marks that are not past the last one asked for. */
function within(grownAt: readonly number[], marks: readonly number[]): number[] {
  const last_s = marks.at(-1)!;
  return grownAt.filter((mark_s) => mark_s < last_s);
}

/** The same as everything is now, from current rows. */
export async function accruedNow(db: Queryable, contributor: string): Promise<AccruedLine[]> {
  const book = new EntitlementBook(1);
  const held = await currentHoldings(db, contributor);
  await setLocalNow(db, held, book);
  const keys = await settledKeys(db, [...new Set(held.map(({ assetId }) => assetId))]);
  const timeline = await holdingTimeline(db, contributor, [...new Set(keys.map(({ assetId }) => assetId))]);
  const grid = Grid.at([NOW]);
  for (const dues of await settledDues(db, contributor, keys, timeline, grid)) dues.setIn(book, grid.marks);
  const moments = new Moments(grid.marks);
  const credited = creditedLines(await paidAtOnce(db, contributor, grid), () => moments);
  return [...entitlementLines(book, moments), ...credited];
}

interface DuesQuestion {
  readonly contributor: string;
  /** In which they hold shares, or ever held any. */
  readonly assetIds: readonly string[];
  readonly grid: Grid;
  readonly timeline: HoldingTimeline;
  /** Settled totals that there are, by asset. */
  readonly settled: ReadonlyMap<string, readonly SettledKey[]>;
}

async function questionOf(db: Queryable, contributor: string, grid: Grid, assetId?: string): Promise<DuesQuestion> {
  const held = await currentHoldings(db, contributor, assetId);
  const assetIds = [...new Set(held.map((holding) => holding.assetId))];
  const timeline = await holdingTimeline(db, contributor, assetIds);
  return { contributor, assetIds, grid, timeline, settled: grouped(await settledKeys(db, assetIds), assetOf) };
}

async function duesOf(
  db: Queryable,
  assetIds: readonly string[],
  { contributor, grid, timeline, settled }: DuesQuestion,
): Promise<Dues[]> {
  if (assetIds.length === 0) return [];
  const local = await localDues(db, timeline, assetIds, grid);
  const keys = assetIds.flatMap((assetId) => settled.get(assetId) ?? []);
  return [...local, ...(await settledDues(db, contributor, keys, timeline, grid))];
}

const assetOf = ({ assetId }: { readonly assetId: string }): string => assetId;
