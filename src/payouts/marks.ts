import type { Address, ChainId } from '../domain/ids.js';
import { isRetracted } from '../event-log/batches.js';
import { type Queryable, toNumber } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import type { PayoutMarks } from './accrued.js';

/** A vault or marks for which no root can be made; the message says why and what to do. */
export class PayoutRefused extends Error {
  override name = 'PayoutRefused';
}

/**
 * The vault of an address that holds money by the ledger, on the chain given or on whichever it is.
 * @throws PayoutRefused where there is none, or one on several chains
 */
export async function findVault(db: Queryable, address: Address, chain?: number): Promise<Vault> {
  const rows = await db.query<{ chain_id: string }>(
    `SELECT chain_id FROM (
       SELECT chain_id FROM ledger.fee_history WHERE vault = $1
       UNION SELECT chain_id FROM ledger.payout_vault WHERE vault = $1
       UNION SELECT chain_id FROM ledger.running_total WHERE vault = $1
       UNION SELECT vault_chain_id FROM ledger.settlement WHERE vault = $1
     ) AS known WHERE $2::bigint IS NULL OR chain_id = $2 ORDER BY 1`,
    [address, chain ?? null],
  );
  const where = chain === undefined ? 'on any chain that is followed' : `on eip155:${chain}`;
  if (rows.length === 0) throw new PayoutRefused(`No money is known in a vault ${address} ${where}; name another one.`);
  if (rows.length > 1) {
    const chains = rows.map(({ chain_id }) => `eip155:${chain_id}`).join(', ');
    throw new PayoutRefused(`There is a vault ${address} on ${chains}; name the chain with --chain.`);
  }
  return { chain: toNumber(rows[0]!.chain_id) as ChainId, address };
}

/** Every vault of the chains that holds money by the ledger, or has published a root. */
export async function knownVaults(db: Queryable, chains: readonly number[]): Promise<Vault[]> {
  const rows = await db.query<{ chain_id: string; vault: Address }>(
    `SELECT chain_id, vault FROM ledger.fee_history WHERE chain_id = ANY($1)
     UNION SELECT chain_id, vault FROM ledger.payout_vault WHERE chain_id = ANY($1) ORDER BY 1, 2`,
    [chains],
  );
  return rows.map(({ chain_id, vault }) => ({ chain: toNumber(chain_id) as ChainId, address: vault }));
}

/** The latest marks for which a vault's root cannot change any more; 0 where no interval is final or settled. */
export async function latestMarks(db: Queryable, vault: Vault): Promise<PayoutMarks> {
  const [row] = await db.query<{ closed_to_s: string | null; settled_to_s: string | null }>(
    `SELECT (SELECT closed_to_s FROM fold.checkpoint WHERE chain_id = $1) AS closed_to_s,
            (SELECT settled_to_s FROM ledger.settlement WHERE vault_chain_id = $1 AND vault = $2) AS settled_to_s`,
    [vault.chain, vault.address],
  );
  return { mark_s: toNumber(row?.closed_to_s ?? 0), remoteMark_s: toNumber(row?.settled_to_s ?? 0) };
}

/** How often each chain was folded anew: while this is the same, so is what was final. */
export async function timesFoldedAnew(db: Queryable): Promise<string> {
  const [row] = await db.query<{ state: string | null }>(
    `SELECT string_agg(chain_id || ':' || COALESCE(replaced, 0), ' ' ORDER BY chain_id) AS state FROM fold.checkpoint`,
  );
  return row!.state ?? '';
}

/** Why no root can be made at these marks (yet), as half a sentence; null where one can. */
export function whyNotAt(marks: PayoutMarks, latest: PayoutMarks, interval_s: number): string | null {
  for (const [name, mark_s, latest_s, lack] of [
    ['mark', marks.mark_s, latest.mark_s, 'final on its chain'],
    ['remote mark', marks.remoteMark_s, latest.remoteMark_s, 'settled'],
  ] as const) {
    if (!Number.isSafeInteger(mark_s) || mark_s % interval_s !== 0) {
      return `the ${name} ${mark_s} is not the end of an interval of ${interval_s} s`;
    }
    if (mark_s > latest_s) return `the ${name} ${mark_s} lies ahead of ${latest_s}, up to which the vault is ${lack}`;
  }
  return null;
}

/** @throws PayoutRefused where a log was taken back below what the ledger has for final, and is not folded anew yet */
async function expectFinal(db: Queryable): Promise<void> {
  const rows = await db.query<{ chain_id: string; last_batch: string; finalized_block: string }>(
    'SELECT chain_id, last_batch, finalized_block FROM fold.checkpoint ORDER BY chain_id',
  );
  for (const { chain_id, last_batch, finalized_block } of rows) {
    const chain = toNumber(chain_id) as ChainId;
    if (!(await isRetracted(db, chain, toNumber(last_batch), toNumber(finalized_block)))) continue;
    throw new PayoutRefused(
      `The log of eip155:${chain} was taken back below what was final; wait until the service has folded it anew.`,
    );
  }
}

/**
 * Marks to make a root at: those given, else the latest.
 * @throws PayoutRefused for marks that are none, or that are not final or settled yet
 */
export async function chooseMarks(
  db: Queryable,
  vault: Vault,
  interval_s: number,
  given: Partial<PayoutMarks> = {},
): Promise<PayoutMarks> {
  await expectFinal(db);
  const latest = await latestMarks(db, vault);
  const marks = { mark_s: given.mark_s ?? latest.mark_s, remoteMark_s: given.remoteMark_s ?? latest.remoteMark_s };
  const problem = whyNotAt(marks, latest, interval_s);
  if (problem) throw new PayoutRefused(`No root can be made: ${problem}.`);
  return marks;
}
