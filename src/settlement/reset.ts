import type pg from 'pg';
import { type SettlingChain, SettlingSchedule } from '../domain/settlement/settling-chains.js';
import type { Schemas } from '../fold/chain-tables.js';
import { inTransaction } from '../fold/transaction.js';
import { SETTLED_TABLES } from '../read-models/ledger-tables.js';
import { queryable } from '../read-models/queryable.js';
import { settlingSchedule } from '../read-models/settled/schedule.js';
import { lockToSettle } from './lock.js';

interface Configuration {
  readonly schemas: Schemas;
  readonly interval_s: number;
  readonly chains: readonly SettlingChain[];
}

/**
 * Throws settled transit away when it no longer follows from the folds: an event came late into a closed
 * interval, a chain was rebuilt, or the configuration has changed in a way that matters for what is settled. It is then
 * settled anew from the first interval on. What came late is told by an anomaly.
 * @returns whether it did
 */
export async function resetIfReopened(db: pg.ClientBase, configuration: Configuration): Promise<boolean> {
  const { schemas } = configuration;
  const { rows } = await db.query(`SELECT 1 FROM ${schemas.fold}.checkpoint WHERE reopened_s IS NOT NULL LIMIT 1`);
  const isReopened = rows.length > 0;
  if (!isReopened && (await isConfigured(db, configuration))) return false;
  return inTransaction(db, async () => {
    await db.query(lockToSettle(schemas.ledger));
    const isReset = isReopened || !(await stillHolds(db, configuration));
    if (isReset) await reset(db, configuration);
    await configure(db, configuration);
    return isReset;
  });
}

async function reset(db: pg.ClientBase, { schemas }: Configuration): Promise<void> {
  const reopened = await db.query<{ chain_id: string; reopened_s: string; reopened_by: string | null }>(
    `UPDATE ${schemas.fold}.checkpoint c SET reopened_s = NULL, reopened_by = NULL FROM ${schemas.fold}.checkpoint before
     WHERE c.chain_id = before.chain_id AND c.reopened_s IS NOT NULL
     RETURNING before.chain_id, before.reopened_s, before.reopened_by`,
  );
  const kept = SETTLED_TABLES.filter(({ name }) => name !== 'settled_anomaly');
  for (const { name } of kept) await db.query(`DELETE FROM ${schemas.ledger}.${name}`);
  await db.query(`DELETE FROM ${schemas.ledger}.settled_anomaly WHERE reason <> 'LATE_EVENT'`);
  for (const { chain_id, reopened_s, reopened_by } of reopened.rows) {
    if (reopened_s !== '0') await noteLateEvent(db, schemas, Number(chain_id), Number(reopened_s), reopened_by);
  }
}

/** One anomaly for each vault of the chain; its number is apart from those of settling the interval. */
async function noteLateEvent(
  db: pg.ClientBase,
  schemas: Schemas,
  chain: number,
  mark_s: number,
  event: string | null,
): Promise<void> {
  await db.query(
    `INSERT INTO ${schemas.ledger}.settled_anomaly (vault_chain_id, vault, mark_s, seq, reason, detail, event_position)
     SELECT DISTINCT $1::bigint, vault, $2::bigint, -1, 'LATE_EVENT',
       'An event came into the interval that ends at ' || to_char(to_timestamp($2), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         || ' after it was closed; transit was settled anew.', $3
     FROM ${schemas.ledger}.fee_history WHERE chain_id = $1
     ON CONFLICT DO NOTHING`,
    [chain, mark_s, event],
  );
}

async function isConfigured(db: pg.ClientBase, { schemas, interval_s, chains }: Configuration): Promise<boolean> {
  const { rows } = await db.query<{ same: boolean }>(
    `SELECT interval_s = $1 AND chains = $2 AND from_s = $3 AND until_s = $4 AS same
     FROM ${schemas.fold}.settlement_configuration`,
    [interval_s, ...columnsOf(chains)],
  );
  return rows[0]?.same === true;
}

/** Whether what is settled already is what the configuration asks for too, as where a chain begins to settle later on. */
async function stillHolds(db: pg.ClientBase, { schemas, interval_s, chains }: Configuration): Promise<boolean> {
  const before = await settlingSchedule(queryable(db), schemas.fold);
  if (!before) return false;
  const marks = await db.query<{ settled_to_s: string; closed: Record<string, number> }>(
    `SELECT (SELECT coalesce(max(settled_to_s), 0) FROM ${schemas.ledger}.settlement) AS settled_to_s,
       (SELECT coalesce(jsonb_object_agg(chain_id, closed_to_s), '{}') FROM ${schemas.fold}.checkpoint) AS closed`,
  );
  const { settled_to_s, closed } = marks.rows[0]!;
  return before.holdsFor(new SettlingSchedule(chains, interval_s), Number(settled_to_s), (chain) => closed[chain] ?? 0);
}

async function configure(db: pg.ClientBase, { schemas, interval_s, chains }: Configuration): Promise<void> {
  await db.query(
    `INSERT INTO ${schemas.fold}.settlement_configuration (interval_s, chains, from_s, until_s) VALUES ($1, $2, $3, $4)
     ON CONFLICT (singleton) DO UPDATE SET
       interval_s = excluded.interval_s, chains = excluded.chains, from_s = excluded.from_s, until_s = excluded.until_s`,
    [interval_s, ...columnsOf(chains)],
  );
}

/** Chains by their number, and the bounds of each, 0 and null where it has none. */
function columnsOf(chains: readonly SettlingChain[]): [number[], number[], (number | null)[]] {
  const sorted = [...chains].sort((a, b) => a.id - b.id);
  return [
    sorted.map(({ id }) => id),
    sorted.map(({ settles }) => settles?.from_s ?? 0),
    sorted.map(({ settles }) => settles?.until_s ?? null),
  ];
}
