import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { stringify } from 'yaml';
import { migrate } from '../db/data-source.js';
import { startEmbeddedPostgres } from '../local/postgres/embedded.js';
import { METER } from '../test/support/synthetic-chain.js';
import { LOGS_PER_BLOCK } from './backfill-source.js';
import { prepareStock, STOCK_TABLE, stockArguments } from './backfill-stock.js';
import { figuresOf, parentOf, type ProcessFigures } from './process-figures.js';

/**
 * How fast the indexer takes in the past of a chain from a JSON-RPC node that costs next to nothing, and
 * beside it what fetching and parsing, and copying into Postgres, take alone, and the processor's RPC mode
 * with its own store. Everything runs on this machine: the node, the indexer and Postgres share its cores.
 */
const FINALITY = 10;
/** The stock set-up is slow enough to be measured over fewer blocks; its start still counts for little. */
const STOCK_SHARE = 5;
const LIMIT_MS = 1_800_000;
const CHAIN = 1;

const here = dirname(fileURLToPath(import.meta.url));

interface Run extends ProcessFigures {
  readonly what: string;
  readonly events: number;
  readonly seconds: number;
}

/** Prints a table for people and one line of JSON. */
export async function benchBackfill(blocks = 100_000): Promise<void> {
  await prepareStock();
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: false });
  const client = new pg.Client(server.url);
  let source: Source | undefined;
  try {
    await migrate(server.url);
    await client.connect();
    const events = blocks * LOGS_PER_BLOCK;
    source = await startSource(blocks + FINALITY);
    const [indexer, others] = await indexerRun({ folder, database: server.url, client, source, blocks });
    const fetching = await floor('fetching and parsing alone', ['fetch', source.url, String(blocks)], events);
    const copying = await floor('COPY of the same rows alone', ['copy', server.url, String(events)], events);
    source.process.kill();
    const fewer = Math.ceil(blocks / STOCK_SHARE);
    source = await startSource(fewer + FINALITY);
    const stock = await stockRun({ database: server.url, client, source, blocks: fewer });
    print([indexer, ...others, fetching, copying, stock]);
    const figures = {
      events_per_s: rate(indexer),
      cpu_s: round(indexer.cpu_s),
      peak_mb: Math.round(indexer.memory_mb),
      ratio_to_stock: round(rate(indexer) / rate(stock)),
      cpu_ratio_to_stock: round(stock.cpu_s / stock.events / (indexer.cpu_s / indexer.events)),
      stock_events_per_s: rate(stock),
      source_floor_events_per_s: rate(fetching),
      sink_floor_events_per_s: rate(copying),
    };
    console.log(JSON.stringify({ bench: 'backfill', figures }));
  } finally {
    source?.process.kill();
    await client.end().catch(() => undefined);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Source {
  readonly url: string;
  readonly process: ChildProcess;
}

async function startSource(head: number): Promise<Source> {
  const child = spawn(process.execPath, [join(here, 'backfill-source.js'), String(CHAIN), String(head - 1)]);
  child.stderr.pipe(process.stderr);
  const url = await new Promise<string>((done) =>
    child.stdout.once('data', (line: Buffer) => done(line.toString().trim())),
  );
  return { url, process: child };
}

interface Setting {
  readonly database: string;
  readonly client: pg.Client;
  readonly source: Source;
  readonly blocks: number;
}

/** The indexer as it is run, its supervisor included; and what the source and Postgres used meanwhile. */
async function indexerRun(setting: Setting & { readonly folder: string }): Promise<[Run, Run[]]> {
  const { folder, database, client, source, blocks } = setting;
  const config = join(folder, 'tributary.yaml');
  const contracts = [{ adapter: 'reference', address: METER }];
  const entry = { id: CHAIN, name: 'Bench', rpc: [source.url], history: 'gateway', finality: FINALITY, contracts };
  writeFileSync(config, stringify({ interval: 60, database, chains: [entry] }));
  const postgres = parentOf((await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid);
  const [sourceBefore, postgresBefore] = [figuresOf(source.process.pid!), figuresOf(postgres)];
  let meanwhile: Run[] = [];
  const run = await measure({
    what: 'the indexer, end to end',
    args: [join(here, '../indexer/main.js'), '--config', config],
    blocks,
    head: async () => {
      const { rows } = await client.query<{ head: string | null }>('SELECT max(head_block) AS head FROM log.batch');
      return Number(rows[0]?.head ?? -1);
    },
    atEnd: (seconds) => {
      const used = (what: string, pid: number, before: ProcessFigures): Run => {
        const { cpu_s, memory_mb } = figuresOf(pid);
        return { what, events: blocks * LOGS_PER_BLOCK, seconds, cpu_s: cpu_s - before.cpu_s, memory_mb };
      };
      meanwhile = [
        used('  the source meanwhile', source.process.pid!, sourceBefore),
        used('  Postgres meanwhile', postgres, postgresBefore),
      ];
    },
  });
  await requireCount(client, `log.event WHERE block_number < ${blocks}`, run.events);
  return [run, meanwhile];
}

async function stockRun({ database, client, source, blocks }: Setting): Promise<Run> {
  await client.query(STOCK_TABLE);
  const run = await measure({
    what: 'the stock processor and store by RPC',
    args: stockArguments({ rpc: source.url, contract: METER, finality: FINALITY }),
    env: { DB_URL: database },
    blocks,
    head: async () => {
      const { rows } = await client.query<{ head: number | null }>('SELECT max(block_number) AS head FROM usage');
      return rows[0]?.head ?? -1;
    },
  });
  await requireCount(client, `usage WHERE block_number < ${blocks}`, run.events);
  return run;
}

interface Measured {
  readonly what: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly blocks: number;
  /** The last block that is committed. */
  readonly head: () => Promise<number>;
  readonly atEnd?: (seconds: number) => void;
}

/** From the start of a process to the commit of the last final event; the memory is the most that was seen. */
async function measure({ what, args, env = {}, blocks, head, atEnd }: Measured): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, [...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  let memory_mb = 0;
  try {
    while ((await head()) < blocks - 1) {
      if (child.exitCode !== null || performance.now() - start > LIMIT_MS) {
        throw new Error(`${what} did not get to block ${blocks - 1}; its last words: ${words}`);
      }
      memory_mb = Math.max(memory_mb, figuresOf(child.pid!).memory_mb);
      await new Promise((done) => setTimeout(done, 50));
    }
    const seconds = (performance.now() - start) / 1000;
    const { cpu_s } = figuresOf(child.pid!);
    atEnd?.(seconds);
    return { what, events: blocks * LOGS_PER_BLOCK, seconds, cpu_s, memory_mb };
  } finally {
    const ended = new Promise((done) => child.once('close', done));
    if (child.kill()) await ended;
  }
}

/** A measurement in a process of its own, which says what it used. */
async function floor(what: string, args: readonly string[], events: number): Promise<Run> {
  const child = spawn(process.execPath, [join(here, 'backfill-floors.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => (words += chunk.toString()));
  await new Promise((done) => child.once('close', done));
  return { what, events, ...(JSON.parse(words) as ProcessFigures & { seconds: number }) };
}

async function requireCount(client: pg.Client, rows: string, events: number): Promise<void> {
  const { n } = (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${rows}`)).rows[0]!;
  if (n !== events) throw new Error(`There are ${n} events where ${events} were to be.`);
}

const rate = ({ events, seconds }: Run): number => Math.round(events / seconds);
const round = (value: number): number => Math.round(10 * value) / 10;

function print(runs: readonly Run[]): void {
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(38) : String(cell).padStart(12))).join('');
  console.log(line(['', 'events', 'events/s', 'CPU s', 'CPU us/event', 'peak MB']));
  for (const run of runs) {
    const cpu_us = (1e6 * run.cpu_s) / run.events;
    console.log(line([run.what, run.events, rate(run), round(run.cpu_s), round(cpu_us), Math.round(run.memory_mb)]));
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await benchBackfill(Number(process.argv[2] ?? 100_000));
}
