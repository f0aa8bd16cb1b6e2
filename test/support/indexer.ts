import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { ManagedProcess } from './managed-process.js';
import { compiled } from './program.js';
import { until } from './until.js';
import { withKeptClient } from './with-client.js';

/** A chain for a test's configuration file. */
export interface TestChain {
  readonly id: number;
  readonly rpc: string | readonly string[];
  readonly contracts: readonly string[];
  readonly finality?: number;
  readonly firstBlock?: number;
  readonly history?: 'gateway' | 'rpc';
  readonly pollIntervalMs?: number;
}

/** Writes a configuration file for chains with the reference contracts. @returns its path */
export function writeTestConfig(path: string, database: string, chains: readonly TestChain[]): string {
  const entries = chains.map(({ id, rpc, contracts, finality = 5, firstBlock = 0, history, pollIntervalMs = 50 }) => ({
    id,
    name: `Chain ${id}`,
    rpc: [rpc].flat(),
    finality,
    pollIntervalMs,
    ...(history ? { history } : {}),
    contracts: contracts.map((address) => ({ adapter: 'reference', address, firstBlock })),
  }));
  writeFileSync(path, stringify({ interval: 60, database, chains: entries }));
  return path;
}

/**
 * The compiled indexer as a process, not yet started: of one chain, whose database is migrated already, or
 * supervising all of them.
 */
export function indexerProcess(configPath: string, chain?: number): ManagedProcess {
  const args = chain === undefined ? [] : ['--chain', String(chain), '--no-migrate'];
  return new ManagedProcess(`indexer ${chain ?? ''}`, [compiled('indexer/main.js'), '--config', configPath, ...args]);
}

/** What a log holds for canonical of one chain, comparable over deployments. */
export interface LogContents {
  readonly headBlock: number;
  readonly rawDigest: string;
  readonly canonicalDigest: string;
  readonly events: readonly Record<string, unknown>[];
}

/** Reads what the log of a chain holds for canonical, without anything that depends on batches. */
export async function readLog(url: string, chain: number): Promise<LogContents> {
  return withKeptClient(url, async (client) => {
    const head = await client.query<Record<string, string>>(
      `SELECT head_block, encode(raw_digest, 'hex') AS raw, encode(canonical_digest, 'hex') AS canonical
       FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
      [chain],
    );
    const events = await client.query<Record<string, unknown>>(
      `SELECT block_number, encode(block_hash, 'hex') AS block_hash, block_time_s, chain_time_s, log_index, ordinal,
         encode(tx_hash, 'hex') AS tx_hash, encode(contract, 'hex') AS contract, topics::text, encode(data, 'hex') AS data,
         encode(tx_from, 'hex') AS tx_from, encode(tx_to, 'hex') AS tx_to, tx_value,
         adapter, kind, schema_version, payload
       FROM log.event WHERE chain_id = $1 AND retracted_batch IS NULL ORDER BY block_number, log_index, ordinal`,
      [chain],
    );
    return {
      headBlock: Number(head.rows[0]?.['head_block'] ?? -1),
      rawDigest: head.rows[0]?.['raw'] ?? '',
      canonicalDigest: head.rows[0]?.['canonical'] ?? '',
      events: events.rows,
    };
  });
}

/** Where a log has to be for {@link waitForLog}. */
export interface LogTarget {
  readonly chain: number;
  readonly block: number;
  /** The hash that the head must have, where a fork is waited for. */
  readonly hash?: string;
}

/** Waits until the log's head of a chain is at a block or beyond, and at `hash` where one is given. */
export async function waitForLog(
  url: string,
  { chain, block, hash }: LogTarget,
  options: { limit_ms?: number; explain?: () => string } = {},
): Promise<void> {
  await withKeptClient(url, async (client) => {
    const reached = async (): Promise<boolean> => {
      const { rows } = await client.query<{ head_block: string; hash: string }>(
        `SELECT head_block, '0x' || encode(head_hash, 'hex') AS hash
         FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
        [chain],
      );
      const [head] = rows;
      return head !== undefined && Number(head.head_block) >= block && (hash === undefined || head.hash === hash);
    };
    await until(`the log of chain ${chain} to reach block ${block}`, reached, options);
  });
}
