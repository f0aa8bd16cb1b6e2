import type pg from 'pg';
import type { ChainId } from '../domain/ids.js';
import type { SettlingChain } from '../domain/settlement/settling-chains.js';
import { besideSchemas } from '../fold/beside.js';
import { ChainTables, LIVE } from '../fold/chain-tables.js';
import { type AnyTable, keyColumns } from '../fold/table.js';
import { LEDGER_TABLES, SETTLED_TABLES } from '../read-models/ledger-tables.js';
import { lockToCompare } from './lock.js';
import { Settler } from './settlement.js';

/**
 * Makes the settlement anew beside the live one, as it will be once a chain that is folded anew has taken
 * its place: from that chain's tables beside, and the live ones of all others.
 */
export class SettlementBeside {
  private readonly settler: Settler;

  constructor(
    private readonly db: pg.ClientBase,
    private readonly chain: ChainId,
    options: { readonly interval_s: number; readonly chains: readonly SettlingChain[] },
  ) {
    this.settler = new Settler(db, { ...options, schemas: this.schemas });
  }

  private get schemas() {
    const { ledger, fold } = besideSchemas(this.chain);
    return { ledger, fold: `${fold}_all`, partitioned: false };
  }

  /** To be called once, when the chain's tables beside are there. */
  async open(): Promise<void> {
    const { ledger, fold } = this.schemas;
    const names = new ChainTables(besideSchemas(this.chain), this.chain);
    const views = LEDGER_TABLES.map(
      (table) => `CREATE VIEW ${ledger}.${table.name} AS
        SELECT * FROM ${LIVE.ledger}.${table.name} WHERE chain_id <> ${this.chain}
        UNION ALL SELECT * FROM ${names.nameOf(table)}`,
    );
    await this.close();
    await this.db.query(`${views.join(';')};
      CREATE SCHEMA ${fold};
      CREATE TABLE ${fold}.checkpoint (LIKE ${LIVE.fold}.checkpoint INCLUDING ALL);
      CREATE TABLE ${fold}.settlement_configuration (LIKE ${LIVE.fold}.settlement_configuration INCLUDING ALL)`);
  }

  /** Settles as far as can be settled now. */
  async settle(signal: AbortSignal): Promise<void> {
    const { fold } = this.schemas;
    await this.db.query(`
      DELETE FROM ${fold}.checkpoint;
      INSERT INTO ${fold}.checkpoint SELECT * FROM ${LIVE.fold}.checkpoint WHERE chain_id <> ${this.chain};
      INSERT INTO ${fold}.checkpoint SELECT * FROM ${besideSchemas(this.chain).fold}.checkpoint;
      UPDATE ${fold}.checkpoint SET reopened_s = NULL, reopened_by = NULL WHERE reopened_s IS NOT NULL`);
    await this.settler.settle(signal);
  }

  /**
   * Finds what of the live settlement is not as beside, inside the caller's transaction on `db`, until whose end nobody
   * settles: to compare every row takes long, and whoever reads need not wait for it.
   */
  async compare(db: pg.ClientBase): Promise<void> {
    await db.query(lockToCompare(LIVE.ledger));
    for (const table of SETTLED_TABLES) {
      const { live, beside, gone, fresh } = this.namesOf(table);
      await db.query(`
        CREATE TEMPORARY TABLE ${gone} ON COMMIT DROP AS SELECT * FROM ${live} EXCEPT SELECT * FROM ${beside};
        CREATE TEMPORARY TABLE ${fresh} ON COMMIT DROP AS SELECT * FROM ${beside} EXCEPT SELECT * FROM ${live}`);
    }
  }

  /** Makes the live settlement equal to the one beside, by what {@link compare} has found in the same transaction. */
  async takePlace(db: pg.ClientBase): Promise<void> {
    const { fold } = this.schemas;
    for (const table of SETTLED_TABLES) await this.replace(db, table);
    await db.query(`
      DELETE FROM ${LIVE.fold}.settlement_configuration;
      INSERT INTO ${LIVE.fold}.settlement_configuration SELECT * FROM ${fold}.settlement_configuration`);
  }

  private async replace(db: pg.ClientBase, table: AnyTable): Promise<void> {
    const { live, gone, fresh } = this.namesOf(table);
    const isSame = keyColumns(table).map(({ name }) => `t.${name} = gone.${name}`);
    // That an event came late is known only to who saw it come.
    const kept = table.name === 'settled_anomaly' ? `AND t.reason <> 'LATE_EVENT'` : '';
    await db.query(`
      DELETE FROM ${live} t USING ${gone} gone WHERE ${isSame.join(' AND ')} ${kept};
      INSERT INTO ${live} SELECT * FROM ${fresh}`);
  }

  private namesOf({ name }: AnyTable) {
    return {
      live: `${LIVE.ledger}.${name}`,
      beside: `${this.schemas.ledger}.${name}`,
      gone: `pg_temp.gone_${name}`,
      fresh: `pg_temp.fresh_${name}`,
    };
  }

  async close(): Promise<void> {
    await this.db.query(`DROP SCHEMA IF EXISTS ${this.schemas.fold} CASCADE`);
  }
}
