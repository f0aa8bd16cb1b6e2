import type pg from 'pg';
import type { Address } from '../domain/ids.js';
import type { Queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import { accruedInVault, type PayoutMarks } from './accrued.js';
import type { Amounts } from './amounts.js';
import { claimedBefore } from './claimed.js';
import { latestMarks, timesFoldedAnew } from './marks.js';

/** Somebody who has been paid more than what they had accrued. */
export interface Overpaid {
  readonly contributor: Address;
  readonly token: Address;
  /** By how much; base units. */
  readonly amount: bigint;
}

/** Who has claimed more than what has accrued, which only a repair, another decoding or another configuration brings about. */
export function overpaidOf(accrued: Amounts, claimed: Amounts): Overpaid[] {
  const found: Overpaid[] = [];
  for (const { contributor, token, amount } of claimed.entries()) {
    const beyond = amount - accrued.get(token, contributor);
    if (beyond > 0n) found.push({ contributor, token, amount: beyond });
  }
  return found;
}

/** Vaults whose claims have not been held against the state of their chains as it was last put in place. */
export async function vaultsToLookAt(db: Queryable): Promise<{ vault: Vault; state: string }[]> {
  const state = await timesFoldedAnew(db);
  const rows = await db.query<{ chain_id: string; vault: Address }>(
    `SELECT v.chain_id, v.vault FROM ledger.payout_vault v LEFT JOIN payout.claims_checked k USING (chain_id, vault)
     WHERE k.state IS DISTINCT FROM $1 ORDER BY v.chain_id, v.vault`,
    [state],
  );
  return rows.map(({ chain_id, vault }) => ({
    vault: { chain: Number(chain_id) as Vault['chain'], address: vault },
    state,
  }));
}

/** Holds a vault's claims against what has accrued by now, and keeps what was found, inside the caller's transaction. */
export async function lookAtClaims(
  db: pg.ClientBase,
  queryable: Queryable,
  vault: Vault,
  state: string,
): Promise<void> {
  const marks = await latestMarks(queryable, vault);
  const claimed = await claimedBefore(queryable, vault, marks.mark_s);
  const overpaid = claimed.isEmpty ? [] : overpaidOf(await accruedInVault(queryable, vault, marks), claimed);
  await storeOverpaid(db, vault, marks, overpaid);
  await db.query(
    `INSERT INTO payout.claims_checked (chain_id, vault, state) VALUES ($1, $2, $3)
     ON CONFLICT (chain_id, vault) DO UPDATE SET state = excluded.state`,
    [vault.chain, vault.address, state],
  );
}

/** Keeps who is overpaid at the marks, with the claim that was the last, in place of what an earlier mark said. */
export async function storeOverpaid(
  db: pg.ClientBase,
  { chain, address }: Vault,
  { mark_s }: PayoutMarks,
  overpaid: readonly Overpaid[],
): Promise<void> {
  const { rowCount: later } = await db.query(
    'SELECT 1 FROM payout.overpaid WHERE chain_id = $1 AND vault = $2 AND mark_s > $3 LIMIT 1',
    [chain, address, mark_s],
  );
  if (later) return;
  await db.query('DELETE FROM payout.overpaid WHERE chain_id = $1 AND vault = $2', [chain, address]);
  await db.query(
    `INSERT INTO payout.overpaid (chain_id, vault, contributor, token, amount, mark_s, position, time_s, tx_hash)
     SELECT DISTINCT ON (o.contributor, o.token) $1, $2, o.contributor, o.token, o.amount, $3, c.position, c.time_s, c.tx_hash
     FROM unnest($4::text[], $5::text[], $6::numeric[]) AS o(contributor, token, amount)
     JOIN ledger.claim c ON c.chain_id = $1 AND c.vault = $2 AND c.contributor = o.contributor AND c.token = o.token
     WHERE c.time_s < $3 ORDER BY o.contributor, o.token, c.position DESC`,
    [
      ...[chain, address, mark_s],
      ...[overpaid.map((one) => one.contributor), overpaid.map((one) => one.token)],
      overpaid.map((one) => String(one.amount)),
    ],
  );
}
