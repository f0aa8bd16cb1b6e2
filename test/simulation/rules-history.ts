import type { Address, AssetId } from '../../src/domain/ids.js';
import type { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import type { Link } from '../../src/domain/ledger/state.js';
import type { AssetRules, Decision } from '../../src/domain/settlement/types.js';
import { ROLES, type Role } from '../../src/domain/vocabulary.js';

interface Dated {
  readonly assetId: AssetId;
  readonly time_s: number;
}

/** Answers what a folded chain's rules were at a mark, from the histories the fold has written. */
export class RulesHistory {
  private readonly owners;
  private readonly splits;
  private readonly pools;
  private readonly links;
  private readonly statuses;
  private readonly shares;

  constructor(ledger: MemoryLedger) {
    this.owners = byAsset(ledger.ownerHistory.rows);
    this.splits = byAsset(ledger.splitHistory.rows);
    this.pools = byAsset(ledger.poolHistory.rows);
    this.links = byAsset(ledger.linkHistory.rows);
    this.statuses = byAsset(ledger.statusHistory.rows);
    this.shares = byAsset(ledger.shareHistory.rows.map((row) => ({ ...row, time_s: row.sinceTime_s })));
  }

  /** The rules after the last event before the mark; an id has rules before it is registered. */
  rulesAt(asset: AssetId, mark_s: number): AssetRules {
    const registered = lastBefore(this.owners.get(asset), mark_s) !== undefined;
    const poolShares = ROLES.map((role) => {
      const rows = this.pools.get(asset)?.filter((row) => row.role === role);
      return lastBefore(rows, mark_s)?.totalShares ?? 0n;
    });
    return {
      registered,
      disputed: lastBefore(this.statuses.get(asset), mark_s)?.status === 'DISPUTED',
      splitPpm: lastBefore(this.splits.get(asset), mark_s)?.splitPpm ?? null,
      poolShares,
      links: this.linksAt(asset, mark_s),
    };
  }

  sharesAt(asset: AssetId, role: Role, contributor: Address, mark_s: number): bigint {
    const rows = this.shares.get(asset)?.filter((row) => row.role === role && row.contributor === contributor);
    return lastBefore(rows, mark_s)?.shares ?? 0n;
  }

  /** Everybody who ever held shares of an asset, its owners included. */
  holdersOf(asset: AssetId): { role: Role; contributor: Address }[] {
    const holders = new Map(this.shares.get(asset)?.map((row) => [`${row.role}|${row.contributor}`, row]));
    return [...holders.values()];
  }

  changedWithin(asset: AssetId, from_s: number, to_s: number): boolean {
    return [this.owners, this.splits, this.shares].some((rows) =>
      rows.get(asset)?.some(({ time_s }) => time_s >= from_s && time_s < to_s),
    );
  }

  decisionWithin(asset: AssetId, from_s: number, to_s: number): Decision | undefined {
    const row = this.statuses
      .get(asset)
      ?.find(({ decision, time_s }) => decision !== null && time_s >= from_s && time_s < to_s);
    return row && { outcome: row.decision!, beneficiary: row.beneficiary };
  }

  private linksAt(asset: AssetId, mark_s: number): Link[] {
    const links: Link[] = [];
    for (const row of this.links.get(asset) ?? []) if (row.time_s < mark_s) links[row.rank] = row;
    return links;
  }
}

function byAsset<R extends Dated>(rows: readonly R[]): Map<AssetId, R[]> {
  const grouped = new Map<AssetId, R[]>();
  for (const row of rows) {
    const known = grouped.get(row.assetId);
    if (known) known.push(row);
    else grouped.set(row.assetId, [row]);
  }
  return grouped;
}

function lastBefore<R extends { time_s: number }>(rows: readonly R[] | undefined, mark_s: number): R | undefined {
  return rows?.findLast(({ time_s }) => time_s < mark_s);
}
