import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Settled transit (design section 6): the settlement is its only writer. */
export class Settlement1763870000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger.settled_accumulated_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        closed1 numeric NOT NULL,
        closed2 numeric NOT NULL,
        accumulated numeric[] NOT NULL,
        PRIMARY KEY (asset_id, vault_chain_id, vault, token, mark_s)
      );

      CREATE TABLE ledger.settled_anomaly (
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        seq integer NOT NULL,
        reason text COLLATE "C" NOT NULL,
        detail text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C",
        PRIMARY KEY (vault_chain_id, vault, mark_s, seq)
      );

      CREATE TABLE ledger.settled_executor_earning (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        executor text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (executor, asset_id, vault_chain_id, vault, token, mark_s)
      );

      CREATE TABLE ledger.settled_posting (
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        debit text COLLATE "C" NOT NULL,
        credit text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        count numeric NOT NULL,
        PRIMARY KEY (vault_chain_id, vault, token, mark_s, debit, credit)
      );

      CREATE TABLE ledger.settled_share_offset (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        offset_scaled numeric NOT NULL,
        PRIMARY KEY (contributor, asset_id, role, vault_chain_id, vault, token, mark_s)
      );

      CREATE TABLE ledger.settled_suspense (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        total integer NOT NULL,
        reason text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (vault_chain_id, vault, asset_id, token, usage_contract, total)
      );

      CREATE TABLE ledger.settled_total (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        total1 numeric NOT NULL,
        total2 numeric NOT NULL,
        closed1 numeric NOT NULL,
        closed2 numeric NOT NULL,
        accumulated numeric[] NOT NULL,
        last_mark_s bigint NOT NULL,
        PRIMARY KEY (asset_id, vault_chain_id, vault, token)
      );
      CREATE INDEX settled_total_vault ON ledger.settled_total (vault_chain_id, vault);

      CREATE TABLE ledger.settled_total_at (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        total1 numeric NOT NULL,
        total2 numeric NOT NULL,
        PRIMARY KEY (asset_id, vault_chain_id, vault, token, mark_s)
      );

      CREATE TABLE ledger.settled_transit (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        hop integer NOT NULL,
        amount numeric NOT NULL,
        settled boolean NOT NULL,
        PRIMARY KEY (vault_chain_id, vault, mark_s, hop, asset_id, usage_contract, token)
      );
      CREATE INDEX settled_transit_asset ON ledger.settled_transit (asset_id, mark_s);

      CREATE TABLE ledger.settled_upheld_earning (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        beneficiary text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (beneficiary, asset_id, vault_chain_id, vault, token, mark_s)
      );

      CREATE TABLE ledger.settlement (
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        settled_to_s bigint NOT NULL,
        PRIMARY KEY (vault_chain_id, vault)
      );

      CREATE TABLE ledger.settlement_closing (
        vault_chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        chain_id bigint NOT NULL,
        closed_to_s bigint NOT NULL,
        PRIMARY KEY (vault_chain_id, vault, chain_id)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE ledger.settled_accumulated_history, ledger.settled_anomaly, ledger.settled_executor_earning, ledger.settled_posting, ledger.settled_share_offset, ledger.settled_suspense, ledger.settled_total, ledger.settled_total_at, ledger.settled_transit, ledger.settled_upheld_earning, ledger.settlement, ledger.settlement_closing',
    );
  }
}
