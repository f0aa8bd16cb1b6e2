import type pg from 'pg';
import QueryStream from 'pg-query-stream';
import type { CanonicalEvent, CanonicalKind } from '../../src/domain/events/canonical.js';
import { encodePayload } from '../../src/domain/events/encoding.js';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';
import type { BlockRef, RawLog, TransactionFields } from '../log/blocks.js';
import type { BlockRange } from '../endpoints/answered-blocks.js';

/** A raw log as the log holds it, with what it was taken to mean. */
export interface StoredLog {
  readonly raw: RawLog;
  readonly adapter: string;
  /** Payloads in their fixed encoding. */
  readonly events: readonly StoredEvent[];
}

export interface StoredEvent {
  readonly kind: string;
  readonly payload: string;
  readonly schemaVersion: number;
}

/** A block that holds events. */
export interface StoredBlock extends BlockRef {
  readonly time_s: number;
  readonly logs: readonly StoredLog[];
}

interface Row {
  readonly block_number: string;
  readonly block_hash: string;
  readonly block_time_s: string;
  readonly log_index: number;
  readonly ordinal: number;
  readonly tx_hash: string;
  readonly contract: string;
  readonly topics: string[] | null;
  readonly data: string | null;
  readonly tx_from: string | null;
  readonly tx_to: string | null;
  readonly tx_value: string | null;
  readonly adapter: string;
  readonly kind: CanonicalKind;
  readonly schema_version: number;
  readonly payload: object;
}

const ROWS_AT_ONCE = 200;

/** What is canonical in the log of a chain, a block at a time, in order. Holds one block in memory. */
export async function* readStoredBlocks(
  client: pg.ClientBase,
  chain: ChainId,
  { from, to }: BlockRange,
): AsyncGenerator<StoredBlock> {
  const rows = client.query(
    new QueryStream(
      `SELECT block_number, encode(block_hash, 'hex') AS block_hash, block_time_s, log_index, ordinal,
         encode(tx_hash, 'hex') AS tx_hash, encode(contract, 'hex') AS contract,
         (SELECT array_agg(encode(topic, 'hex') ORDER BY place) FROM unnest(topics) WITH ORDINALITY AS t (topic, place))
           AS topics,
         encode(data, 'hex') AS data, encode(tx_from, 'hex') AS tx_from, encode(tx_to, 'hex') AS tx_to, tx_value, adapter, kind, schema_version, payload
       FROM log.event
       WHERE chain_id = $1 AND retracted_batch IS NULL AND block_number BETWEEN $2 AND $3
       ORDER BY block_number, log_index, ordinal`,
      [chain, from, to],
      { batchSize: ROWS_AT_ONCE },
    ),
  );
  let block: (StoredBlock & { logs: StoredLog[] }) | undefined;
  let events: StoredEvent[] = [];
  for await (const row of rows as AsyncIterable<Row>) {
    const number = Number(row.block_number);
    if (block?.number !== number) {
      if (block) yield block;
      block = { number, hash: hex(row.block_hash), time_s: Number(row.block_time_s), logs: [] };
    }
    const { kind, payload, schema_version: schemaVersion } = row;
    const event = { kind, payload: encodePayload({ kind, payload } as unknown as CanonicalEvent), schemaVersion };
    if (row.ordinal > 0) {
      events.push(event);
      continue;
    }
    events = [event];
    block.logs.push({ raw: rawOf(row), adapter: row.adapter, events });
  }
  if (block) yield block;
}

function rawOf({ log_index, tx_hash, contract, topics, data, ...row }: Row): RawLog {
  const transaction = transactionOf(row);
  return {
    logIndex: log_index,
    txHash: hex(tx_hash),
    contract: hex(contract) as string as Address,
    topics: (topics ?? []).map(hex),
    data: hex(data ?? ''),
    ...(transaction && { transaction }),
  };
}

function transactionOf({
  tx_from,
  tx_to,
  tx_value,
}: Pick<Row, 'tx_from' | 'tx_to' | 'tx_value'>): TransactionFields | undefined {
  if (tx_from === null || tx_value === null) return undefined;
  const address = (digits: string): Address => hex(digits) as string as Address;
  return { from: address(tx_from), to: tx_to === null ? null : address(tx_to), value: BigInt(tx_value) };
}

const hex = (digits: string): Hex => `0x${digits}` as Hex;
