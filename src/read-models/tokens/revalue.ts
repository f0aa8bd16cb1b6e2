import type pg from 'pg';
import { LIST_SOURCE, type RecordedPrice } from '../../domain/value/price-list.js';
import type { ChainTables } from '../../fold/chain-tables.js';
import { idOf, positionText } from '../../fold/dictionary.js';
import { HELD_USAGE, REVENUE, USAGE } from '../usages/tables.js';
import { TOKEN_HISTORY, TOKEN_VALUE } from './tables.js';

/** How many usages got what, by the source of their price. */
export interface Revalued {
  /** Had no value and have one. */
  readonly filled: ReadonlyMap<string, number>;
  /** Have another value, or none any more. */
  readonly changed: number;
}

/** Seconds of chain time, marks of the chain: from <= time < to. */
export interface TimeRange {
  readonly from_s: number;
  readonly to_s: number;
}

/** What the statements of this file are about. */
interface Scope {
  readonly names: ChainTables;
  readonly interval_s: number;
  readonly prices: readonly RecordedPrice[];
}

/**
 * Values every usage of some intervals anew, by what was posted of its token before it and by a list of
 * fixed prices, and sums them anew; inside the caller's transaction, in which nobody folds the chain. The
 * rows are then those that a fold with this list writes.
 */
export async function revalue(db: pg.ClientBase, scope: Scope, range: TimeRange): Promise<Revalued> {
  await makeValues(db, scope, range);
  const revalued = await countValues(db);
  const { names } = scope;
  await writeUsages(db, names);
  await db.query(writeRevenue(names));
  for (const text of writeTokenValues(names)) await db.query(text);
  await db.query('DROP TABLE pg_temp.revalued');
  return revalued;
}

/** What {@link revalue} would do, without doing it: at most the table of a session is written. */
export async function revalueDry(db: pg.ClientBase, scope: Scope, range: TimeRange): Promise<Revalued> {
  await makeValues(db, scope, range);
  const revalued = await countValues(db);
  await db.query('DROP TABLE pg_temp.revalued');
  return revalued;
}

/** The charged usages of the range, each with its value until now and by the list, in a table of the session. */
async function makeValues(db: pg.ClientBase, { names, interval_s, prices }: Scope, range: TimeRange): Promise<void> {
  const usage = names.nameOf(USAGE);
  const held = names.nameOf(HELD_USAGE);
  const within = (column: string): string => `${column} >= $1 AND ${column} < $2`;
  const ids = ['asset_id', 'usage_contract', 'vault'].map((name) => `${idOf(`h.${name}`)} AS ${name}`).join(', ');
  const told = 'operation, settlement, amount, fee, circular, usd_e18, no_usd';
  await db.query(
    `CREATE TEMP TABLE revalued AS
     WITH list AS (
       SELECT token, trunc(usd * 1e36) AS price, decimals, from_s
       FROM jsonb_to_recordset($3::jsonb) AS l (token text, usd numeric, decimals bigint, from_s bigint)
     ), charged AS (
       SELECT position AS usage, NULL AS held_by, NULL AS held, ${positionText('position')} AS position, time_s,
         asset_id, usage_contract, vault, coalesce(application, 0) AS application, token AS token_id, ${told}
       FROM ${usage} WHERE chain_id = ${names.chain} AND status = 'SETTLED' AND ${within('time_s')}
       UNION ALL
       SELECT NULL, usage_contract, receipt_id, decided_at, decided_time_s,
         ${ids}, coalesce(${idOf('h.application')}, 0), ${idOf('h.token')}, ${told}
       FROM ${held} h WHERE chain_id = ${names.chain} AND state = 'RELEASED' AND ${within('decided_time_s')}
     ), priced AS (
       SELECT c.*, token.name AS token, coalesce(t.price_usd_e36, l.price) AS price, coalesce(t.decimals, l.decimals) AS decimals,
         CASE WHEN t.price_usd_e36 IS NULL THEN '${LIST_SOURCE}' ELSE t.price_source END AS source
       FROM charged c JOIN fold.name token ON token.id = c.token_id
       LEFT JOIN LATERAL (
         SELECT h.price_usd_e36, h.price_source, h.decimals FROM ${names.nameOf(TOKEN_HISTORY)} h
         WHERE h.chain_id = ${names.chain} AND h.token = token.name AND h.position < c.position ORDER BY h.position DESC LIMIT 1
       ) t ON true
       LEFT JOIN LATERAL (
         SELECT list.price, list.decimals FROM list
         WHERE list.token = token.name AND list.from_s <= c.time_s ORDER BY list.from_s DESC LIMIT 1
       ) l ON true
     )
     SELECT *, (time_s / ${interval_s} + 1) * ${interval_s} AS mark_s, ${worth('amount')} AS new_usd_e18, ${worth('fee')} AS fee_usd_e18,
       CASE WHEN amount = 0 THEN NULL WHEN price IS NULL THEN 'NO_PRICE' WHEN decimals IS NULL THEN 'NO_DECIMALS' END AS new_no_usd
     FROM priced`,
    [range.from_s, range.to_s, JSON.stringify(prices)],
  );
}

/** An amount's value: an integer division, since numeric's own division rounds. */
const worth = (amount: string): string =>
  `CASE WHEN ${amount} = 0 THEN 0 ELSE div(${amount} * price, ('1' || repeat('0', (decimals + 18)::integer))::numeric) END`;

async function countValues(db: pg.ClientBase): Promise<Revalued> {
  const { rows } = await db.query<{ source: string | null; filled: string; changed: string }>(`
    SELECT CASE WHEN source LIKE 'chainlink %' THEN split_part(source, ' round ', 1) ELSE source END AS source,
      count(*) FILTER (WHERE usd_e18 IS NULL AND new_usd_e18 IS NOT NULL) AS filled,
      count(*) FILTER (WHERE usd_e18 IS NOT NULL AND usd_e18 IS DISTINCT FROM new_usd_e18) AS changed
    FROM pg_temp.revalued GROUP BY 1`);
  return {
    filled: new Map(rows.filter(({ filled }) => filled !== '0').map(({ source, filled }) => [source!, Number(filled)])),
    changed: rows.reduce((sum, { changed }) => sum + Number(changed), 0),
  };
}

async function writeUsages(db: pg.ClientBase, names: ChainTables): Promise<void> {
  const differs = '(t.usd_e18, t.no_usd) IS DISTINCT FROM (v.new_usd_e18, v.new_no_usd)';
  const set = 'SET usd_e18 = v.new_usd_e18, no_usd = v.new_no_usd FROM pg_temp.revalued v';
  await db.query(`UPDATE ${names.nameOf(USAGE)} t ${set}
    WHERE t.chain_id = ${names.chain} AND t.position = v.usage AND ${differs}`);
  await db.query(`UPDATE ${names.nameOf(HELD_USAGE)} t ${set}
    WHERE t.chain_id = ${names.chain} AND t.usage_contract = v.held_by AND t.receipt_id = v.held AND ${differs}`);
}

const SUMS = {
  usd_e18: 'coalesce(sum(new_usd_e18), 0)',
  fee_usd_e18: 'coalesce(sum(fee_usd_e18) FILTER (WHERE new_no_usd IS NULL), 0)',
  circular_usd_e18: 'coalesce(sum(new_usd_e18) FILTER (WHERE circular), 0)',
  unpriced_gross: 'coalesce(sum(amount) FILTER (WHERE new_no_usd IS NOT NULL), 0)',
  unpriced_fee: 'coalesce(sum(fee) FILTER (WHERE new_no_usd IS NOT NULL), 0)',
};

function writeRevenue(names: ChainTables): string {
  const columns = Object.keys(SUMS);
  const key = ['asset_id', 'mark_s', 'operation', 'application', 'usage_contract', 'settlement', 'vault', 'token'];
  const keys = key.map((name) => (name === 'token' ? 'token_id AS token' : name));
  const sums = Object.entries(SUMS).map(([name, sum]) => `${sum} AS ${name}`);
  const list = (prefix: string): string => columns.map((name) => `${prefix}.${name}`).join(', ');
  return `UPDATE ${names.nameOf(REVENUE)} t SET ${columns.map((name) => `${name} = v.${name}`).join(', ')}
    FROM (
      SELECT ${keys.join(', ')}, ${sums.join(', ')} FROM pg_temp.revalued
      GROUP BY ${key.map((_, index) => index + 1).join(', ')}
    ) v
    WHERE t.chain_id = ${names.chain} AND ${key.map((name) => `t.${name} = v.${name}`).join(' AND ')}
      AND (${list('t')}) IS DISTINCT FROM (${list('v')})`;
}

/** A row of sums is there as long as one of them is not 0. */
function writeTokenValues(names: ChainTables): string[] {
  const table = names.nameOf(TOKEN_VALUE);
  return [
    `DELETE FROM ${table} t USING (SELECT DISTINCT token, mark_s FROM pg_temp.revalued) v
     WHERE t.chain_id = ${names.chain} AND t.token = v.token AND t.mark_s = v.mark_s`,
    `INSERT INTO ${table} (chain_id, token, mark_s, priced_gross, usd_e18, unpriced_gross)
     SELECT ${names.chain}, token, mark_s, coalesce(sum(amount) FILTER (WHERE new_no_usd IS NULL), 0),
       coalesce(sum(new_usd_e18), 0), coalesce(sum(amount) FILTER (WHERE new_no_usd IS NOT NULL), 0)
     FROM pg_temp.revalued GROUP BY token, mark_s HAVING sum(amount) <> 0 OR sum(new_usd_e18) <> 0`,
  ];
}
