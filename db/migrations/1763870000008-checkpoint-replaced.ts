import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a chain's state was replaced by one that was folded anew beside it. */
export class CheckpointReplaced1763870000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE fold.checkpoint ADD COLUMN replaced integer NOT NULL DEFAULT 0;
      COMMENT ON COLUMN fold.checkpoint.replaced IS
        'how often the state was replaced by one folded beside it; who holds rows of an earlier one must not write';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE fold.checkpoint DROP COLUMN replaced');
  }
}
