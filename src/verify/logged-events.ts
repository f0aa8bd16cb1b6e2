import type pg from 'pg';
import type { PlacedLog, PlacedTransaction } from './chain-logs.js';

/** A canonical event as the log keeps it. */
export interface LoggedEvent {
  readonly ordinal: number;
  readonly chainTime_s: number;
  readonly adapter: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A raw log as the log keeps it, with everything it means. */
export interface LoggedLog extends PlacedLog {
  readonly events: readonly LoggedEvent[];
}

/** How far a chain's log reached when it was looked at. */
export interface LogHead {
  readonly batch: number;
  readonly block: number;
  readonly hash: string;
  readonly finalizedBlock: number;
  readonly rawDigest: string;
  readonly canonicalDigest: string;
}

/** Undefined where the chain's log is empty. */
export async function readHead(db: pg.ClientBase, chain: number): Promise<LogHead | undefined> {
  const { rows } = await db.query<Record<string, string>>(
    `SELECT number, head_block, encode(head_hash, 'hex') AS hash, finalized_block,
       encode(raw_digest, 'hex') AS raw_digest, encode(canonical_digest, 'hex') AS canonical_digest
     FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
    [chain],
  );
  const row = rows[0];
  return (
    row && {
      batch: Number(row['number']),
      block: Number(row['head_block']),
      hash: `0x${row['hash']}`,
      finalizedBlock: Number(row['finalized_block']),
      rawDigest: row['raw_digest']!,
      canonicalDigest: row['canonical_digest']!,
    }
  );
}

interface EventRow {
  block: string;
  log_index: number;
  ordinal: number;
  block_hash: string;
  block_time_s: string;
  chain_time_s: string;
  tx_hash: string;
  contract: string;
  topics: string[] | null;
  data: string | null;
  tx_from: string | null;
  tx_to: string | null;
  tx_value: string | null;
  adapter: string;
  kind: string;
  payload: Record<string, unknown>;
}

/** What is canonical in a range of blocks, in order, a raw log with all its events as one. */
export async function readLogged(
  db: pg.ClientBase,
  chain: number,
  fromBlock: number,
  toBlock: number,
): Promise<LoggedLog[]> {
  const { rows } = await db.query<EventRow>(
    `SELECT block_number AS block, log_index, ordinal, encode(block_hash, 'hex') AS block_hash, block_time_s, chain_time_s,
       encode(tx_hash, 'hex') AS tx_hash, encode(contract, 'hex') AS contract,
       (SELECT array_agg(encode(topic, 'hex') ORDER BY place) FROM unnest(topics) WITH ORDINALITY AS t (topic, place))
         AS topics,
       encode(data, 'hex') AS data, encode(tx_from, 'hex') AS tx_from, encode(tx_to, 'hex') AS tx_to, tx_value, adapter, kind, payload
     FROM log.event
     WHERE chain_id = $1 AND retracted_batch IS NULL AND block_number BETWEEN $2 AND $3
     ORDER BY block_number, log_index, ordinal`,
    [chain, fromBlock, toBlock],
  );
  const logs: (LoggedLog & { events: LoggedEvent[] })[] = [];
  for (const row of rows) {
    const last = logs.at(-1);
    if (last && last.block === Number(row.block) && last.logIndex === row.log_index) last.events.push(eventOf(row));
    else logs.push({ ...rawOf(row), events: [eventOf(row)] });
  }
  return logs;
}

function rawOf(row: EventRow): PlacedLog {
  return {
    block: Number(row.block),
    logIndex: row.log_index,
    blockHash: `0x${row.block_hash}`,
    blockTime_s: Number(row.block_time_s),
    txHash: `0x${row.tx_hash}`,
    contract: `0x${row.contract}`,
    topics: (row.topics ?? []).map((topic) => `0x${topic}`),
    data: `0x${row.data ?? ''}`,
    transaction: transactionOf(row),
  };
}

function transactionOf({ tx_from, tx_to, tx_value }: EventRow): PlacedTransaction | undefined {
  if (tx_from === null || tx_value === null) return undefined;
  return { from: `0x${tx_from}`, to: tx_to === null ? null : `0x${tx_to}`, value: BigInt(tx_value) };
}

function eventOf(row: EventRow): LoggedEvent {
  const { ordinal, adapter, kind, payload } = row;
  return { ordinal, chainTime_s: Number(row.chain_time_s), adapter, kind, payload };
}
