import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Address, ChainId } from '../domain/ids.js';
import { inTexts } from '../fold/copy-texts.js';
import { inTransaction, ONE_MOMENT } from '../fold/transaction.js';
import { accruedInVault, type PayoutMarks } from '../payouts/accrued.js';
import { Amounts } from '../payouts/amounts.js';
import { knownVaults, latestMarks, timesFoldedAnew } from '../payouts/marks.js';
import { type Queryable, queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';

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
  const direct = await paidDirectly(db, edition);
  const earned = new Amounts();
  for (const { token, contributor, amount } of direct.entries()) earned.add(token, contributor, amount);
  for (const { vault, marks } of edition.vaults) {
    for (const leaf of (await accruedInVault(db, vault, marks)).entries()) {
      earned.add(leaf.token, leaf.contributor, leaf.amount);
    }
  }
  await store(client, edition, earned, direct);
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

/** What other protocols and sponsors of tasks have paid by themselves before the mark. */
async function paidDirectly(db: Queryable, { chain, mark_s }: Edition): Promise<Amounts> {
  const rows = await db.query<{ contributor: Address; token: Address; amount: string }>(
    `SELECT contributor, token, sum(amount)::text AS amount FROM (
       SELECT beneficiary AS contributor, token, amount FROM ledger.direct_earning WHERE chain_id = $1 AND mark_s <= $2
       UNION ALL SELECT contributor, token, amount FROM ledger.reward WHERE chain_id = $1 AND mark_s <= $2
     ) AS paid GROUP BY 1, 2`,
    [chain, mark_s],
  );
  const paid = new Amounts();
  for (const { contributor, token, amount } of rows) paid.add(token, contributor, BigInt(amount));
  return paid;
}

async function store(db: pg.ClientBase, edition: Edition, earned: Amounts, direct: Amounts): Promise<void> {
  const { chain, mark_s, vaults, state } = edition;
  await db.query(
    'CREATE TEMPORARY TABLE earned (token text, contributor text, amount numeric, direct numeric) ON COMMIT DROP',
  );
  await pipeline(Readable.from(inTexts(lines(earned, direct))), db.query(copyFrom('COPY pg_temp.earned FROM STDIN')));
  await db.query('DELETE FROM ranking.earner WHERE chain_id = $1', [chain]);
  await db.query(
    `INSERT INTO ranking.earner (chain_id, token, contributor, earned, paid_directly, rank)
     SELECT $1, token, contributor, amount, direct, rank() OVER (PARTITION BY token ORDER BY amount DESC)
     FROM pg_temp.earned`,
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

function* lines(earned: Amounts, direct: Amounts): IterableIterator<string> {
  for (const { token, contributor, amount } of earned.entries()) {
    yield `${token}\t${contributor}\t${amount}\t${direct.get(token, contributor)}\n`;
  }
}
