import type pg from 'pg';
import type { ChainId } from '../domain/ids.js';
import { inTransaction, ONE_MOMENT } from '../fold/transaction.js';
import { addAccrued, type PayoutMarks } from '../payouts/accrued.js';
import { knownVaults, latestMarks, timesFoldedAnew } from '../payouts/marks.js';
import { type Queryable, queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import { EARNED, EarnedRows } from './earned-rows.js';

/** What a chain's rankings are made from: while `state` is the same, so are they. */
interface Edition {
  readonly chain: ChainId;
  readonly mark_s: number;
  readonly vaults: readonly { readonly vault: Vault; readonly marks: PayoutMarks }[];
  readonly state: string;
}

/**
 * Makes the rankings of every chain anew whose final state has moved since they were made, each in a transaction of
 * its own. What counts is final: accrued in the chain's vaults at their marks, paid directly and rewarded before the
 * chain's mark. @returns the chains whose rankings were made
 */
export async function refreshRankings(
  db: pg.ClientBase,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChainId[]> {
  const made: ChainId[] = [];
  for (const chain of await rankableChains(queryable(db))) {
    if (signal.aborted) break;
    if (await inTransaction(db, () => refresh(db, chain), ONE_MOMENT)) made.push(chain);
  }
  return made;
}

/** Chains of which an interval is final. */
async function rankableChains(db: Queryable): Promise<ChainId[]> {
  const rows = await db.query<{ chain_id: string }>(
    'SELECT chain_id FROM fold.checkpoint WHERE closed_to_s > 0 ORDER BY chain_id',
  );
  return rows.map(({ chain_id }) => Number(chain_id) as ChainId);
}

async function refresh(client: pg.ClientBase, chain: ChainId): Promise<boolean> {
  const db = queryable(client);
  const edition = await latestEdition(db, chain);
  const [last] = await db.query<{ state: string }>('SELECT state FROM ranking.edition WHERE chain_id = $1', [chain]);
  if (last?.state === edition.state) return false;
  const earned = await EarnedRows.create(client);
  await earned.addPaidDirectly(chain, edition.mark_s);
  for (const { vault, marks } of edition.vaults) await addAccrued(db, vault, marks, earned);
  await store(client, edition);
  return true;
}

async function latestEdition(db: Queryable, chain: ChainId): Promise<Edition> {
  const [row] = await db.query<{ closed_to_s: string }>('SELECT closed_to_s FROM fold.checkpoint WHERE chain_id = $1', [
    chain,
  ]);
  const mark_s = Number(row!.closed_to_s);
  const vaults = [];
  for (const vault of await knownVaults(db, [chain])) vaults.push({ vault, marks: await latestMarks(db, vault) });
  const state = JSON.stringify([
    mark_s,
    vaults.map(({ vault, marks }) => [vault.address, marks.remoteMark_s]),
    // A chain that was folded anew may say something else at the same marks.
    await timesFoldedAnew(db),
  ]);
  return { chain, mark_s, vaults, state };
}

/** Ranks what {@link EarnedRows} has gathered. */
async function store(db: pg.ClientBase, edition: Edition): Promise<void> {
  const { chain, mark_s, vaults, state } = edition;
  await db.query('DELETE FROM ranking.earner WHERE chain_id = $1', [chain]);
  await db.query(
    `INSERT INTO ranking.earner (chain_id, token, contributor, earned, paid_directly, rank)
     SELECT $1, token, contributor, amount, direct, rank() OVER (PARTITION BY token ORDER BY amount DESC)
     FROM (${EARNED}) AS earned`,
    [chain],
  );
  const settledTo_s = vaults.length === 0 ? null : Math.min(...vaults.map(({ marks }) => marks.remoteMark_s));
  await db.query(
    `INSERT INTO ranking.edition (chain_id, mark_s, settled_to_s, state) VALUES ($1, $2, $3, $4)
     ON CONFLICT (chain_id) DO UPDATE
     SET mark_s = excluded.mark_s, settled_to_s = excluded.settled_to_s, state = excluded.state`,
    [chain, mark_s, settledTo_s, state],
  );
}
