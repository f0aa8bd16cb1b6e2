import { homeChain, type AssetId } from '../../domain/ids.js';
import { NOTHING_BY_ROLE, type DivisionRules } from '../../domain/ledger/division.js';
import { ROLES, type Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';
import { groupedAs } from '../grouped.js';
import type { Grid } from './grid.js';

/** What a history says from a time on. */
interface Since<T> {
  readonly since_s: number;
  readonly value: T;
}

/** What divided some assets' money at some marks, read at once: many marks cost no more than what changed between. */
export class RuleTimeline {
  /** @param splits by asset, and `pools` by `asset|role`; oldest first */
  constructor(
    private readonly splits: ReadonlyMap<string, readonly Since<number[]>[]>,
    private readonly pools: ReadonlyMap<string, readonly Since<bigint>[]>,
  ) {}

  /** Asks for one asset at marks that never go back. The same rules as long as nothing changes. */
  rulesOf(assetId: string): (mark_s: number) => DivisionRules {
    const split = new Cursor(this.splits.get(assetId));
    const pools = ROLES.slice(1).map((role) => new Cursor(this.pools.get(`${assetId}|${role}`)));
    let rules: DivisionRules = { splitPpm: null, poolShares: NOTHING_BY_ROLE };
    let next_s = -Infinity;
    return (mark_s) => {
      if (mark_s <= next_s) return rules;
      const poolShares = [0n, ...pools.map((pool) => pool.at(mark_s) ?? 0n)];
      rules = { splitPpm: split.at(mark_s) ?? null, poolShares };
      next_s = Math.min(split.next_s, ...pools.map((pool) => pool.next_s));
      return rules;
    };
  }
}

/** Goes through what a history says; marks never go back. */
class Cursor<T> {
  private next = 0;

  constructor(private readonly steps: readonly Since<T>[] = []) {}

  /** The latest value before a mark. */
  at(mark_s: number): T | undefined {
    while (this.next_s < mark_s) this.next++;
    return this.steps[this.next - 1]?.value;
  }

  /** When it says something else: at marks after that. */
  get next_s(): number {
    return this.steps[this.next]?.since_s ?? Infinity;
  }
}

/** @param grid of the marks at which will be asked, of any asset, ascending */
export async function ruleTimeline(db: Queryable, assetIds: readonly string[], grid: Grid): Promise<RuleTimeline> {
  if (assetIds.length === 0 || grid.marks.length === 0) return new RuleTimeline(new Map(), new Map());
  const splits = await lastBefore(db, 'ledger.split_history', `''`, 'split_ppm::text[]', assetIds, grid);
  const pools = await lastBefore(db, 'ledger.pool_history', 'role', 'total_shares::text', assetIds, grid);
  const since = <T>(row: HistoryRecord, value: T): Since<T> => ({ since_s: toNumber(row.time_s), value });
  return new RuleTimeline(
    groupedAs(splits, keyOf, (row) => since(row, (row.value as string[]).map(Number))),
    groupedAs(
      pools,
      (row) => `${keyOf(row)}|${row.part as Role}`,
      (row) => since(row, BigInt(row.value as string)),
    ),
  );
}

interface HistoryRecord {
  chain_id: string;
  asset_id: string;
  part: string;
  value: unknown;
  time_s: string;
}

const keyOf = (row: HistoryRecord): string => row.asset_id;

/** The last row of a history between each mark of a grid and the one before it, where there is one. */
async function lastBefore(
  db: Queryable,
  table: string,
  part: string,
  value: string,
  assetIds: readonly string[],
  grid: Grid,
): Promise<HistoryRecord[]> {
  const rows = await db.query<HistoryRecord>(
    `SELECT DISTINCT ON (asset_id, part, b) chain_id, asset_id, part, ${value} AS value, time_s
     FROM (
       SELECT *, ${part} AS part, ${grid.bucketOf('time_s', 3)} AS b FROM ${table}
       WHERE asset_id = ANY($1) AND time_s < $2) h
     ORDER BY asset_id, part, b, position DESC`,
    [assetIds, grid.last_s, ...grid.parameters],
  );
  return rows.filter((row) => toNumber(row.chain_id) === homeChain(row.asset_id as AssetId));
}
