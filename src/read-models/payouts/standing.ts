import { type Queryable, toNumber } from '../queryable.js';

/** What is known of a contributor's payouts in one vault and token. Amounts are base units. */
export interface Payouts {
  readonly vaultChainId: number;
  readonly vault: string;
  readonly token: string;
  readonly claimed: bigint;
  /** What the vault's active root grants in all; null where its leaves are not known, or grant nothing. */
  readonly leaf: bigint | null;
}

/** The root that claims can be made against: the newest that is active at the chain's latest block, or could at a mark. */
const ACTIVE_ROOT = `
  SELECT r.root FROM ledger.payout_root r JOIN fold.checkpoint c ON c.chain_id = r.chain_id
  LEFT JOIN until u ON u.chain_id = r.chain_id
  WHERE r.chain_id = l.chain_id AND r.vault = l.vault AND r.active_from_s <= c.block_time_s
    AND (r.replaced_time_s IS NULL OR r.replaced_time_s >= u.mark_s)
    AND (u.mark_s IS NULL OR (r.published_time_s < u.mark_s AND r.active_from_s < u.mark_s))
  ORDER BY r.epoch DESC, r.published_at DESC LIMIT 1`;

/**
 * Everything that was claimed for a contributor, or that an active root grants them, by `chain|vault|token`.
 * @param until by chain, the mark past which nothing counts; everything does where none is given
 */
export async function payoutsOf(
  db: Queryable,
  contributor: string,
  until?: ReadonlyMap<number, number>,
): Promise<Map<string, Payouts>> {
  const rows = await db.query<{
    chain_id: string;
    vault: string;
    token: string;
    claimed: string | null;
    leaf: string | null;
  }>(
    `WITH until AS (SELECT * FROM unnest($2::bigint[], $3::bigint[]) AS u(chain_id, mark_s))
     SELECT chain_id, vault, token, c.claimed::text AS claimed, l.amount::text AS leaf
     FROM (
       SELECT chain_id, vault, token, sum(amount) AS claimed FROM ledger.claim LEFT JOIN until USING (chain_id)
       WHERE contributor = $1 AND (mark_s IS NULL OR time_s < mark_s) GROUP BY 1, 2, 3
     ) c
     FULL JOIN (
       SELECT l.chain_id, l.vault, l.token, l.amount FROM payout.leaf l
       JOIN LATERAL (${ACTIVE_ROOT}) active ON active.root = l.root WHERE l.contributor = $1
     ) l USING (chain_id, vault, token)`,
    [contributor, [...(until?.keys() ?? [])], [...(until?.values() ?? [])]],
  );
  return new Map(
    rows.map(({ chain_id, vault, token, claimed, leaf }) => {
      const vaultChainId = toNumber(chain_id);
      const payouts = { claimed: BigInt(claimed ?? 0), leaf: leaf === null ? null : BigInt(leaf) };
      return [`${vaultChainId}|${vault}|${token}`, { vaultChainId, vault, token, ...payouts }];
    }),
  );
}
