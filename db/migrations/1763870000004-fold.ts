import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each chain's fold stands, and what it needs to go back. */
export class Fold1763870000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA fold;

      CREATE TABLE fold.checkpoint (
        chain_id bigint PRIMARY KEY,
        fold_version integer NOT NULL,
        interval_s integer NOT NULL,
        status text NOT NULL CHECK (status IN ('CATCHING_UP', 'FOLLOWING')),
        last_batch bigint NOT NULL,
        position text COLLATE "C",
        time_s bigint NOT NULL,
        block bigint,
        block_hash text COLLATE "C",
        block_time_s bigint NOT NULL,
        finalized_block bigint NOT NULL,
        finalized_time_s bigint NOT NULL,
        closed_to_s bigint NOT NULL,
        reopened_s bigint,
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON TABLE fold.checkpoint IS 'one row per chain; commits together with the read models';
      COMMENT ON COLUMN fold.checkpoint.last_batch IS 'the state is that of the log as of this batch, up to position';
      COMMENT ON COLUMN fold.checkpoint.position IS 'the last event folded; null before the first';
      COMMENT ON COLUMN fold.checkpoint.time_s IS 'the chain''s time at position; 0 before the first event';
      COMMENT ON COLUMN fold.checkpoint.block IS 'the last block passed: the head of the log when following';
      COMMENT ON COLUMN fold.checkpoint.block_time_s IS 'timestamp of that block';
      COMMENT ON COLUMN fold.checkpoint.closed_to_s IS 'the greatest mark whose interval this chain has closed';
      COMMENT ON COLUMN fold.checkpoint.reopened_s IS
        'the least mark that must be settled anew: an event came late into a closed interval, or the chain was rebuilt';

      CREATE TABLE fold.settlement_configuration (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        interval_s integer NOT NULL,
        chains bigint[] NOT NULL
      );
      COMMENT ON TABLE fold.settlement_configuration IS 'the configuration that settled transit was made with: another one settles it anew';

      CREATE TABLE fold.undo (
        chain_id bigint NOT NULL,
        block bigint NOT NULL,
        table_name text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        image jsonb NOT NULL,
        existed boolean NOT NULL,
        PRIMARY KEY (chain_id, block, table_name, key)
      );
      COMMENT ON TABLE fold.undo IS
        'per block above the finalized one: what keyed rows were before it, and what it added to sums';
      COMMENT ON COLUMN fold.undo.image IS 'keyed: the row before the block, only its key where it did not exist; sums: key and what was added';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP SCHEMA fold CASCADE');
  }
}
