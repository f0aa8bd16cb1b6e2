import type pg from 'pg';
import { homeChain, type AssetId, type ChainId } from '../domain/ids.js';
import { settleInterval } from '../domain/settlement/settle.js';
import type { SettlingSchedule } from '../domain/settlement/settling-chains.js';
import type { IntervalTransit, SettlementResult } from '../domain/settlement/types.js';
import { marksInOrder } from '../domain/time.js';
import type { Schemas } from '../fold/chain-tables.js';
import { closeChanged, findChanges } from './closing.js';
import { FeeBook } from './fee-book.js';
import { RuleBook } from './rule-book.js';
import { TransitReader } from './transit.js';
import { VaultTables, type Vault } from './vault-tables.js';

/** What settling needs to know beside the vault: all of it from final data. */
export interface SettlementScope {
  readonly schemas: Schemas;
  readonly schedule: SettlingSchedule;
  /** The greatest mark whose interval a chain has closed; 0 where none. */
  readonly closedTo_s: (chain: ChainId) => number;
  /** Settle no further than this: to make again what another settlement had made. */
  readonly limit_s?: (vault: Vault) => number;
  /** Close rule changes of a home chain no further than this. */
  readonly closingLimit_s?: (vault: Vault, home: ChainId) => number;
}

/**
 * Settles the next intervals of a vault, as far as its own chain and those that its transit reaches have
 * closed them, inside the caller's transaction. Intervals in which nothing happened cost nothing.
 * @returns whether a further step may find more to settle
 */
export async function settleVault(db: pg.ClientBase, scope: SettlementScope, vault: Vault): Promise<boolean> {
  return new VaultStep(db, scope, vault).run();
}

interface Progress {
  /** Undefined before the first settlement. */
  readonly settledTo_s: number | undefined;
  readonly closedTo_s: Map<ChainId, number>;
}

class VaultStep {
  private readonly tables: VaultTables;
  private readonly rules: RuleBook;
  private readonly fees: FeeBook;
  private readonly reader: TransitReader;
  private readonly schema: string;

  constructor(
    private readonly db: pg.ClientBase,
    private readonly scope: SettlementScope,
    private readonly vault: Vault,
  ) {
    this.schema = scope.schemas.ledger;
    this.tables = new VaultTables(db, scope.schemas, vault);
    this.fees = new FeeBook(db, this.schema);
    this.reader = new TransitReader(db, this.schema, scope.schedule, vault);
    this.rules = new RuleBook(db, {
      schema: this.schema,
      follows: (chain) => scope.schedule.follows(chain),
      closedTo_s: scope.closedTo_s,
    });
  }

  async run(): Promise<boolean> {
    const { scope, vault } = this;
    const limit_s = Math.min(scope.closedTo_s(vault.chain), scope.limit_s?.(vault) ?? Infinity);
    const progress = await this.progress();
    const from_s = progress.settledTo_s ?? 0;
    if (limit_s <= 0 || !this.mayMove(progress, limit_s)) return false;
    const { transit, end_s, more } = await this.reader.page(from_s, Math.max(limit_s, from_s));
    await this.tables.load();
    await this.rules.load(this.concerned(transit));
    await this.fees.load(vault.chain);
    const stopped_s = await this.settleMarks(transit, progress, from_s, end_s);
    const settledTo_s = Math.max(from_s, Math.min(stopped_s ?? end_s, this.waitingLimit()));
    this.tables.settledTo(settledTo_s, this.closedThrough(progress, settledTo_s));
    await this.tables.write();
    return more && stopped_s === undefined && settledTo_s === end_s;
  }

  /** Whether any mark could be passed: the vault's own, or one of a home chain that lagged behind. */
  private mayMove({ settledTo_s, closedTo_s }: Progress, limit_s: number): boolean {
    if (settledTo_s === undefined || settledTo_s < limit_s) return true;
    return this.scope.schedule.chains.some((chain) => this.closable(chain, settledTo_s) > (closedTo_s.get(chain) ?? 0));
  }

  private async progress(): Promise<Progress> {
    const key = [this.vault.chain, this.vault.address];
    const { rows } = await this.db.query<{ settled_to_s: string }>(
      `SELECT settled_to_s FROM ${this.schema}.settlement WHERE vault_chain_id = $1 AND vault = $2`,
      key,
    );
    const closings = await this.db.query<{ chain_id: string; closed_to_s: string }>(
      `SELECT chain_id, closed_to_s FROM ${this.schema}.settlement_closing WHERE vault_chain_id = $1 AND vault = $2`,
      key,
    );
    return {
      settledTo_s: rows[0] && Number(rows[0].settled_to_s),
      closedTo_s: new Map(
        closings.rows.map((row) => [Number(row.chain_id) as ChainId, Number(row.closed_to_s)] as const),
      ),
    };
  }

  /** Assets that the step's money starts from, waits for, or has reached before. */
  private concerned(transit: ReadonlyMap<number, readonly IntervalTransit[]>): Set<AssetId> {
    const assets = this.tables.assets;
    for (const { assetId } of this.tables.suspense) assets.add(assetId);
    for (const rows of transit.values()) for (const { assetId } of rows) assets.add(assetId);
    return assets;
  }

  /** Works through the marks at which anything happened. @returns the mark it stopped at because a chain has not closed the next one */
  private async settleMarks(
    transit: ReadonlyMap<number, readonly IntervalTransit[]>,
    progress: Progress,
    from_s: number,
    end_s: number,
  ): Promise<number | undefined> {
    const { interval_s } = this.scope.schedule;
    const changes = await findChanges(this.db, this.schema, this.rules.known, interval_s, (chain) => ({
      from_s: progress.closedTo_s.get(chain) ?? from_s,
      to_s: this.closable(chain, end_s),
    }));
    const deciding = [...this.rules.known].flatMap((asset) => this.rules.decidingMarks(asset, interval_s));
    const marks = [...transit.keys(), ...changes.keys(), ...deciding.filter((mark_s) => mark_s > from_s)];
    for (const mark_s of marksInOrder(marks)) {
      if (mark_s > end_s) break;
      // A chain for which money waits may cease to settle before this mark, and what it closes until then decides first.
      const limit_s = this.waitingLimit();
      if (mark_s > Math.max(from_s, limit_s)) return limit_s;
      const result = mark_s > from_s ? this.settle(transit.get(mark_s) ?? [], mark_s) : undefined;
      if (result && !result.settled) return mark_s - interval_s;
      for (const asset of [...(changes.get(mark_s) ?? [])].sort()) {
        await closeChanged(this.db, this.schema, this.tables, this.rules, asset, interval_s, mark_s);
      }
      if (result) this.tables.take(result, mark_s, (asset) => this.rules.newestLink(asset, mark_s));
    }
    return undefined;
  }

  private settle(transit: readonly IntervalTransit[], mark_s: number): SettlementResult | undefined {
    const { suspense } = this.tables;
    if (transit.length === 0 && suspense.length === 0) return undefined;
    const { scope, rules, vault } = this;
    return settleInterval({
      vaultChain: vault.chain,
      transit,
      suspense,
      rules: (asset) => rules.rulesAt(asset, mark_s),
      decision: (asset) => rules.decisionWithin(asset, mark_s - scope.schedule.interval_s, mark_s),
      treasury: (usageContract) => this.fees.treasuryAt(usageContract, mark_s),
      settles: (chain) => scope.schedule.settles(chain, mark_s),
      closed: (chain) => scope.closedTo_s(chain) >= mark_s,
    });
  }

  /** How far rule changes of a home chain can be closed once the vault is settled to `settledTo_s`. */
  private closable(home: ChainId, settledTo_s: number): number {
    const limit_s = this.scope.closingLimit_s?.(this.vault, home) ?? Infinity;
    return Math.min(settledTo_s, this.scope.closedTo_s(home), limit_s);
  }

  private closedThrough(progress: Progress, settledTo_s: number): Map<ChainId, number> {
    return new Map(
      this.scope.schedule.chains.map((chain) => {
        const before = progress.closedTo_s.get(chain) ?? 0;
        return [chain, Math.max(before, this.closable(chain, settledTo_s))] as const;
      }),
    );
  }

  /** Past this mark it is not known yet what happens to what waits. */
  private waitingLimit(): number {
    const { schedule, closedTo_s } = this.scope;
    const chains = new Set(this.tables.suspense.map(({ assetId }) => homeChain(assetId)));
    const limits = [...chains].map((chain) => {
      const closed_s = closedTo_s(chain);
      return schedule.settles(chain, closed_s + schedule.interval_s) ? closed_s : Infinity;
    });
    return Math.min(Infinity, ...limits);
  }
}
