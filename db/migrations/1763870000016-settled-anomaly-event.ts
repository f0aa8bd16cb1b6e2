import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names the event behind what the settlement of an interval has found. */
export class SettledAnomalyEvent1763870000016 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ledger.settled_anomaly ADD COLUMN event_position text COLLATE "C";
      COMMENT ON COLUMN ledger.settled_anomaly.event_position IS
        'position of the event that led to it; null where it was found before events were named';

      ALTER TABLE fold.checkpoint ADD COLUMN reopened_by text COLLATE "C";
      COMMENT ON COLUMN fold.checkpoint.reopened_by IS
        'position of the first event that came late, where one asks to settle anew';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE fold.checkpoint DROP COLUMN reopened_by;
      ALTER TABLE ledger.settled_anomaly DROP COLUMN event_position;
    `);
  }
}
