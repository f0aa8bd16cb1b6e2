import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The append-only log. The indexer is its only writer (design section 3). */
export class Log1763870000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA log;

      CREATE TABLE log.chain (
        chain_id bigint PRIMARY KEY,
        name text NOT NULL,
        status text NOT NULL CHECK (status IN ('FOLLOWING', 'HALTED')),
        reason text
      );

      CREATE TABLE log.batch (
        chain_id bigint NOT NULL,
        number bigint NOT NULL,
        kind text NOT NULL CHECK (kind IN ('append', 'retract')),
        from_block bigint NOT NULL,
        to_block bigint NOT NULL,
        event_count integer NOT NULL,
        head_block bigint NOT NULL,
        head_hash bytea NOT NULL,
        head_time_s bigint NOT NULL,
        finalized_block bigint NOT NULL,
        finalized_hash bytea NOT NULL,
        finalized_time_s bigint NOT NULL,
        chain_time_s bigint NOT NULL,
        raw_digest bytea NOT NULL,
        canonical_digest bytea NOT NULL,
        appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (chain_id, number)
      );
      COMMENT ON COLUMN log.batch.chain_time_s IS 'the greatest timestamp among blocks that hold our events, up to the head';

      CREATE TABLE log.event (
        chain_id bigint NOT NULL,
        block_number bigint NOT NULL,
        log_index integer NOT NULL,
        ordinal integer NOT NULL,
        block_hash bytea NOT NULL,
        block_time_s bigint NOT NULL,
        chain_time_s bigint NOT NULL,
        tx_hash bytea NOT NULL,
        contract bytea NOT NULL,
        topics bytea[],
        data bytea,
        adapter text NOT NULL,
        kind text NOT NULL,
        schema_version smallint NOT NULL,
        payload jsonb NOT NULL,
        batch bigint NOT NULL,
        retracted_batch bigint,
        CHECK (ordinal = 0 OR (topics IS NULL AND data IS NULL)),
        CHECK (ordinal > 0 OR (topics IS NOT NULL AND data IS NOT NULL))
      );
      COMMENT ON COLUMN log.event.data IS
        'topics and data stand in the row of ordinal 0, which every raw log has: repeating them would cost the square of a log that means many events';
      CREATE UNIQUE INDEX event_canonical ON log.event (chain_id, block_number, log_index, ordinal)
        WHERE retracted_batch IS NULL;
      CREATE INDEX event_retracted ON log.event (chain_id, retracted_batch) WHERE retracted_batch IS NOT NULL;

      CREATE INDEX event_unknown ON log.event (chain_id) WHERE kind = 'Unknown' AND retracted_batch IS NULL;

      CREATE TABLE log.hot_block (
        chain_id bigint NOT NULL,
        number bigint NOT NULL,
        hash bytea NOT NULL,
        time_s bigint NOT NULL,
        chain_time_s bigint NOT NULL,
        raw_digest bytea NOT NULL,
        canonical_digest bytea NOT NULL,
        PRIMARY KEY (chain_id, number)
      );
      COMMENT ON TABLE log.hot_block IS
        'the contiguous blocks from the finalized one to the head, with the digests after each: what a fork needs to go back';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP SCHEMA log CASCADE');
  }
}
