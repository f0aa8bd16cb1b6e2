import { VOCABULARY_VERSION } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import type { AppendBatch, EventRow } from './advance.js';

/** The statement that takes what {@link encodeEventRow} gives. */
export const COPY_EVENTS = `COPY log.event (chain_id, block_number, log_index, ordinal, block_hash, block_time_s,
  chain_time_s, tx_hash, contract, topics, data, adapter, kind, schema_version, payload, batch) FROM STDIN`;

/** Size of a chunk of rows on its way to Postgres, in characters. */
const CHUNK_LENGTH = 1 << 18;

/** A batch's events in COPY's text format, in chunks of whole rows. */
export function* encodeEventRows(chain: ChainId, batch: Pick<AppendBatch, 'number' | 'events'>): Generator<string> {
  let chunk = '';
  for (const event of batch.events) {
    chunk += encodeEventRow(chain, batch.number, event);
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
    `${escape(payload)}\t${batch}\n`
  );
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
