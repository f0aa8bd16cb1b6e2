import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a log's transaction was, where the adapter reads it: decoding anew must not need the chain. */
export class LogTransactions1763870000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE log.event ADD COLUMN tx_from bytea, ADD COLUMN tx_to bytea, ADD COLUMN tx_value numeric(78, 0);
      ALTER TABLE log.event ADD CONSTRAINT event_transaction_check
        CHECK ((tx_from IS NULL) = (tx_value IS NULL) AND (tx_from IS NOT NULL OR tx_to IS NULL)
          AND (ordinal = 0 OR tx_from IS NULL));
      COMMENT ON COLUMN log.event.tx_from IS
        'sender, recipient (none where it makes a contract) and value of the transaction: in the row of ordinal 0, where the adapter reads them';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE log.event DROP COLUMN tx_from, DROP COLUMN tx_to, DROP COLUMN tx_value');
  }
}
