import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { stringify } from 'yaml';
import { migrate } from '../db/data-source.js';
import { startEmbeddedPostgres } from '../local/postgres/embedded.js';
import { METER } from '../test/support/synthetic-chain.js';
import { LOGS_PER_BLOCK } from './backfill-source.js';

/**
 * How fast the indexer takes in the past of a chain from a JSON-RPC node that costs next to nothing:
 * through the history gateway, by RPC as the processor does it, and what fetching and parsing the same
 * answers takes alone. Rates by time of the processor say more where the machine is busy. Everything runs on this machine: source, indexer and Postgres share its cores.
 */
const FINALITY = 10;
/** RPC is slow enough to be measured over fewer blocks. */
const RPC_SHARE = 20;
const ANSWER_BLOCKS = 500;
const LIMIT_MS = 1_800_000;

const here = dirname(fileURLToPath(import.meta.url));
const compiledPath = (path: string): string => join(here, '..', path);

interface Run {
  readonly events_per_s: number;
  readonly cpu_s: number;
  readonly peak_mb: number;
}

/** Prints a table for people and one line of JSON. */
export async function benchBackfill(blocks = 100_000): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: false });
  const sources: ChildProcess[] = [];
  const source = (chain: number, head: number): Promise<string> => {
    const child = spawn(process.execPath, [join(here, 'backfill-source.js'), String(chain), String(head)]);
    sources.push(child);
    child.stderr.pipe(process.stderr);
    return new Promise((done) => child.stdout.once('data', (line: Buffer) => done(line.toString().trim())));
  };
  try {
    await migrate(server.url);
    const run = async (chain: number, count: number, history: 'gateway' | 'rpc'): Promise<Run> => {
      const rpc = await source(chain, count + FINALITY - 1);
      return backfill({ folder, database: server.url, chain, rpc, history, blocks: count });
    };
    const whole = await run(1, blocks, 'gateway');
    const fewer = Math.ceil(blocks / RPC_SHARE);
    const byRpc = await run(2, fewer, 'rpc');
    const floor = await fetchAlone(await source(3, blocks), blocks);
    const figures = {
      ...whole,
      events_per_cpu_s: Math.round((blocks * LOGS_PER_BLOCK) / whole.cpu_s),
      events_per_s_by_rpc: byRpc.events_per_s,
      events_per_cpu_s_by_rpc: Math.round((fewer * LOGS_PER_BLOCK) / byRpc.cpu_s),
      ratio_to_rpc: Math.round((10 * whole.events_per_s) / byRpc.events_per_s) / 10,
      fetch_alone_events_per_s: floor,
    };
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(32)} ${value}`);
    console.log(JSON.stringify({ bench: 'backfill', figures }));
  } finally {
    for (const child of sources) child.kill();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Backfill {
  readonly folder: string;
  readonly database: string;
  readonly chain: number;
  readonly rpc: string;
  readonly history: 'gateway' | 'rpc';
  readonly blocks: number;
}

/** From the start of the process to the commit of the last final event. */
async function backfill({ folder, database, chain, rpc, history, blocks }: Backfill): Promise<Run> {
  const config = join(folder, `${chain}.yaml`);
  const contracts = [{ adapter: 'reference', address: METER }];
  const entry = { id: chain, name: `Bench ${history}`, rpc: [rpc], history, finality: FINALITY, contracts };
  writeFileSync(config, stringify({ interval: 60, database, chains: [entry] }));
  const args = [compiledPath('indexer/main.js'), '--config', config, '--chain', String(chain), '--no-migrate'];
  const client = new pg.Client(database);
  await client.connect();
  const start = performance.now();
  const indexer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let words = '';
  indexer.stdout.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  try {
    while ((await headOf(client, chain)) < blocks - 1) {
      if (indexer.exitCode !== null || performance.now() - start > LIMIT_MS) {
        throw new Error(`The indexer did not get to block ${blocks - 1}; its last words: ${words}`);
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    const seconds = (performance.now() - start) / 1000;
    const usage = usageOf(indexer.pid!);
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM log.event WHERE chain_id = $1 AND block_number < $2',
      [chain, blocks],
    );
    if (rows[0]!.n !== blocks * LOGS_PER_BLOCK)
      throw new Error(`The log has ${rows[0]!.n} events of ${blocks} blocks.`);
    return { events_per_s: Math.round((blocks * LOGS_PER_BLOCK) / seconds), ...usage };
  } finally {
    const ended = new Promise((done) => indexer.once('close', done));
    if (indexer.kill()) await ended;
    await client.end();
  }
}

async function headOf(client: pg.Client, chain: number): Promise<number> {
  const { rows } = await client.query<{ head: string | null }>(
    'SELECT max(head_block) AS head FROM log.batch WHERE chain_id = $1',
    [chain],
  );
  return Number(rows[0]?.head ?? -1);
}

/** What a process has used, where the system tells; zeros elsewhere. */
function usageOf(pid: number): { cpu_s: number; peak_mb: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    // utime and stime, in the hundredths of a second that Linux shows.
    return {
      cpu_s: (Number(fields[11]) + Number(fields[12])) / 100,
      peak_mb: Math.round(Number(peak?.[1] ?? 0) / 1024),
    };
  } catch {
    return { cpu_s: 0, peak_mb: 0 };
  }
}

/** A client that fetches the logs and parses them, and nothing else. */
async function fetchAlone(url: string, blocks: number): Promise<number> {
  const start = performance.now();
  let events = 0;
  for (let from = 0; from < blocks; from += ANSWER_BLOCKS) {
    const to = Math.min(blocks, from + ANSWER_BLOCKS) - 1;
    const filter = { fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}`, address: [METER] };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] });
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    events += ((await response.json()) as { result: unknown[] }).result.length;
  }
  return Math.round((1000 * events) / (performance.now() - start));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await benchBackfill(Number(process.argv[2] ?? 100_000));
}
