import type pg from 'pg';
import type { ChainId } from '../domain/ids.js';
import type { Vault } from '../settlement/vault-tables.js';

/** How far the live settlement has come, vault by vault. */
export class SettledMarks {
  private constructor(
    private readonly settled: ReadonlyMap<string, number>,
    private readonly closed: ReadonlyMap<string, number>,
  ) {}

  static async read(db: pg.ClientBase): Promise<SettledMarks> {
    const settled = await db.query<{ key: string; mark_s: string }>(
      `SELECT concat_ws('|', vault_chain_id, vault) AS key, settled_to_s AS mark_s FROM ledger.settlement ORDER BY 1`,
    );
    const closed = await db.query<{ key: string; mark_s: string }>(
      `SELECT concat_ws('|', vault_chain_id, vault, chain_id) AS key, closed_to_s AS mark_s
       FROM ledger.settlement_closing ORDER BY 1`,
    );
    return new SettledMarks(byKey(settled.rows), byKey(closed.rows));
  }

  /** 0 for a vault that is not settled yet. */
  settledTo_s(vault: Vault): number {
    return this.settled.get(`${vault.chain}|${vault.address}`) ?? 0;
  }

  closedTo_s(vault: Vault, home: ChainId): number {
    return this.closed.get(`${vault.chain}|${vault.address}|${home}`) ?? 0;
  }

  get vaults(): number {
    return this.settled.size;
  }

  equals(other: SettledMarks): boolean {
    return JSON.stringify(this.entries) === JSON.stringify(other.entries);
  }

  private get entries(): unknown {
    return [[...this.settled], [...this.closed]];
  }
}

function byKey(rows: readonly { key: string; mark_s: string }[]): Map<string, number> {
  return new Map(rows.map(({ key, mark_s }) => [key, Number(mark_s)]));
}
