import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose claims have taken more than what has accrued, and up to which state of the chains that was looked at. */
export class Overpaid1763870000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE payout.overpaid (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        token text COLLATE "C" NOT NULL,
        amount numeric NOT NULL,
        mark_s bigint NOT NULL,
        position text COLLATE "C" NOT NULL,
        time_s bigint NOT NULL,
        tx_hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (chain_id, vault, contributor, token)
      );
      COMMENT ON TABLE payout.overpaid IS 'what was claimed beyond what had accrued by the mark, with the last claim';

      CREATE TABLE payout.claims_checked (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL,
        PRIMARY KEY (chain_id, vault)
      );
      COMMENT ON COLUMN payout.claims_checked.state IS 'how often each chain was folded anew when claims were looked at';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE payout.overpaid, payout.claims_checked');
  }
}
