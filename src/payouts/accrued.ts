import { ROLE_INDEX } from '../domain/ledger/division.js';
import { entitlement } from '../domain/ledger/entitlement.js';
import { offsetKey } from '../domain/ledger/shares.js';
import type { Address } from '../domain/ids.js';
import { chunks } from '../fold/chunks.js';
import { idOf, nameOf } from '../fold/dictionary.js';
import { Grid } from '../read-models/entitlements/grid.js';
import { localSeries } from '../read-models/entitlements/local.js';
import { settledSeries } from '../read-models/entitlements/settled.js';
import { settledMarks, type SettledMarks } from '../read-models/entitlements/settled-marks.js';
import { accumulatedOver, type TotalsSeries } from '../read-models/entitlements/totals-series.js';
import type { Queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import { Amounts } from './amounts.js';
import { type Holder, holdersAt } from './holders.js';

/** Up to when earnings count: local ones on the vault's chain, and those that crossed chains. */
export interface PayoutMarks {
  readonly mark_s: number;
  readonly remoteMark_s: number;
}

/** Where amounts go as they are found; those of one token and contributor are to be added up. */
export interface AmountsSink {
  add(token: string, contributor: string, amount: bigint): void;
  /** Called after every few thousand, and at the end. */
  flush?(): Promise<void>;
}

/** Assets whose totals are in memory at once. */
const ASSETS_AT_ONCE = 500;

/**
 * What everybody has accrued through a vault at its marks: entitlements, each floored once over its local and
 * its settled part, executors' parts, and what upheld disputes gave. Reads sets, not one contributor after
 * the other; the caller's transaction must see one moment.
 */
export async function accruedInVault(db: Queryable, vault: Vault, marks: PayoutMarks): Promise<Amounts> {
  const amounts = new Amounts();
  await addAccrued(db, vault, marks, amounts);
  return amounts;
}

/** The same, added to `sink`: for those who do not keep all of it in memory. */
export async function addAccrued(db: Queryable, vault: Vault, marks: PayoutMarks, sink: AmountsSink): Promise<void> {
  await new Reading(db, vault, marks, await settledMarks(db), sink).run();
}

/** Value per share by role that an asset's holders have in one token. */
interface Accumulated {
  readonly token: string;
  readonly perShare: readonly bigint[];
}

/** By asset. */
type Values = Map<string, Accumulated[]>;

class Reading {
  constructor(
    private readonly db: Queryable,
    private readonly vault: Vault,
    private readonly marks: PayoutMarks,
    private readonly settledTo: SettledMarks,
    private readonly sink: AmountsSink,
  ) {}

  async run(): Promise<void> {
    for (const assets of chunks(await this.assets(), ASSETS_AT_ONCE)) await this.addEntitlements(assets);
    await this.addPaidAtOnce();
    await this.sink.flush?.();
  }

  private async assets(): Promise<string[]> {
    const rows = await this.db.query<{ asset_id: string }>(
      `SELECT asset_id FROM ledger.running_total WHERE chain_id = $1 AND vault = $2
       UNION SELECT asset_id FROM ledger.settled_total WHERE vault_chain_id = $1 AND vault = $2 ORDER BY 1`,
      [this.vault.chain, this.vault.address],
    );
    return rows.map(({ asset_id }) => asset_id);
  }

  private async addEntitlements(assets: readonly string[]): Promise<void> {
    const local = await this.localValues(assets);
    const settled = await this.settledValues(assets);
    // Where only one part is there, it is floored as it comes; where both are, they wait for each other.
    const both = new Dues();
    const dues = (assetId: string, isSettled: boolean): Dues | undefined =>
      (isSettled ? local : settled).has(assetId) ? both : undefined;
    for await (const holders of holdersAt(this.db, [...local.keys()], this.marks.mark_s)) {
      for (const holder of holders) {
        const offset = (token: string): bigint =>
          BigInt(holder.offsets?.[offsetKey(this.vault.address, token as Address)] ?? 0);
        this.addHolder(holder, local.get(holder.asset_id)!, offset, dues(holder.asset_id, false));
      }
      await this.sink.flush?.();
    }
    const offsets = await this.settledOffsets([...settled.keys()]);
    for (const [mark_s, ids] of this.knownThrough(settled.keys())) {
      for await (const holders of holdersAt(this.db, ids, mark_s)) {
        for (const holder of holders) {
          const offset = (token: string): bigint => offsets.get(holderKey(holder, token)) ?? 0n;
          this.addHolder(holder, settled.get(holder.asset_id)!, offset, dues(holder.asset_id, true));
        }
        await this.sink.flush?.();
      }
    }
    for (const { token, contributor, scaled } of both.values()) {
      this.sink.add(token, contributor, entitlement(scaled, 0n));
    }
  }

  /**
   * Assets by the mark up to which their holders' offsets of settled money are known: a home chain that lags has
   * changes of shares that the settlement has not closed yet, and what is due is the same before and after them.
   */
  private knownThrough(assets: Iterable<string>): Map<number, string[]> {
    const vault = { vaultChainId: this.vault.chain, vault: this.vault.address };
    const byMark = new Map<number, string[]>();
    for (const asset of assets) {
      const mark_s = Math.min(this.marks.remoteMark_s, this.settledTo.ofAsset(vault, asset));
      const known = byMark.get(mark_s);
      if (known) known.push(asset);
      else byMark.set(mark_s, [asset]);
    }
    return byMark;
  }

  private addHolder(
    holder: Holder,
    values: readonly Accumulated[],
    offset: (token: string) => bigint,
    dues: Dues | undefined,
  ): void {
    for (const { token, perShare } of values) {
      const value = perShare[ROLE_INDEX[holder.role]] ?? 0n;
      // Offsets take up what was accumulated before: without any there are none.
      if (value === 0n) continue;
      const scaled = offset(token) + BigInt(holder.shares) * value;
      if (dues) dues.add(holder, token, scaled);
      else this.sink.add(token, holder.contributor, entitlement(scaled, 0n));
    }
  }

  private async localValues(assets: readonly string[]): Promise<Values> {
    const series = await localSeries(this.db, assets, Grid.at([this.marks.mark_s]));
    // The same address may be a vault on several chains.
    const { chain, address } = this.vault;
    const ours = series.filter(({ vaultChainId, vault }) => vaultChainId === chain && vault === address);
    return this.values(ours, this.marks.mark_s);
  }

  private async settledValues(assets: readonly string[]): Promise<Values> {
    const keys = await this.db.query<{ asset_id: string; token: string }>(
      `SELECT asset_id, token FROM ledger.settled_total
       WHERE vault_chain_id = $1 AND vault = $2 AND asset_id = ANY($3)`,
      [this.vault.chain, this.vault.address, assets],
    );
    const of = { vaultChainId: this.vault.chain, vault: this.vault.address };
    const settled = keys.map(({ asset_id: assetId, token }) => ({ assetId, token, ...of }));
    const { remoteMark_s } = this.marks;
    const series = await settledSeries(this.db, settled, Grid.at([remoteMark_s]), this.settledTo);
    return this.values(series, remoteMark_s);
  }

  private async values(series: readonly TotalsSeries[], mark_s: number): Promise<Values> {
    const values: Values = new Map();
    const accumulated = await accumulatedOver(this.db, series, Grid.at([mark_s]));
    series.forEach(({ assetId, token }, index) => {
      const value = { token, perShare: accumulated[index]!([mark_s])[0]! };
      if (value.perShare.every((part) => part === 0n)) return;
      const known = values.get(assetId);
      if (known) known.push(value);
      else values.set(assetId, [value]);
    });
    return values;
  }

  /** Holders' offsets of settled money at the remote mark, by {@link holderKey}. */
  private async settledOffsets(assets: readonly string[]): Promise<Map<string, bigint>> {
    if (assets.length === 0) return new Map();
    const rows = await this.db.query<Holder & { token: string; offset_scaled: string }>(
      `SELECT DISTINCT ON (asset_id, role, contributor, token) asset_id, role, contributor, token,
              offset_scaled::text AS offset_scaled
       FROM ledger.settled_share_offset
       WHERE vault_chain_id = $1 AND vault = $2 AND asset_id = ANY($3) AND mark_s <= $4
       ORDER BY asset_id, role, contributor, token, mark_s DESC`,
      [this.vault.chain, this.vault.address, assets, this.marks.remoteMark_s],
    );
    return new Map(rows.map((row) => [holderKey(row, row.token), BigInt(row.offset_scaled)]));
  }

  /** Whole units that were credited as they came. */
  private async addPaidAtOnce(): Promise<void> {
    const { mark_s, remoteMark_s } = this.marks;
    const part = (table: string, who: string, chain: string, mark: string): string =>
      `SELECT ${who} AS contributor, token, amount FROM ledger.${table}
       WHERE ${chain} = $1 AND vault = $2 AND mark_s <= ${mark}`;
    const rows = await this.db.query<{ contributor: string; token: string; amount: string }>(
      `SELECT contributor, token, sum(amount)::text AS amount FROM (
         SELECT ${nameOf('executor')} AS contributor, ${nameOf('token')} AS token, amount FROM (
           SELECT executor, token, sum(amount) AS amount FROM ledger.executor_earning
           WHERE chain_id = $1 AND vault = ${idOf('$2')} AND mark_s <= $3 GROUP BY 1, 2) AS executed
         UNION ALL ${part('upheld_earning', 'beneficiary', 'chain_id', '$3')}
         UNION ALL ${part('settled_executor_earning', 'executor', 'vault_chain_id', '$4')}
         UNION ALL ${part('settled_upheld_earning', 'beneficiary', 'vault_chain_id', '$4')}
       ) AS paid GROUP BY 1, 2`,
      [this.vault.chain, this.vault.address, mark_s, remoteMark_s],
    );
    for (const { contributor, token, amount } of rows) this.sink.add(token, contributor, BigInt(amount));
  }
}

type HolderKey = Pick<Holder, 'asset_id' | 'role' | 'contributor'>;

function holderKey({ asset_id, role, contributor }: HolderKey, token: string): string {
  return `${asset_id}|${role}|${contributor}|${token}`;
}

/** Scaled dues of holders of whose money one part stayed on its chain and another came back to it. */
class Dues {
  private readonly byKey = new Map<string, { token: string; contributor: string; scaled: bigint }>();

  add(holder: HolderKey, token: string, scaled: bigint): void {
    const key = holderKey(holder, token);
    const due = this.byKey.get(key);
    if (due) due.scaled += scaled;
    else this.byKey.set(key, { token, contributor: holder.contributor, scaled });
  }

  values(): IterableIterator<{ readonly token: string; readonly contributor: string; readonly scaled: bigint }> {
    return this.byKey.values();
  }
}
