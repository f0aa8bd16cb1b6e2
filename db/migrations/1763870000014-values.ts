import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What usages were worth in USD, what was known of tokens from when, and the fixed prices a fold was given. */
export class Values1763870000014 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ledger.usage ADD COLUMN usd_e18 numeric, ADD COLUMN no_usd text COLLATE "C";
      ALTER TABLE ledger.held_usage ADD COLUMN usd_e18 numeric, ADD COLUMN no_usd text COLLATE "C";
      CREATE INDEX held_usage_decided ON ledger.held_usage (decided_time_s) WHERE state = 'RELEASED';
      COMMENT ON COLUMN ledger.usage.usd_e18 IS 'what amount was worth at its position, in USD times 10^18; null where unknown';
      COMMENT ON COLUMN ledger.usage.no_usd IS 'why it is unknown';

      ALTER TABLE ledger.revenue
        ADD COLUMN usd_e18 numeric NOT NULL DEFAULT 0,
        ADD COLUMN fee_usd_e18 numeric NOT NULL DEFAULT 0,
        ADD COLUMN circular_usd_e18 numeric NOT NULL DEFAULT 0,
        ADD COLUMN unpriced_gross numeric NOT NULL DEFAULT 0,
        ADD COLUMN unpriced_fee numeric NOT NULL DEFAULT 0;
      ALTER TABLE ledger.revenue
        ALTER COLUMN usd_e18 DROP DEFAULT,
        ALTER COLUMN fee_usd_e18 DROP DEFAULT,
        ALTER COLUMN circular_usd_e18 DROP DEFAULT,
        ALTER COLUMN unpriced_gross DROP DEFAULT,
        ALTER COLUMN unpriced_fee DROP DEFAULT;

      ALTER TABLE ledger.token
        ALTER COLUMN symbol DROP NOT NULL,
        ALTER COLUMN decimals DROP NOT NULL,
        ADD COLUMN price_usd_e36 numeric,
        ADD COLUMN price_source text COLLATE "C",
        ADD COLUMN priced_at text COLLATE "C",
        ADD COLUMN priced_time_s bigint;
      COMMENT ON COLUMN ledger.token.price_usd_e36 IS 'the last price posted for a whole token, in USD times 10^36';

      CREATE TABLE ledger.token_history (
        chain_id bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        token text COLLATE "C" NOT NULL,
        symbol text COLLATE "C",
        decimals bigint,
        price_usd_e36 numeric,
        price_source text COLLATE "C",
        priced_at text COLLATE "C",
        priced_time_s bigint,
        PRIMARY KEY (token, position, chain_id)
      ) PARTITION BY LIST (chain_id);

      CREATE TABLE ledger.token_value (
        chain_id bigint NOT NULL,
        token text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        priced_gross numeric NOT NULL,
        usd_e18 numeric NOT NULL,
        PRIMARY KEY (token, mark_s, chain_id)
      ) PARTITION BY LIST (chain_id);

      ALTER TABLE fold.checkpoint
        ADD COLUMN inputs jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN repriced_to_s bigint;
      COMMENT ON COLUMN fold.checkpoint.inputs IS 'what the state depends on beside the log: the prices that the configuration fixes';
      COMMENT ON COLUMN fold.checkpoint.repriced_to_s IS
        'while a repricing is under way: up to this mark usages have the values of inputs; null where all have';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE fold.checkpoint DROP COLUMN inputs, DROP COLUMN repriced_to_s;
      DROP TABLE ledger.token_value, ledger.token_history;
      DELETE FROM ledger.token WHERE symbol IS NULL OR decimals IS NULL;
      ALTER TABLE ledger.token
        ALTER COLUMN symbol SET NOT NULL, ALTER COLUMN decimals SET NOT NULL,
        DROP COLUMN price_usd_e36, DROP COLUMN price_source, DROP COLUMN priced_at, DROP COLUMN priced_time_s;
      ALTER TABLE ledger.revenue DROP COLUMN usd_e18, DROP COLUMN fee_usd_e18, DROP COLUMN circular_usd_e18,
        DROP COLUMN unpriced_gross, DROP COLUMN unpriced_fee;
      ALTER TABLE ledger.usage DROP COLUMN usd_e18, DROP COLUMN no_usd;
      DROP INDEX ledger.held_usage_decided;
      ALTER TABLE ledger.held_usage DROP COLUMN usd_e18, DROP COLUMN no_usd;
    `);
  }
}
