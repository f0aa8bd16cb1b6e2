import { ENCODED } from '../../db/log/digest.js';
import { VOCABULARY_VERSION } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import type { AppendBatch, EventRow } from './advance.js';
import type { EncodedLog, RawLog } from './blocks.js';
import { CopyRow } from './copy-row.js';

const COLUMNS = `chain_id, block_number, log_index, ordinal, block_hash, block_time_s,
  chain_time_s, tx_hash, contract, topics, data, adapter, kind, schema_version, payload, batch`;
const COUNT = 16;
const TRANSACTION_COLUMNS = 'tx_from, tx_to, tx_value';
const TRANSACTION_COUNT = 3;

/** What becomes rows. */
export interface EventBatch extends Pick<AppendBatch, 'number' | 'events'> {
  /** Whether logs have their transactions: the columns for them are written only then. */
  readonly hasTransactions: boolean;
}

/** The statement that takes what {@link encodeEventRows} gives, as {@link copyFile} frames it. */
export function copyStatement({ hasTransactions }: Pick<EventBatch, 'hasTransactions'>): string {
  const columns = hasTransactions ? `${COLUMNS}, ${TRANSACTION_COLUMNS}` : COLUMNS;
  return `COPY log.event (${columns}) FROM STDIN (FORMAT binary)`;
}

/** Size of a chunk of rows on its way to Postgres, in bytes. */
const CHUNK_SIZE = 1 << 16;
/** The most that a row takes beside its topics, data, adapter, kind and payload. */
const PLAIN_SIZE = 512;

/** A batch's events in COPY's binary format, in chunks of whole rows. */
export function* encodeEventRows(chain: ChainId, batch: EventBatch): Generator<Buffer> {
  let left = batch.events.reduce((sum, event) => sum + mostBytes(event), 0);
  let row = new CopyRow(Math.min(left, CHUNK_SIZE));
  for (const event of batch.events) {
    const size = mostBytes(event);
    if (size > row.room) {
      if (row.length > 0) yield row.written();
      row = new CopyRow(Math.max(size, Math.min(left, CHUNK_SIZE)));
    }
    left -= size;
    writeEvent(row, chain, batch, event);
  }
  if (row.length > 0) yield row.written();
}

function mostBytes({ log, event }: EventRow): number {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  return PLAIN_SIZE + bytesOf(log.raw) + 3 * log.adapter.length + event.end - event.start;
}

/** Topics and data; a log has four topics at most. */
function bytesOf(log: RawLog): number {
  if (log.encoded) return log.encoded.end - log.encoded.start;
  return 32 * log.topics.length + log.data.length / 2;
}

function writeEvent(row: CopyRow, chain: ChainId, { number, hasTransactions }: EventBatch, each: EventRow): void {
  const { block, chainTime_s, log, ordinal, event } = each;
  const { raw, adapter } = log;
  const isFirst = ordinal === 0;
  row.start(hasTransactions ? COUNT + TRANSACTION_COUNT : COUNT);
  row.bigint(chain);
  row.bigint(block.number);
  row.integer(raw.logIndex);
  row.integer(ordinal);
  if (raw.encoded) part(row, raw.encoded, ENCODED.blockHash, ENCODED.txHash);
  else row.bytea(block.hash);
  row.bigint(block.time_s);
  row.bigint(chainTime_s);
  if (raw.encoded) writeEncoded(row, raw.encoded, isFirst);
  else writeLog(row, raw, isFirst);
  row.text(adapter);
  row.bytes(event.bytes, event.start, event.start + event.kind.length);
  row.smallint(VOCABULARY_VERSION);
  row.jsonb(event.bytes, event.payloadStart, event.end);
  row.bigint(number);
  if (hasTransactions) writeTransaction(row, each);
}

/** Transaction hash, contract, topics and data; the last two in the row of ordinal 0 only. */
function writeLog(row: CopyRow, { txHash, contract, topics, data }: RawLog, isFirst: boolean): void {
  row.bytea(txHash);
  row.bytea(contract);
  if (isFirst) {
    row.byteaArray(topics.length, (at) => row.bytea(topics[at]!));
    row.bytea(data);
  } else {
    row.nothing();
    row.nothing();
  }
}

function writeEncoded(row: CopyRow, log: EncodedLog, isFirst: boolean): void {
  const { bytes, start, end } = log;
  part(row, log, ENCODED.txHash, ENCODED.logIndex);
  part(row, log, ENCODED.contract, ENCODED.topicCount);
  if (isFirst) {
    const count = bytes[start + ENCODED.topicCount]!;
    const data = start + ENCODED.topics + ENCODED.topicSize * count;
    row.byteaArray(count, (at) => {
      const topic = ENCODED.topics + ENCODED.topicSize * at;
      part(row, log, topic, topic + ENCODED.topicSize);
    });
    row.bytes(bytes, data, end);
  } else {
    row.nothing();
    row.nothing();
  }
}

/** A part of an encoded log, as a column. */
function part(row: CopyRow, { bytes, start }: EncodedLog, from: number, to: number): void {
  row.bytes(bytes, start + from, start + to);
}

function writeTransaction(row: CopyRow, { log, ordinal }: EventRow): void {
  const { transaction } = log.raw;
  if (!transaction || ordinal > 0) {
    for (let column = 0; column < TRANSACTION_COUNT; column++) row.nothing();
    return;
  }
  row.bytea(transaction.from);
  if (transaction.to === null) row.nothing();
  else row.bytea(transaction.to);
  row.numeric(transaction.value);
}
