import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the folds of chains write: current rows and sums (design section 4), partitioned by chain. */
export class Ledger1763870000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA ledger;

      CREATE TABLE ledger.account (
        chain_id bigint NOT NULL,
        address text COLLATE "C" NOT NULL,
        first_seen text COLLATE "C" NOT NULL,
        first_seen_time_s bigint NOT NULL,
        PRIMARY KEY (address, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX account_seen ON ledger.account (first_seen_time_s, address);

      CREATE TABLE ledger.anomaly (
        chain_id bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        seq integer NOT NULL,
        time_s bigint NOT NULL,
        reason text COLLATE "C" NOT NULL,
        detail text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C",
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (position, seq, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX anomaly_time ON ledger.anomaly (time_s, position, seq);
      CREATE INDEX anomaly_asset ON ledger.anomaly (asset_id, position);

      CREATE TABLE ledger.asset (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        registered_at text COLLATE "C",
        registered_time_s bigint,
        kind text COLLATE "C",
        name text COLLATE "C",
        owner text COLLATE "C",
        content_hash text COLLATE "C",
        metadata_uri text COLLATE "C",
        version bigint NOT NULL,
        status text COLLATE "C" NOT NULL,
        split_ppm bigint[],
        pool_shares numeric[] NOT NULL,
        links jsonb NOT NULL,
        parent_named_at text COLLATE "C",
        disputes jsonb,
        tx_hash text COLLATE "C",
        PRIMARY KEY (asset_id, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX asset_newest ON ledger.asset (registered_time_s, asset_id);
      CREATE INDEX asset_kind ON ledger.asset (kind, registered_time_s, asset_id);
      CREATE INDEX asset_owner ON ledger.asset (owner, registered_time_s, asset_id);
      CREATE INDEX asset_name ON ledger.asset (lower(left(name, 200)) text_pattern_ops, asset_id);

      CREATE TABLE ledger.asset_activity (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        usages numeric NOT NULL,
        PRIMARY KEY (asset_id, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX asset_activity_most ON ledger.asset_activity (usages, asset_id);

      CREATE TABLE ledger.executor_earning (
        chain_id bigint NOT NULL,
        executor text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (executor, asset_id, vault, token, mark_s, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.fee (
        chain_id bigint NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        fee_ppm bigint NOT NULL,
        treasury text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        PRIMARY KEY (usage_contract, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.lineage_edge (
        chain_id bigint NOT NULL,
        child text COLLATE "C" NOT NULL,
        parent text COLLATE "C" NOT NULL,
        relation text COLLATE "C" NOT NULL,
        royalty_ppm bigint NOT NULL,
        policy text COLLATE "C" NOT NULL,
        rank integer NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        PRIMARY KEY (child, parent, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX lineage_edge_parent ON ledger.lineage_edge (parent, child);

      CREATE TABLE ledger.posting (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        debit text COLLATE "C" NOT NULL,
        credit text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        count numeric NOT NULL,
        PRIMARY KEY (vault, token, mark_s, debit, credit, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.revenue (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        operation text COLLATE "C" NOT NULL,
        application text COLLATE "C" NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        usages numeric NOT NULL,
        units numeric NOT NULL,
        gross numeric NOT NULL,
        fee numeric NOT NULL,
        PRIMARY KEY (asset_id, mark_s, operation, application, usage_contract, vault, token, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX revenue_mark ON ledger.revenue (mark_s);

      CREATE TABLE ledger.running_total (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        total1 numeric NOT NULL,
        total2 numeric NOT NULL,
        closed1 numeric NOT NULL,
        closed2 numeric NOT NULL,
        accumulated numeric[] NOT NULL,
        last_mark_s bigint NOT NULL,
        PRIMARY KEY (asset_id, vault, token, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.running_total_at (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        total1 numeric NOT NULL,
        total2 numeric NOT NULL,
        PRIMARY KEY (asset_id, vault, token, mark_s, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.share (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        shares numeric NOT NULL,
        offsets jsonb NOT NULL,
        since text COLLATE "C" NOT NULL,
        since_time_s bigint NOT NULL,
        PRIMARY KEY (asset_id, role, contributor, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX share_contributor ON ledger.share (contributor, asset_id, role);

      CREATE TABLE ledger.suspense (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        total integer NOT NULL,
        reason text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (asset_id, vault, token, usage_contract, total, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.token (
        chain_id bigint NOT NULL,
        token text COLLATE "C" NOT NULL,
        symbol text COLLATE "C" NOT NULL,
        decimals bigint NOT NULL,
        PRIMARY KEY (token, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.transit (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        executor text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (vault, mark_s, asset_id, usage_contract, token, executor, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX transit_asset ON ledger.transit (asset_id, mark_s);

      CREATE TABLE ledger.upheld_earning (
        chain_id bigint NOT NULL,
        beneficiary text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (beneficiary, asset_id, vault, token, mark_s, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.usage (
        chain_id bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        block_time_s bigint NOT NULL,
        tx_hash text COLLATE "C" NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        consumer text COLLATE "C" NOT NULL,
        application text COLLATE "C",
        operation text COLLATE "C" NOT NULL,
        units numeric NOT NULL,
        token text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        fee numeric NOT NULL,
        executor text COLLATE "C",
        receipt_id text COLLATE "C" NOT NULL,
        parent_receipt_id text COLLATE "C",
        settlement text COLLATE "C" NOT NULL,
        status text COLLATE "C" NOT NULL,
        PRIMARY KEY (position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX usage_time ON ledger.usage (time_s, position);
      CREATE INDEX usage_asset ON ledger.usage (asset_id, time_s, position);
      CREATE INDEX usage_consumer ON ledger.usage (consumer, time_s, position);
      CREATE INDEX usage_application ON ledger.usage (application, time_s, position) WHERE application IS NOT NULL;
      CREATE INDEX usage_receipt ON ledger.usage (receipt_id);
      CREATE INDEX usage_parent_receipt ON ledger.usage (parent_receipt_id) WHERE parent_receipt_id IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP SCHEMA ledger CASCADE');
  }
}
