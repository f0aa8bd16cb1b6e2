import type pg from 'pg';
import type { RoleSplit } from '../domain/events/canonical.js';
import { homeChain, type Address, type AssetId, type ChainId } from '../domain/ids.js';
import type { Link } from '../domain/ledger/state.js';
import type { AssetRules, Decision } from '../domain/settlement/types.js';
import type { Position } from '../domain/position.js';
import { intervalEnd } from '../domain/time.js';
import { ROLES, type Role } from '../domain/vocabulary.js';

/** Everything that was ever true of one asset and divides money, oldest first, from final data only. */
interface AssetHistory {
  readonly owners: { time_s: number }[];
  readonly splits: { time_s: number; splitPpm: RoleSplit }[];
  readonly pools: { time_s: number; role: Role; totalShares: bigint }[];
  readonly links: ({ time_s: number; position: Position; rank: number } & Link)[];
  readonly statuses: { time_s: number; status: string; decision: Decision | null }[];
}

export interface RuleBookOptions {
  /** Schema of the read models. */
  readonly schema: string;
  readonly follows: (chain: ChainId) => boolean;
  /** Events before this time are final and folded. */
  readonly closedTo_s: (chain: ChainId) => number;
}

/** Answers what the rules of assets were at any mark that their chains have closed. */
export class RuleBook {
  private readonly assets = new Map<AssetId, AssetHistory>();

  constructor(
    private readonly db: pg.ClientBase,
    private readonly options: RuleBookOptions,
  ) {}

  /** Every asset that is loaded. */
  get known(): IterableIterator<AssetId> {
    return this.assets.keys();
  }

  /** Loads assets of followed chains and everything that was ever above them, over any border. */
  async load(assets: Iterable<AssetId>): Promise<void> {
    let generation = [...assets];
    while (generation.length > 0) {
      const fresh = new Set(generation.filter((asset) => !this.assets.has(asset)));
      for (const [chain, ids] of byChain(fresh)) {
        if (this.options.follows(chain)) await this.loadOf(chain, ids);
      }
      generation = [...fresh].flatMap((asset) => this.assets.get(asset)?.links.map(({ parent }) => parent) ?? []);
    }
  }

  /** See {@link AssetRules}; undefined for an asset that is not loaded. An id has rules before it is registered. */
  rulesAt(asset: AssetId, mark_s: number): AssetRules | undefined {
    const history = this.assets.get(asset);
    if (!history) return undefined;
    const registered = history.owners.length > 0 && history.owners[0]!.time_s < mark_s;
    const links: Link[] = [];
    for (const link of history.links) if (link.time_s < mark_s) links[link.rank] = link;
    const poolShares = ROLES.map(() => 0n);
    for (const pool of history.pools) {
      if (pool.time_s < mark_s) poolShares[ROLES.indexOf(pool.role)] = pool.totalShares;
    }
    return {
      registered,
      disputed: lastBefore(history.statuses, mark_s)?.status === 'DISPUTED',
      splitPpm: lastBefore(history.splits, mark_s)?.splitPpm ?? null,
      poolShares,
      links,
    };
  }

  /** The last event before the mark that has linked the asset to a parent; null where none has. */
  newestLink(asset: AssetId, mark_s: number): Position | null {
    return lastBefore(this.assets.get(asset)?.links ?? [], mark_s)?.position ?? null;
  }

  /** The first decision of a dispute about the asset from `from_s` to before `to_s`. */
  decisionWithin(asset: AssetId, from_s: number, to_s: number): Decision | undefined {
    const statuses = this.assets.get(asset)?.statuses ?? [];
    const row = statuses.find(({ decision, time_s }) => decision !== null && time_s >= from_s && time_s < to_s);
    return row?.decision ?? undefined;
  }

  /** Ends of the intervals in which what waits for an asset may have been decided. */
  decidingMarks(asset: AssetId, interval_s: number): number[] {
    const history = this.assets.get(asset);
    if (!history) return [];
    const times = [...history.owners.slice(0, 1), ...history.statuses].map(({ time_s }) => time_s);
    return times.map((time_s) => intervalEnd(time_s, interval_s));
  }

  private async loadOf(chain: ChainId, ids: readonly AssetId[]): Promise<void> {
    for (const id of ids) this.assets.set(id, { owners: [], splits: [], pools: [], links: [], statuses: [] });
    const of = (row: Row): AssetHistory => this.assets.get(row['asset_id'] as AssetId)!;
    const select = async (table: string, columns: string): Promise<Row[]> => {
      const { rows } = await this.db.query<Row>(
        `SELECT asset_id, time_s, ${columns} FROM ${this.options.schema}.${table}
         WHERE chain_id = $1 AND asset_id = ANY ($2) AND time_s < $3 ORDER BY position`,
        [chain, ids, this.options.closedTo_s(chain)],
      );
      return rows;
    };
    for (const row of await select('owner_history', 'owner')) of(row).owners.push({ time_s: time(row) });
    for (const row of await select('split_history', 'split_ppm')) {
      of(row).splits.push({ time_s: time(row), splitPpm: (row['split_ppm'] as string[]).map(Number) });
    }
    for (const row of await select('pool_history', 'role, total_shares')) {
      const totalShares = BigInt(row['total_shares'] as string);
      of(row).pools.push({ time_s: time(row), role: row['role'] as Role, totalShares });
    }
    for (const row of await select(
      'link_history',
      'position, rank, parent, relation, royalty_ppm, policy, parent_named_at',
    )) {
      const position = row['position'] as Position;
      of(row).links.push({ time_s: time(row), position, rank: Number(row['rank']), ...linkOf(row) });
    }
    for (const row of await select('status_history', 'status, decision, beneficiary')) {
      of(row).statuses.push({ time_s: time(row), status: row['status'] as string, decision: decisionOf(row) });
    }
  }
}

type Row = Record<string, unknown>;

const time = (row: Row): number => Number(row['time_s']);

function linkOf(row: Row): Link {
  return {
    parent: row['parent'],
    relation: row['relation'],
    royaltyPpm: Number(row['royalty_ppm']),
    policy: row['policy'],
    parentNamedAt: row['parent_named_at'],
  } as Link;
}

function decisionOf(row: Row): Decision | null {
  if (row['decision'] === null) return null;
  return { outcome: row['decision'] as Decision['outcome'], beneficiary: row['beneficiary'] as Address | null };
}

function lastBefore<R extends { time_s: number }>(rows: readonly R[], mark_s: number): R | undefined {
  return rows.findLast(({ time_s }) => time_s < mark_s);
}

/** Assets by their home chain. */
export function byChain(assets: Iterable<AssetId>): Map<ChainId, AssetId[]> {
  const chains = new Map<ChainId, AssetId[]>();
  for (const asset of assets) {
    const chain = homeChain(asset);
    const known = chains.get(chain);
    if (known) known.push(asset);
    else chains.set(chain, [asset]);
  }
  return chains;
}
