import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept of payout roots so that proofs can be given: where each leaf stands, the trees, what checking said. */
export class PayoutTrees1763870000011 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      TRUNCATE payout.leaf;
      ALTER TABLE payout.leaf ADD COLUMN node bigint NOT NULL;
      CREATE INDEX leaf_root ON payout.leaf (root, vault, chain_id);
      COMMENT ON COLUMN payout.leaf.node IS 'which node of the tree it is, the root being 0';

      CREATE TABLE payout.tree (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        root text COLLATE "C" NOT NULL,
        piece integer NOT NULL,
        nodes bytea NOT NULL,
        PRIMARY KEY (chain_id, vault, root, piece)
      );
      ALTER TABLE payout.tree ALTER COLUMN nodes SET STORAGE EXTERNAL;
      COMMENT ON TABLE payout.tree IS 'hashes of all nodes of a tree, 32 bytes each, so many to a piece; not compressed, so that one can be cut out';

      CREATE TABLE payout.checked_root (
        chain_id bigint NOT NULL,
        vault text COLLATE "C" NOT NULL,
        root text COLLATE "C" NOT NULL,
        mark_s bigint NOT NULL,
        remote_mark_s bigint NOT NULL,
        configuration_digest text COLLATE "C" NOT NULL,
        agrees boolean NOT NULL,
        detail text NOT NULL,
        PRIMARY KEY (chain_id, vault, root, mark_s, remote_mark_s, configuration_digest)
      );
      COMMENT ON TABLE payout.checked_root IS 'published roots that were computed again, and whether they are right';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE payout.tree, payout.checked_root;
      DROP INDEX payout.leaf_root;
      ALTER TABLE payout.leaf DROP COLUMN node;
    `);
  }
}
