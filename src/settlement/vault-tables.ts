import type pg from 'pg';
import { homeChain, type Address, type AssetId, type ChainId } from '../domain/ids.js';
import type { SettledSuspense, SettledTotal, SettlementResult } from '../domain/settlement/types.js';
import { NOTHING_KEPT } from '../domain/ledger/tills.js';
import type { Position } from '../domain/position.js';
import { BulkWriter } from '../fold/bulk-write.js';
import { ChainTables, type Schemas } from '../fold/chain-tables.js';
import type { AnyRow, AnyTable } from '../fold/table.js';
import { Dictionary } from '../fold/dictionary.js';
import { Store } from '../fold/store.js';
import { WorkingSet } from '../fold/working-set.js';
import { SETTLED_TABLES } from '../read-models/ledger-tables.js';
import {
  SETTLED_ACCUMULATED_HISTORY,
  SETTLED_ANOMALY,
  SETTLED_EXECUTOR_EARNING,
  SETTLED_POSTING,
  SETTLED_SHARE_OFFSET,
  SETTLED_SUSPENSE,
  SETTLED_TOTAL,
  SETTLED_TOTAL_AT,
  SETTLED_TRANSIT,
  SETTLED_UPHELD_EARNING,
  SETTLEMENT,
  SETTLEMENT_CLOSING,
  type SettledShareOffsetRow,
  type SettledSuspenseRow,
  type SettledTotalRow,
} from '../read-models/settled/tables.js';

export interface Vault {
  readonly chain: ChainId;
  readonly address: Address;
}

/** The settled tables of one vault, in memory while it is settled, written back together. */
export class VaultTables {
  private readonly dictionary: Dictionary;
  private readonly set: WorkingSet;
  private readonly store: Store;
  private readonly names: ChainTables;
  private readonly totals = new Map<string, SettledTotalRow>();
  private readonly offsets = new Map<string, bigint>();
  private waiting: SettledSuspenseRow[] = [];

  constructor(
    private readonly db: pg.ClientBase,
    private readonly schemas: Schemas,
    private readonly vault: Vault,
  ) {
    this.names = new ChainTables(schemas, vault.chain);
    this.dictionary = new Dictionary(db);
    this.set = new WorkingSet(SETTLED_TABLES, vault.chain, this.dictionary);
    this.store = new Store(db, this.names, this.dictionary);
  }

  async load(): Promise<void> {
    const { chain, address } = this.vault;
    const by = { vaultChainId: chain, vault: address };
    for (const row of await this.store.select(SETTLED_TOTAL, by)) {
      const total = row as unknown as SettledTotalRow;
      this.totals.set(totalKey(total.assetId, total.token), total);
    }
    this.waiting = (await this.store.select(SETTLED_SUSPENSE, by)) as unknown as SettledSuspenseRow[];
  }

  /** What waits for a registration or a decision. */
  get suspense(): readonly SettledSuspense[] {
    return this.waiting;
  }

  /** Assets with settled totals. */
  get assets(): Set<AssetId> {
    return new Set([...this.totals.values()].map(({ assetId }) => assetId));
  }

  totalsOf(asset: AssetId): SettledTotalRow[] {
    return [...this.totals.values()].filter(({ assetId }) => assetId === asset);
  }

  /** A total after a closing through `mark_s`. */
  close(row: SettledTotalRow, closed: SettledTotal, mark_s: number): SettledTotalRow {
    const { closed1, closed2, accumulated } = closed;
    const after = { ...row, closed1, closed2, accumulated };
    this.putTotal(after);
    const { chainId, assetId, vaultChainId, vault, token } = row;
    this.put(SETTLED_ACCUMULATED_HISTORY, {
      ...{ chainId, assetId, vaultChainId, vault, token, mark_s },
      ...{ closed1, closed2, accumulated },
    });
    return after;
  }

  putOffset(row: SettledShareOffsetRow): void {
    this.offsets.set(offsetKey(row.assetId, row.role, row.contributor, row.token), row.offsetScaled);
    this.put(SETTLED_SHARE_OFFSET, row);
  }

  /**
   * Takes in what settling the interval that ends at `mark_s` has given.
   * @param linked the event that has linked an asset last: what settling finds wrong is wrong with its links
   */
  take(
    result: SettlementResult & { settled: true },
    mark_s: number,
    linked: (asset: AssetId) => Position | null,
  ): void {
    const { chain: vaultChainId, address: vault } = this.vault;
    const key = (assetId: AssetId) => ({ chainId: homeChain(assetId), assetId, vaultChainId, vault });
    for (const { assetId, token, total1, total2 } of result.growth) this.grow(assetId, token, total1, total2, mark_s);
    for (const row of result.executors) this.add(SETTLED_EXECUTOR_EARNING, { mark_s, ...key(row.assetId), ...row });
    for (const row of result.upheld) this.add(SETTLED_UPHELD_EARNING, { mark_s, ...key(row.assetId), ...row });
    for (const row of result.postings) this.add(SETTLED_POSTING, { vaultChainId, vault, ...row, mark_s });
    for (const row of result.hops) this.add(SETTLED_TRANSIT, { mark_s, ...key(row.assetId), ...row });
    result.anomalies.forEach((row, seq) => {
      const eventPosition = linked(row.assetId);
      this.put(SETTLED_ANOMALY, { vaultChainId, vault, mark_s, seq, ...row, eventPosition });
    });
    for (const row of this.waiting) this.set.keyed.get(SETTLED_SUSPENSE.name)!.remove(row as unknown as AnyRow);
    this.waiting = result.suspense.map((row) => Object.assign(key(row.assetId), row));
    for (const row of this.waiting) this.put(SETTLED_SUSPENSE, row);
  }

  /** Says how far the vault is settled, and through which marks rule changes of home chains are closed. */
  settledTo(settledTo_s: number, closedTo_s: ReadonlyMap<ChainId, number>): void {
    const by = { vaultChainId: this.vault.chain, vault: this.vault.address };
    this.put(SETTLEMENT, { ...by, settledTo_s });
    for (const [chainId, mark_s] of closedTo_s) {
      this.put(SETTLEMENT_CLOSING, { ...by, chainId, closedTo_s: mark_s });
    }
  }

  /** Writes what has changed, inside the caller's transaction. */
  async write(): Promise<void> {
    await new BulkWriter(this.db, this.names, this.dictionary).write(this.set.take(), '');
  }

  /** The latest offsets of contributors of an asset, by role, contributor and token. */
  async offsetsOf(asset: AssetId, contributors: readonly Address[]): Promise<ReadonlyMap<string, bigint>> {
    const { rows } = await this.db.query<Record<string, string>>(
      `SELECT DISTINCT ON (contributor, role, token) contributor, role, token, offset_scaled
       FROM ${this.schemas.ledger}.settled_share_offset
       WHERE asset_id = $1 AND vault_chain_id = $2 AND vault = $3 AND contributor = ANY ($4)
       ORDER BY contributor, role, token, mark_s DESC`,
      [asset, this.vault.chain, this.vault.address, contributors],
    );
    for (const row of rows) {
      const key = offsetKey(asset, row['role']!, row['contributor']!, row['token']!);
      // What this step has put already is later than what the database has.
      if (!this.offsets.has(key)) this.offsets.set(key, BigInt(row['offset_scaled']!));
    }
    return this.offsets;
  }

  private grow(assetId: AssetId, token: Address, total1: bigint, total2: bigint, mark_s: number): void {
    const { chain: vaultChainId, address: vault } = this.vault;
    const before = this.totals.get(totalKey(assetId, token)) ?? {
      chainId: homeChain(assetId),
      assetId,
      vaultChainId,
      vault,
      token,
      ...NOTHING_KEPT,
    };
    const sums = { total1: before.total1 + total1, total2: before.total2 + total2 };
    this.putTotal({ ...before, ...sums, lastMark_s: mark_s });
    const { chainId } = before;
    this.put(SETTLED_TOTAL_AT, { chainId, assetId, vaultChainId, vault, token, mark_s, ...sums });
  }

  private putTotal(row: SettledTotalRow): void {
    this.totals.set(totalKey(row.assetId, row.token), row);
    this.put(SETTLED_TOTAL, row);
  }

  private put(table: AnyTable, row: object): void {
    this.set.keyed.get(table.name)!.put(row as AnyRow);
  }

  private add(table: AnyTable, row: object): void {
    this.set.sums.get(table.name)!.add(row as AnyRow);
  }
}

const totalKey = (assetId: AssetId, token: Address): string => `${assetId}|${token}`;

/** Under which an offset is found. */
export function offsetKey(asset: AssetId, role: string, contributor: string, token: string): string {
  return `${asset}|${role}|${contributor}|${token}`;
}
