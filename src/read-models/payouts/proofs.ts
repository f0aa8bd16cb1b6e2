import { type Queryable, toNumber } from '../queryable.js';

/** How many nodes of a tree are kept in one row. */
export const NODES_A_PIECE = 4_096;

/** What a contributor can claim from a vault in a token, and what proves it. Amounts are base units. */
export interface PayoutClaim {
  readonly chainId: number;
  readonly vault: string;
  readonly token: string;
  readonly contributor: string;
  /** The active root. */
  readonly root: string;
  readonly epoch: number;
  /** What the leaf says: everything earned by its marks. */
  readonly cumulative: bigint;
  readonly claimed: bigint;
  /** What a claim pays now. */
  readonly claimable: bigint;
  /** Hashes that lead from the leaf to the root. */
  readonly proof: readonly string[];
}

interface LeafRecord {
  chain_id: string;
  vault: string;
  root: string;
  epoch: string;
  token: string;
  cumulative: string;
  claimed: string;
  node: string;
}

/** The contributor's leaves of the roots that claims are made against now. */
export async function payoutClaims(
  db: Queryable,
  contributor: string,
  by: { readonly chainId: number | null; readonly vault: string | null; readonly token: string | null },
): Promise<PayoutClaim[]> {
  const leaves = await db.query<LeafRecord>(
    `SELECT l.chain_id, l.vault, l.root, active.epoch, l.token, l.amount::text AS cumulative, l.node,
            (SELECT coalesce(sum(k.amount), 0)::text FROM ledger.claim k
             WHERE k.contributor = l.contributor AND k.chain_id = l.chain_id AND k.vault = l.vault AND k.token = l.token
            ) AS claimed
     FROM payout.leaf l
     JOIN LATERAL (
       SELECT r.root, r.epoch FROM ledger.payout_root r JOIN fold.checkpoint c ON c.chain_id = r.chain_id
       WHERE r.chain_id = l.chain_id AND r.vault = l.vault AND r.replaced_time_s IS NULL
         AND r.active_from_s <= c.block_time_s
       ORDER BY r.epoch DESC, r.published_at DESC LIMIT 1) active ON active.root = l.root
     WHERE l.contributor = $1 AND ($2::bigint IS NULL OR l.chain_id = $2) AND ($3::text IS NULL OR l.vault = $3)
       AND ($4::text IS NULL OR l.token = $4)
     ORDER BY l.chain_id, l.vault, l.token`,
    [contributor, by.chainId, by.vault, by.token],
  );
  const claims: PayoutClaim[] = [];
  for (const leaf of leaves) {
    const [cumulative, claimed] = [BigInt(leaf.cumulative), BigInt(leaf.claimed)];
    claims.push({
      chainId: toNumber(leaf.chain_id),
      ...{ vault: leaf.vault, token: leaf.token, contributor, root: leaf.root, epoch: toNumber(leaf.epoch) },
      ...{ cumulative, claimed, claimable: cumulative > claimed ? cumulative - claimed : 0n },
      proof: await proofOf(db, leaf),
    });
  }
  return claims;
}

/** The nodes whose hashes make up the proof of the leaf at `node`, in their order. */
export function proofNodes(node: number): number[] {
  const siblings: number[] = [];
  for (let at = node; at > 0; at = (at - 1) >> 1) siblings.push(at % 2 === 1 ? at + 1 : at - 1);
  return siblings;
}

async function proofOf(db: Queryable, { chain_id, vault, root, node }: LeafRecord): Promise<string[]> {
  const rows = await db.query<{ hash: string }>(
    `SELECT '0x' || encode(substring(t.nodes FROM (n.node % $5 * 32 + 1)::integer FOR 32), 'hex') AS hash
     FROM unnest($4::bigint[]) WITH ORDINALITY AS n(node, i)
     JOIN payout.tree t ON t.chain_id = $1 AND t.vault = $2 AND t.root = $3 AND t.piece = n.node / $5
     ORDER BY n.i`,
    [chain_id, vault, root, proofNodes(toNumber(node)), NODES_A_PIECE],
  );
  return rows.map(({ hash }) => hash);
}
