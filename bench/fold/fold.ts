import { rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { migrate } from '../../db/data-source.js';
import { startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { chainId } from '../../src/domain/ids.js';
import { readEvents } from '../../src/event-log/reader.js';
import { LEDGER_TABLES } from '../../src/read-models/ledger-tables.js';
import { temporaryFolder } from '../../test/support/folder.js';
import { foldInProcess, type FoldRun, type Sample } from './folding-process.js';
import { writeWorld, type World, type Written } from './world.js';

/**
 * How fast a fold catches up with a log of usages over a lineage of five levels, from the log's tables to
 * indexed read models: all assets equally popular, popularity by Zipf's law, and that with many
 * shareholders in the pools used most, and with many accounts. Beside it: reading the log alone, and COPY
 * of the rows that the fold has written alone. Registrations and first shares are not counted.
 */
export async function benchFold(events = 2_000_000, shareholders = 200_000, accounts = 3_200_000): Promise<void> {
  const figures: Record<string, number> = {};
  const worlds: Record<string, World> = {
    uniform: { chain: 1, popularity: 'uniform' },
    zipf: { chain: 2, popularity: 'zipf' },
    shareholders: { chain: 3, popularity: 'zipf', shareholders },
    accounts: { chain: 4, popularity: 'zipf', accounts },
  };
  for (const [name, world] of Object.entries(worlds)) {
    await withServer(async (url, client) => {
      const { setUp, all } = await writeWorld(client, world, events);
      const run = await foldInProcess(url, world.chain);
      figures[`events_per_s_${name}`] = rateFrom(run, setUp, all, 'time_s');
      figures[`events_per_cpu_s_${name}`] = rateFrom(run, setUp, all, 'cpu_s');
      figures[`peak_mb_${name}`] = run.peak_mb;
      figures[`bytes_per_event_${name}`] = Math.round((await ledgerBytes(client, world.chain)) / all);
      if (name !== 'uniform' && name !== 'zipf') return;
      figures[`read_log_alone_events_per_s_${name}`] = await rate(all, () => readAll(client, world.chain));
      figures[`copy_rows_alone_events_per_s_${name}`] = await rate(all, () => copyRows(url, client, world.chain));
    });
  }
  figures['peak_mb'] = Math.max(...Object.keys(worlds).map((name) => figures[`peak_mb_${name}`]!));
  print('fold', figures);
}

/** {@link measureGrowth} over a world of its own. */
export async function benchGrowth(small = 1_000_000, large = 10_000_000): Promise<void> {
  await withServer(async (url, client) => {
    await measureGrowth(url, await writeWorld(client, GROWING, large), small);
  });
}

/** The world in which growth is measured. */
export const GROWING: World = { chain: 1, popularity: 'zipf' };

/**
 * What an event costs once all of them have been folded, against what it costs at `small`: the time of the last
 * `small` events over that of the first. The indexes that are made at the end stand apart, as a part of every event.
 */
export async function measureGrowth(url: string, { setUp, all }: Written, small: number): Promise<void> {
  const run = await foldInProcess(url, GROWING.chain);
  const cost = (from: number, to: number, what: 'time_s' | 'cpu_s'): number =>
    (at(run, to, what) - at(run, from, what)) / (to - from);
  const growth = (what: 'time_s' | 'cpu_s'): number =>
    Number((cost(all - small, all, what) / cost(setUp, setUp + small, what)).toFixed(2));
  print('growth', {
    events: all,
    us_per_event_first: Number((1e6 * cost(setUp, setUp + small, 'time_s')).toFixed(1)),
    us_per_event_last: Number((1e6 * cost(all - small, all, 'time_s')).toFixed(1)),
    us_per_event_finishing: Number(((1e6 * (run.samples.at(-1)!.time_s - at(run, all, 'time_s'))) / all).toFixed(1)),
    growth: growth('time_s'),
    growth_of_cpu: growth('cpu_s'),
    peak_mb: run.peak_mb,
  });
}

export function print(bench: string, figures: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(40)} ${value}`);
  console.log(JSON.stringify({ bench, figures }));
}

/** A Postgres of the measurement's own, migrated, that goes with it. */
export async function withServer(work: (url: string, client: pg.Client) => Promise<void>): Promise<void> {
  const folder = temporaryFolder('tributary-bench-');
  const server = await startEmbeddedPostgres({ folder });
  const client = new pg.Client(server.url);
  try {
    await migrate(server.url);
    await client.connect();
    await work(server.url, client);
  } finally {
    await client.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Events per second from the `from`-th event to the end of everything. */
function rateFrom(run: FoldRun, from: number, all: number, what: 'time_s' | 'cpu_s'): number {
  return Math.round((all - from) / (run.samples.at(-1)![what] - at(run, from, what)));
}

/** When so many events were folded: between two samples, in proportion. */
function at({ samples }: FoldRun, events: number, what: 'time_s' | 'cpu_s'): number {
  const index = samples.findIndex((sample) => sample.events >= events);
  const [before, after] = [samples[Math.max(0, index - 1)], samples[index]] as [Sample, Sample];
  if (after.events === before.events) return after[what];
  const part = (events - before.events) / (after.events - before.events);
  return before[what] + part * (after[what] - before[what]);
}

async function rate(events: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round((1_000 * events) / (performance.now() - start));
}

async function readAll(client: pg.Client, chain: number): Promise<void> {
  let after: Parameters<typeof readEvents>[2]['after'] = null;
  for (;;) {
    const events = await readEvents(client, chainId(chain), { asOf: 1e9, after, limit: 5_000 });
    if (events.length === 0) return;
    after = events.at(-1)!.at.position;
  }
}

/** Every row of the chain's read models into empty tables with the same keys. */
async function copyRows(url: string, writer: pg.Client, chain: number): Promise<void> {
  const reader = new pg.Client(url);
  await reader.connect();
  await writer.query('CREATE SCHEMA floor');
  for (const { name } of LEDGER_TABLES) {
    const key = await writer.query<{ definition: string }>(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE conrelid = 'ledger.${name}'::regclass AND contype = 'p'`,
    );
    await writer.query(`CREATE TABLE floor.${name} (LIKE ledger.${name}_${chain})`);
    await writer.query(`ALTER TABLE floor.${name} ADD ${key.rows[0]!.definition}`);
    const rows = reader.query(copyTo(`COPY ledger.${name}_${chain} TO STDOUT`));
    await pipeline(rows, writer.query(copyFrom(`COPY floor.${name} FROM STDIN`)));
  }
  await reader.end();
}

async function ledgerBytes(client: pg.Client, chain: number): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'SELECT sum(pg_total_relation_size(name::regclass)) AS bytes FROM unnest($1::text[]) AS name',
    [LEDGER_TABLES.map(({ name }) => `ledger.${name}_${chain}`)],
  );
  return Number(rows[0]!.bytes);
}
