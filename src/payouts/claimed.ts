import type { Queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import { Amounts } from './amounts.js';

/** What everybody has claimed from a vault before a mark of its chain. */
export async function claimedBefore(db: Queryable, vault: Vault, mark_s: number): Promise<Amounts> {
  const rows = await db.query<{ contributor: string; token: string; amount: string }>(
    `SELECT contributor, token, sum(amount)::text AS amount FROM ledger.claim
     WHERE chain_id = $1 AND vault = $2 AND time_s < $3 GROUP BY 1, 2`,
    [vault.chain, vault.address, mark_s],
  );
  const claimed = new Amounts();
  for (const { contributor, token, amount } of rows) claimed.add(token, contributor, BigInt(amount));
  return claimed;
}
