import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a token's usages in an interval no price is known for, beside what the others were worth. */
export class UnpricedGross1763870000018 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ledger.token_value ADD COLUMN unpriced_gross numeric NOT NULL DEFAULT 0;
      ALTER TABLE ledger.token_value ALTER COLUMN unpriced_gross DROP DEFAULT;
      COMMENT ON COLUMN ledger.token_value.unpriced_gross IS 'base units without a price or decimals: not in usd_e18';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE ledger.token_value DROP COLUMN unpriced_gross');
  }
}
