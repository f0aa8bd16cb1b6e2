import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contracts that logs announce, and how many retracted events pruning has dropped. */
export class LogUpkeep1763870000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE log.announced_contract (
        chain_id bigint NOT NULL,
        contract bytea NOT NULL,
        adapter text NOT NULL,
        block_number bigint NOT NULL,
        log_index integer NOT NULL,
        place integer NOT NULL,
        batch bigint NOT NULL,
        retracted_batch bigint
      );
      COMMENT ON TABLE log.announced_contract IS
        'contracts that are watched because a log announced them, from the log after it on; append-only, like events';
      COMMENT ON COLUMN log.announced_contract.place IS 'a log can announce several: their order within the batch';
      CREATE UNIQUE INDEX announced_contract_canonical ON log.announced_contract (chain_id, contract)
        WHERE retracted_batch IS NULL;

      ALTER TABLE log.batch ADD COLUMN pruned_count integer NOT NULL DEFAULT 0;
      COMMENT ON COLUMN log.batch.pruned_count IS
        'of the events it appended or retracted, those that pruning has dropped since';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE log.announced_contract; ALTER TABLE log.batch DROP COLUMN pruned_count');
  }
}
