import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has earned how much of each token, made anew at intervals: nobody reads all shares for a page of a ranking. */
export class Rankings1763870000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA ranking;

      CREATE TABLE ranking.edition (
        chain_id bigint PRIMARY KEY,
        mark_s bigint NOT NULL,
        settled_to_s bigint,
        state text COLLATE "C" NOT NULL
      );
      COMMENT ON TABLE ranking.edition IS 'up to when the earnings of a chain''s rankings count';
      COMMENT ON COLUMN ranking.edition.settled_to_s IS 'the same of money that crossed chains: the least mark of all vaults; null without vaults';
      COMMENT ON COLUMN ranking.edition.state IS 'what they were made from: while it is the same, so are they';

      CREATE TABLE ranking.earner (
        chain_id bigint NOT NULL,
        token text COLLATE "C" NOT NULL,
        contributor text COLLATE "C" NOT NULL,
        earned numeric NOT NULL,
        paid_directly numeric NOT NULL,
        rank integer NOT NULL,
        PRIMARY KEY (contributor, token, chain_id)
      );
      CREATE INDEX earner_order ON ranking.earner (token, chain_id, earned DESC, contributor);
      COMMENT ON COLUMN ranking.earner.earned IS 'base units of the token: accrued in vaults, paid directly, and rewards';
      COMMENT ON COLUMN ranking.earner.paid_directly IS 'the part that other protocols and sponsors of tasks have paid by themselves';
      COMMENT ON COLUMN ranking.earner.rank IS '1 and the number of those who have earned more';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP SCHEMA ranking CASCADE');
  }
}
