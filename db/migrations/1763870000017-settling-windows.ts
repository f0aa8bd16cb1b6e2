import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Chains settle from and until marks that the configuration names: what is in transit follows from these. */
export class SettlingWindows1763870000017 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE fold.settlement_configuration ADD COLUMN from_s bigint[], ADD COLUMN until_s bigint[];
      UPDATE fold.settlement_configuration SET
        from_s = array_fill(0::bigint, ARRAY[cardinality(chains)]),
        until_s = array_fill(NULL::bigint, ARRAY[cardinality(chains)]);
      ALTER TABLE fold.settlement_configuration ALTER COLUMN from_s SET NOT NULL, ALTER COLUMN until_s SET NOT NULL;
      COMMENT ON COLUMN fold.settlement_configuration.from_s IS
        'by chain: it settles intervals that end after this; what waited before counts in the first of them';
      COMMENT ON COLUMN fold.settlement_configuration.until_s IS
        'by chain: it settles intervals that end up to this; null where for good';

      ALTER TABLE ledger.settled_transit DROP COLUMN settled;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ledger.settled_transit ADD COLUMN settled boolean;
      UPDATE ledger.settled_transit t SET settled = split_part(split_part(asset_id, '/', 1), ':', 2) = ANY (
        SELECT unnest(chains)::text FROM fold.settlement_configuration);
      ALTER TABLE ledger.settled_transit ALTER COLUMN settled SET NOT NULL;
      ALTER TABLE fold.settlement_configuration DROP COLUMN from_s, DROP COLUMN until_s;
    `);
  }
}
