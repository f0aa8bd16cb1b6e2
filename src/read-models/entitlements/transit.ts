import { PPM } from '../../domain/vocabulary.js';
import { executorPpm } from '../../domain/ledger/division.js';
import { type Queryable, toNumber } from '../queryable.js';
import { homeOf, isUnderWay, SETTLING, vaultsThatSent } from '../settled/under-way.js';
import type { Purse } from './types.js';

/**
 * An estimate of an executor's part of usages whose money is on its way to the asset's chain: what the
 * asset's own links leave, times the part of its compute providers, under the rules as they are.
 * @param until by chain, the mark past which nothing counts; everything does where none is given
 */
export async function executorInTransit(
  db: Queryable,
  contributor: string,
  until?: ReadonlyMap<number, number>,
): Promise<(Purse & { readonly amount: bigint })[]> {
  const rows = await db.query<{
    chain_id: string;
    vault: string;
    token: string;
    amount: string;
    split_ppm: string[] | null;
    royalties_ppm: string;
  }>(
    `WITH settling AS (${SETTLING})
     SELECT t.chain_id, t.vault, t.token, t.amount::text AS amount, a.split_ppm::text[] AS split_ppm,
            (SELECT coalesce(sum((link ->> 'royaltyPpm')::numeric), 0) FROM jsonb_array_elements(a.links) link)::text
              AS royalties_ppm
     FROM (
       SELECT p.chain_id, p.vault, p.token, p.asset_id, sum(p.amount) AS amount
       FROM (
         SELECT c.chain_id, sending.vault, coalesce(settled_to_s, 0) AS settled_to_s
         FROM fold.checkpoint c
         CROSS JOIN LATERAL (${vaultsThatSent('ledger', 'c.chain_id')}) sending
         LEFT JOIN ledger.settlement s ON s.vault_chain_id = c.chain_id AND s.vault = sending.vault
       ) v
       CROSS JOIN LATERAL (
         SELECT p.* FROM ledger.transit p LEFT JOIN settling home ON home.chain = ${homeOf('p.asset_id')}
         WHERE p.chain_id = v.chain_id AND p.vault = v.vault AND p.executor = $1
           AND p.mark_s > least(v.settled_to_s, (
             SELECT min(CASE WHEN from_s >= v.settled_to_s THEN 0 ELSE until_s END) FROM settling))
           AND ${isUnderWay('p', 'home', 'v.settled_to_s')}
           AND p.mark_s <= coalesce((SELECT u.mark_s FROM unnest($2::bigint[], $3::bigint[]) AS u(chain_id, mark_s)
             WHERE u.chain_id = p.chain_id), p.mark_s)) p
       GROUP BY 1, 2, 3, 4) t
     JOIN ledger.asset a ON a.asset_id = t.asset_id AND a.registered_at IS NOT NULL`,
    [contributor, [...(until?.keys() ?? [])], [...(until?.values() ?? [])]],
  );
  return rows.map((row) => {
    const amount = BigInt(row.amount);
    const royalties = (amount * BigInt(row.royalties_ppm)) / PPM;
    const kept = royalties < amount ? amount - royalties : 0n;
    return {
      vaultChainId: toNumber(row.chain_id),
      vault: row.vault,
      token: row.token,
      amount: (kept * executorPpm(row.split_ppm?.map(Number) ?? null)) / PPM,
    };
  });
}
