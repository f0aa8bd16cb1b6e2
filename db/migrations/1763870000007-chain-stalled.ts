import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A chain whose endpoints answer and stand still is shown as such, with the reason. */
export class ChainStalled1763870000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE log.chain DROP CONSTRAINT chain_status_check;
      ALTER TABLE log.chain ADD CONSTRAINT chain_status_check CHECK (status IN ('FOLLOWING', 'STALLED', 'HALTED'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      UPDATE log.chain SET status = 'FOLLOWING', reason = NULL WHERE status = 'STALLED';
      ALTER TABLE log.chain DROP CONSTRAINT chain_status_check;
      ALTER TABLE log.chain ADD CONSTRAINT chain_status_check CHECK (status IN ('FOLLOWING', 'HALTED'));
    `);
  }
}
