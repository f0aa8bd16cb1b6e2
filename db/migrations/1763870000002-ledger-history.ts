import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the folds keep of the past: rows valid from a position and a time on. */
export class LedgerHistory1763870000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger.accumulated_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        closed1 numeric NOT NULL,
        closed2 numeric NOT NULL,
        accumulated numeric[] NOT NULL,
        PRIMARY KEY (asset_id, vault, token, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX accumulated_history_position ON ledger.accumulated_history (position);

      CREATE TABLE ledger.asset_version (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        version bigint NOT NULL,
        content_hash text COLLATE "C" NOT NULL,
        uri text COLLATE "C" NOT NULL,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (asset_id, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX asset_version_position ON ledger.asset_version (position);

      CREATE TABLE ledger.fee_history (
        chain_id bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        fee_ppm bigint NOT NULL,
        treasury text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        PRIMARY KEY (usage_contract, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX fee_history_position ON ledger.fee_history (position);

      CREATE TABLE ledger.link_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        rank integer NOT NULL,
        parent text COLLATE "C" NOT NULL,
        relation text COLLATE "C" NOT NULL,
        royalty_ppm bigint NOT NULL,
        policy text COLLATE "C" NOT NULL,
        parent_named_at text COLLATE "C" NOT NULL,
        PRIMARY KEY (asset_id, position, parent, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX link_history_position ON ledger.link_history (position);

      CREATE TABLE ledger.owner_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        owner text COLLATE "C" NOT NULL,
        PRIMARY KEY (asset_id, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX owner_history_position ON ledger.owner_history (position);

      CREATE TABLE ledger.pool_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        total_shares numeric NOT NULL,
        PRIMARY KEY (asset_id, role, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX pool_history_position ON ledger.pool_history (position);

      CREATE TABLE ledger.share_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        shares numeric NOT NULL,
        offsets jsonb NOT NULL,
        since text COLLATE "C" NOT NULL,
        since_time_s bigint NOT NULL,
        PRIMARY KEY (asset_id, role, contributor, since, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX share_history_position ON ledger.share_history (since);
      CREATE INDEX share_history_asset ON ledger.share_history (asset_id, since_time_s);
      CREATE INDEX share_history_contributor ON ledger.share_history (contributor, asset_id, role, since);

      CREATE TABLE ledger.split_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        split_ppm bigint[] NOT NULL,
        PRIMARY KEY (asset_id, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX split_history_position ON ledger.split_history (position);

      CREATE TABLE ledger.status_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        status text COLLATE "C" NOT NULL,
        decision text COLLATE "C",
        beneficiary text COLLATE "C",
        PRIMARY KEY (asset_id, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX status_history_position ON ledger.status_history (position);

      CREATE TABLE ledger.terms_history (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        derivatives_allowed boolean NOT NULL,
        min_royalty_ppm bigint NOT NULL,
        royalty_policy text COLLATE "C" NOT NULL,
        commercial_use boolean NOT NULL,
        terms_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (asset_id, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX terms_history_position ON ledger.terms_history (position);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE ledger.accumulated_history, ledger.asset_version, ledger.fee_history, ledger.link_history, ledger.owner_history, ledger.pool_history, ledger.share_history, ledger.split_history, ledger.status_history, ledger.terms_history',
    );
  }
}
