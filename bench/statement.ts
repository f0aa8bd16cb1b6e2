import type pg from 'pg';
import type { Operation } from '../src/domain/vocabulary.js';
import { marksBetween } from '../src/read-models/earnings/pieces.js';
import type { Queryable } from '../src/read-models/queryable.js';
import { statement, type StatementCut } from '../src/read-models/statements/statement.js';
import { totalsOf } from '../src/read-models/statements/statement-lines.js';
import { random } from '../test/support/random-world.js';
import { storeLedger } from '../test/support/stored-ledger.js';
import { account, World } from '../test/support/world.js';
import { print, withServer } from './fold/fold.js';

const HOLDER = account(0x401de5);
const DAY_S = 86_400;
/** A usage pays its asset and those above it: so many levels. */
const LEVELS = 5;
const OPERATIONS: readonly Operation[] = ['INVOKE', 'INVOKE', 'INVOKE', 'TRAIN', 'DEPLOY', 'DOWNLOAD'];
const CUTS: readonly (readonly StatementCut[])[] = [[], ['ASSET', 'ROLE', 'VAULT', 'ORIGIN'], ['OPERATION']];

/** Until then nothing has a price; from then on every hour another one. */
const HOURLY_PRICES = `
  INSERT INTO ledger.token_value (chain_id, token, mark_s, priced_gross, usd_e18, unpriced_gross)
  SELECT r.chain_id, n.name, r.mark_s, sum(r.gross), sum(r.gross) * (1000000 + (r.mark_s - 1) / 3600 % 1000), 0
  FROM ledger.revenue r JOIN fold.name n ON n.id = r.token GROUP BY 1, 2, 3`;

/**
 * How long the statement of somebody takes who holds shares in many assets, by the day: from the rows that a year
 * of usages and changes of shares has left; and as a whole once more where prices move. The first run of each is not counted; tables are in memory.
 */
export async function benchStatement(holdings = 1_000, days = 365, usages = 400_000): Promise<void> {
  await withServer(async (_, client) => {
    const world = busyWorld(holdings, days, usages);
    await storeLedger(client, world.ledger);
    await client.query(
      `INSERT INTO fold.checkpoint (chain_id, fold_version, interval_s, status, last_batch, time_s, block_time_s,
         finalized_block, finalized_time_s, closed_to_s)
       VALUES ($1, 1, 600, 'FOLLOWING', 1, $2, $2, 1000000000, $2, $2)`,
      [world.chain, world.time_s],
    );
    await client.query('VACUUM ANALYZE');
    const figures: Record<string, number> = {
      holdings,
      days,
      usages,
      running_total_rows: world.ledger.totalsAt.rows.size,
    };
    const marks = marksBetween(world.time_s - days * DAY_S, world.time_s, 'DAY', 600, 2_000);
    for (const cuts of CUTS) {
      const name = cuts.length === 0 ? 'whole' : cuts.join('_').toLowerCase();
      figures[`s_${name}`] = await best(() => lines(client, marks, cuts));
    }
    await client.query(HOURLY_PRICES);
    figures['s_whole_hourly_prices'] = await best(() => lines(client, marks, []));
    print('statement', figures);
  });
}

/** One chain on which everybody's shares change now and then while assets are used. */
function busyWorld(assets: number, days: number, usages: number): World {
  const pick = random(1);
  const w = new World(1);
  const perLevel = Math.ceil(assets / LEVELS);
  w.fee(25_000);
  for (let n = 1; n <= assets; n++) {
    const asset = w.asset(n);
    w.register(asset, account(1_000 + (n % 300)));
    w.split(asset, { DATA_CONTRIBUTOR: 200_000, ANNOTATOR: 100_000, COMPUTE_PROVIDER: 100_000 });
    w.shares(asset, 'ANNOTATOR', HOLDER, BigInt(1 + pick(100)));
    if (n > perLevel) w.link(asset, w.asset(n - perLevel), 100_000);
  }
  const start_s = w.time_s;
  for (let n = 0; n < usages; n++) {
    w.time_s = start_s + Math.floor((n / usages) * days * DAY_S);
    if (n % 20 === 0)
      w.shares(w.asset(1 + pick(assets)), 'ANNOTATOR', account(2_000 + pick(700)), BigInt(1 + pick(100)));
    const more = { operation: OPERATIONS[pick(OPERATIONS.length)]!, executor: pick(4) === 0 ? account(9_000) : null };
    w.use(w.asset(assets - pick(perLevel)), 1_000_000n + BigInt(n), more);
    w.events.length = 0;
  }
  return w;
}

async function lines(client: pg.Client, marks: readonly number[], cuts: readonly StatementCut[]): Promise<void> {
  const db: Queryable = {
    query: async <R>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as R[],
  };
  const found = await statement(db, { contributor: HOLDER, marks, cuts, filter: {}, isFinal: false });
  const [total] = totalsOf(found);
  if (!total || total.amount <= 0n) throw new Error('The statement is empty: the world pays its holder nothing.');
}

/** The best of three after a first one, in seconds. */
async function best(work: () => Promise<void>): Promise<number> {
  await work();
  let best_s = Infinity;
  for (let n = 0; n < 3; n++) {
    const start = performance.now();
    await work();
    best_s = Math.min(best_s, (performance.now() - start) / 1_000);
  }
  return Number(best_s.toFixed(2));
}
