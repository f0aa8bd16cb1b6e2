import { pathToFileURL } from 'node:url';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { copyStatement } from '../indexer/log/event-rows.js';
import { METER } from '../test/support/synthetic-chain.js';

/**
 * What no indexer can do without, each alone and in a process of its own: fetching and parsing the logs, and
 * putting the same rows into the same table. Prints a line of JSON: seconds, processor time, peak memory.
 */
const ANSWER_BLOCKS = 500;
const ROWS_AT_ONCE = 10_000;

/** Fetches all logs and parses them, three requests at once as the indexer has. */
async function fetchAlone(url: string, blocks: number): Promise<number> {
  let next = 0;
  let events = 0;
  const fetchOn = async (): Promise<void> => {
    for (let from = next; from < blocks; from = next) {
      next += ANSWER_BLOCKS;
      const to = Math.min(blocks, next) - 1;
      const filter = { fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}`, address: [METER] };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] });
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      events += ((await response.json()) as { result: unknown[] }).result.length;
    }
  };
  const start = performance.now();
  await Promise.all([fetchOn(), fetchOn(), fetchOn()]);
  if (events === 0) throw new Error('The source gave no logs.');
  return (performance.now() - start) / 1000;
}

/** Copies rows of the log, held in memory, into an empty table like the log's, a transaction per ten thousand. */
async function copyAlone(database: string, events: number): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query('CREATE SCHEMA sink; CREATE TABLE sink.event (LIKE log.event INCLUDING ALL)');
  const statement = copyStatement({ hasTransactions: false });
  const into = statement.replace('log.event', 'sink.event');
  const columns = statement.slice(statement.indexOf('('), statement.indexOf(')')).slice(1);
  let seconds = 0;
  for (let row = 0; row < events; row += ROWS_AT_ONCE) {
    const from = `SELECT ${columns} FROM log.event WHERE chain_id = 1 AND block_number >= ${row / 10} AND block_number < ${(row + ROWS_AT_ONCE) / 10}`;
    const chunks = await client.query(copyTo(`COPY (${from}) TO STDOUT (FORMAT binary)`)).toArray();
    const start = performance.now();
    await client.query('BEGIN');
    await pipeline(Readable.from(chunks), client.query(copyFrom(into)));
    await client.query('COMMIT');
    seconds += (performance.now() - start) / 1000;
  }
  await client.query('DROP SCHEMA sink CASCADE');
  await client.end();
  return seconds;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [what, url, count] = process.argv.slice(2);
  const atStart = process.cpuUsage();
  const seconds = await (what === 'fetch' ? fetchAlone : copyAlone)(url!, Number(count));
  const { user, system } = process.cpuUsage(atStart);
  const memory_mb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, cpu_s: (user + system) / 1e6, memory_mb }));
}
