import { VOCABULARY_VERSION } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import type { AppendBatch, EventRow } from './advance.js';

const COLUMNS = `chain_id, block_number, log_index, ordinal, block_hash, block_time_s,
  chain_time_s, tx_hash, contract, topics, data, adapter, kind, schema_version, payload, batch`;

/** What becomes rows. */
export interface EventBatch extends Pick<AppendBatch, 'number' | 'events'> {
  /** Whether logs have their transactions: the columns for them are written only then. */
  readonly hasTransactions: boolean;
}

/** The statement that takes what {@link encodeEventRows} gives. */
export function copyStatement({ hasTransactions }: Pick<EventBatch, 'hasTransactions'>): string {
  return `COPY log.event (${COLUMNS}${hasTransactions ? ', tx_from, tx_to, tx_value' : ''}) FROM STDIN`;
}

/** Size of a chunk of rows on its way to Postgres, in characters. */
const CHUNK_LENGTH = 1 << 18;

/** A batch's events in COPY's text format, in chunks of whole rows. */
export function* encodeEventRows(chain: ChainId, batch: EventBatch): Generator<string> {
  let chunk = '';
  for (const event of batch.events) {
    chunk += encodeEventRow(chain, batch.number, event) + (batch.hasTransactions ? encodeTransaction(event) : '\n');
    if (chunk.length >= CHUNK_LENGTH) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function encodeEventRow(chain: ChainId, batch: number, { block, chainTime_s, log, ordinal, kind, payload }: EventRow) {
  const { raw, adapter } = log;
  const isFirst = ordinal === 0;
  return (
    `${chain}\t${block.number}\t${raw.logIndex}\t${ordinal}\t${bytea(block.hash)}\t${block.time_s}\t${chainTime_s}\t` +
    `${bytea(raw.txHash)}\t${bytea(raw.contract)}\t${isFirst ? byteaArray(raw.topics) : '\\N'}\t` +
    `${isFirst ? bytea(raw.data) : '\\N'}\t${escape(adapter)}\t${escape(kind)}\t${VOCABULARY_VERSION}\t` +
    `${escape(payload)}\t${batch}`
  );
}

/** The columns of the transaction, and the end of the row. */
function encodeTransaction({ log, ordinal }: EventRow): string {
  const { transaction } = log.raw;
  if (!transaction || ordinal > 0) return '\t\\N\t\\N\t\\N\n';
  const { from, to, value } = transaction;
  return `\t${bytea(from)}\t${to === null ? '\\N' : bytea(to)}\t${value}\n`;
}

/** `0xab` as `\xab`, its backslash escaped for COPY. */
const bytea = (hex: string): string => `\\\\x${hex.slice(2)}`;

/** Within an array literal the backslash is escaped once more. */
const byteaArray = (items: readonly string[]): string =>
  `{${items.map((item) => `"\\\\\\\\x${item.slice(2)}"`).join(',')}}`;

function escape(text: string): string {
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
