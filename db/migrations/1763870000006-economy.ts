import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Held usages, direct payments, work and rewards, rights, payouts; what payers pay themselves. */
export class Economy1763870000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger.claim (
        chain_id bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX claim_contributor ON ledger.claim (contributor, vault, token, time_s);

      CREATE TABLE ledger.contribution (
        chain_id bigint NOT NULL,
        task_contract text COLLATE "C" NOT NULL,
        task text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        content_hash text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        units numeric NOT NULL,
        source text COLLATE "C" NOT NULL,
        tags jsonb NOT NULL,
        submitted_at text COLLATE "C" NOT NULL,
        submitted_time_s bigint NOT NULL,
        reviews integer NOT NULL,
        reviewed_time_s bigint,
        reviewer text COLLATE "C",
        accepted_units numeric,
        score_ppm bigint,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (task_contract, task, contributor, content_hash, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX contribution_task ON ledger.contribution (task_contract, task, submitted_time_s, submitted_at);
      CREATE INDEX contribution_contributor ON ledger.contribution (contributor, submitted_time_s, submitted_at);
      CREATE INDEX contribution_asset ON ledger.contribution (asset_id, submitted_time_s, submitted_at);

      CREATE TABLE ledger.direct_earning (
        chain_id bigint NOT NULL,
        beneficiary text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        vault text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (beneficiary, asset_id, role, vault, token, mark_s, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX direct_earning_asset ON ledger.direct_earning (asset_id, mark_s);

      CREATE TABLE ledger.dispute (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        dispute_id text COLLATE "C" NOT NULL,
        opened_at text COLLATE "C" NOT NULL,
        opened_time_s bigint NOT NULL,
        decided_time_s bigint,
        outcome text COLLATE "C",
        beneficiary text COLLATE "C",
        PRIMARY KEY (asset_id, dispute_id, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX dispute_time ON ledger.dispute (opened_time_s, opened_at, dispute_id);

      CREATE TABLE ledger.held_usage (
        chain_id bigint NOT NULL,
        usage_contract text COLLATE "C" NOT NULL,
        receipt_id text COLLATE "C" NOT NULL,
        recorded_at text COLLATE "C" NOT NULL,
        recorded_time_s bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        consumer text COLLATE "C" NOT NULL,
        application text COLLATE "C",
        operation text COLLATE "C" NOT NULL,
        units numeric NOT NULL,
        token text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        executor text COLLATE "C",
        settlement text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL,
        decided_at text COLLATE "C",
        decided_time_s bigint,
        reason text COLLATE "C",
        fee numeric NOT NULL,
        circular boolean NOT NULL,
        PRIMARY KEY (usage_contract, receipt_id, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX held_usage_recorded ON ledger.held_usage (recorded_at);
      CREATE INDEX held_usage_released ON ledger.held_usage (asset_id, token, decided_time_s) WHERE state = 'RELEASED';

      CREATE TABLE ledger.license (
        chain_id bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        licensee text COLLATE "C" NOT NULL,
        terms_hash text COLLATE "C" NOT NULL,
        fee numeric NOT NULL,
        token text COLLATE "C" NOT NULL,
        expiry_s bigint NOT NULL,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX license_asset ON ledger.license (asset_id, time_s, position);
      CREATE INDEX license_licensee ON ledger.license (licensee, time_s, position);

      CREATE TABLE ledger.payout_root (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        epoch bigint NOT NULL,
        published_at text COLLATE "C" NOT NULL,
        published_time_s bigint NOT NULL,
        root text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        remote_mark_s bigint NOT NULL,
        configuration_digest text COLLATE "C" NOT NULL,
        active_from_s bigint NOT NULL,
        replaced_time_s bigint,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (vault, epoch, published_at, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX payout_root_time ON ledger.payout_root (published_time_s, published_at);

      CREATE TABLE ledger.payout_vault (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        epoch bigint NOT NULL,
        published_at text COLLATE "C" NOT NULL,
        active_from_s bigint NOT NULL,
        had_active boolean NOT NULL,
        PRIMARY KEY (vault, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.reward (
        chain_id bigint NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        task_contract text COLLATE "C" NOT NULL,
        task text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        part text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (contributor, asset_id, role, task_contract, task, token, part, mark_s, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.split_announcement (
        chain_id bigint NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        split_ppm bigint[] NOT NULL,
        effective_at_s bigint NOT NULL,
        PRIMARY KEY (asset_id, position, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX split_announcement_position ON ledger.split_announcement (position);

      CREATE TABLE ledger.task (
        chain_id bigint NOT NULL,
        task_contract text COLLATE "C" NOT NULL,
        task text COLLATE "C" NOT NULL,
        asset_id text COLLATE "C" NOT NULL,
        sponsor text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        opened_at text COLLATE "C" NOT NULL,
        opened_time_s bigint NOT NULL,
        closed_time_s bigint,
        submissions numeric NOT NULL,
        submitted_units numeric NOT NULL,
        accepted_units numeric NOT NULL,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (task_contract, task, chain_id)
      ) PARTITION BY LIST (chain_id);
      CREATE INDEX task_time ON ledger.task (opened_time_s, opened_at);
      CREATE INDEX task_asset ON ledger.task (asset_id, opened_time_s, opened_at);

      CREATE TABLE ledger.task_token (
        chain_id bigint NOT NULL,
        task_contract text COLLATE "C" NOT NULL,
        task text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        budget numeric NOT NULL,
        base_reward numeric NOT NULL,
        bonus_reward numeric NOT NULL,
        paid_base numeric NOT NULL,
        paid_bonus numeric NOT NULL,
        PRIMARY KEY (task_contract, task, token, chain_id)
      ) PARTITION BY LIST (chain_id);
    `);
    await db.query(WIDENED);
    await db.query(`
      CREATE SCHEMA payout;
      CREATE TABLE payout.leaf (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        root text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (contributor, chain_id, vault, token, root)
      );
      COMMENT ON TABLE payout.leaf IS 'what a payout root that was recomputed, and agrees, pays to whom';
      COMMENT ON COLUMN payout.leaf.amount IS 'cumulative, base units';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP SCHEMA payout CASCADE');
    await db.query(
      'DROP TABLE ledger.claim, ledger.contribution, ledger.direct_earning, ledger.dispute, ledger.held_usage, ledger.license, ledger.payout_root, ledger.payout_vault, ledger.reward, ledger.split_announcement, ledger.task, ledger.task_token',
    );
    await db.query(NARROWED);
  }
}

/** The rows that are there are of an earlier version of the fold, which makes them anew. */
const WIDENED = `
  ALTER TABLE ledger.account ADD COLUMN shareholder boolean NOT NULL DEFAULT false;
  ALTER TABLE ledger.account ALTER COLUMN shareholder DROP DEFAULT;

  ALTER TABLE ledger.usage ADD COLUMN circular boolean NOT NULL DEFAULT false;
  ALTER TABLE ledger.usage ALTER COLUMN circular DROP DEFAULT;

  ALTER TABLE ledger.revenue ADD COLUMN settlement text COLLATE "C" NOT NULL DEFAULT 'VAULT',
    ADD COLUMN circular_usages numeric NOT NULL DEFAULT 0,
    ADD COLUMN circular_gross numeric NOT NULL DEFAULT 0,
    ADD COLUMN circular_fee numeric NOT NULL DEFAULT 0;
  ALTER TABLE ledger.revenue ALTER COLUMN settlement DROP DEFAULT, ALTER COLUMN circular_usages DROP DEFAULT,
    ALTER COLUMN circular_gross DROP DEFAULT, ALTER COLUMN circular_fee DROP DEFAULT;
  ALTER TABLE ledger.revenue DROP CONSTRAINT revenue_pkey;
  ALTER TABLE ledger.revenue ADD PRIMARY KEY
    (asset_id, mark_s, operation, application, usage_contract, settlement, vault, token, chain_id);
`;

const NARROWED = `
  ALTER TABLE ledger.account DROP COLUMN shareholder;
  ALTER TABLE ledger.usage DROP COLUMN circular;
  TRUNCATE ledger.revenue;
  ALTER TABLE ledger.revenue DROP CONSTRAINT revenue_pkey, DROP COLUMN settlement, DROP COLUMN circular_usages,
    DROP COLUMN circular_gross, DROP COLUMN circular_fee;
  ALTER TABLE ledger.revenue ADD PRIMARY KEY
    (asset_id, mark_s, operation, application, usage_contract, vault, token, chain_id);
`;
