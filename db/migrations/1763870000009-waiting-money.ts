import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the money that waits with an asset. */
export class WaitingMoney1763870000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX held_usage_held ON ledger.held_usage (asset_id) WHERE state = 'HELD';
      CREATE INDEX settled_suspense_asset ON ledger.settled_suspense (asset_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX ledger.held_usage_held, ledger.settled_suspense_asset');
  }
}
