import crypto, { createHash } from 'node:crypto';

/** Where the parts of an encoded log without a transaction start, see {@link rollRaw}: at 0 the chain. */
export const ENCODED = {
  block: 8,
  blockHash: 16,
  txHash: 48,
  logIndex: 80,
  contract: 84,
  topicCount: 104,
  topics: 105,
  topicSize: 32,
} as const;

/** Bytes before an encoded log in which a digest that is rolled over it has its place. */
export const ROOM_FOR_DIGEST = 32;

/** What both digests of the log start from. */
export const EMPTY_DIGEST: Uint8Array = new Uint8Array(32);

/** A raw log with its place; bytes as hex with `0x`. */
export interface DigestedLog {
  readonly chain: number;
  readonly block: number;
  readonly blockHash: string;
  readonly txHash: string;
  readonly logIndex: number;
  readonly contract: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** Where the log's adapter reads it. */
  readonly transaction?: { readonly from: string; readonly to: string | null; readonly value: bigint } | undefined;
}

/** Added to the number of topics where a transaction's fields follow. */
const WITH_TRANSACTION = 0x80;
/** Sender 20, whether there is a recipient 1, recipient 20 (else zeros), value 32. */
const TRANSACTION_SIZE = 73;

/**
 * Rolls the digest of raw logs over one more: sha256(previous || chain as 8 bytes, block number 8,
 * block hash 32, transaction hash 32, log index 4, contract 20, number of topics 1, topics 32 each,
 * data), integers big-endian. Every field but the last has a fixed width, so no two logs encode alike.
 * A log that is kept with its transaction has 128 added to the number of topics, and before the topics the
 * sender 20, whether there is a recipient 1, the recipient 20, the value 32.
 */
export function rollRaw(previous: Uint8Array, log: DigestedLog): Uint8Array {
  const bytes = room(137 + TRANSACTION_SIZE + 32 * log.topics.length + log.data.length / 2);
  bytes.set(previous, 0);
  let end = writeUInt64(bytes, log.chain, 32);
  end = writeUInt64(bytes, log.block, end);
  end += bytes.write(log.blockHash.slice(2), end, 'hex');
  end += bytes.write(log.txHash.slice(2), end, 'hex');
  end = bytes.writeUInt32BE(log.logIndex, end);
  end += bytes.write(log.contract.slice(2), end, 'hex');
  end = bytes.writeUInt8(log.topics.length + (log.transaction ? WITH_TRANSACTION : 0), end);
  if (log.transaction) end += bytes.write(encodeTransaction(log.transaction), end, 'hex');
  for (const topic of log.topics) end += bytes.write(topic.slice(2), end, 'hex');
  end += bytes.write(log.data.slice(2), end, 'hex');
  return sha256(bytes.subarray(0, end));
}

/**
 * {@link rollRaw} of a log that is encoded already, without transaction, or {@link rollCanonical} of an event as kind,
 * line break and payload: up to `end`, with room for 32 bytes before.
 */
export function rollEncoded(previous: Uint8Array, bytes: Uint8Array, start: number, end: number): Uint8Array {
  bytes.set(previous, start - 32);
  return sha256(bytes.subarray(start - 32, end));
}

function encodeTransaction({ from, to, value }: NonNullable<DigestedLog['transaction']>): string {
  const recipient = to === null ? '00'.repeat(21) : `01${to.slice(2)}`;
  return from.slice(2) + recipient + value.toString(16).padStart(64, '0');
}

/**
 * Rolls the digest of canonical events over one more: sha256(previous || kind || 0x0a || payload),
 * with the payload as encodePayload of src/domain gives it, in UTF-8. A kind holds no line break.
 */
export function rollCanonical(previous: Uint8Array, kind: string, payload: string): Uint8Array {
  const text = `${kind}\n${payload}`;
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  const bytes = room(32 + 3 * text.length);
  bytes.set(previous, 0);
  return sha256(bytes.subarray(0, 32 + bytes.write(text, 32, 'utf8')));
}

const USUAL_ROOM = 1 << 16;
const usual = Buffer.allocUnsafe(USUAL_ROOM);

/** A place to put together what is hashed: the same one as long as it is large enough. */
const room = (size: number): Buffer => (size <= USUAL_ROOM ? usual : Buffer.allocUnsafe(size));

function writeUInt64(bytes: Buffer, value: number, at: number): number {
  return bytes.writeUInt32BE(value % 2 ** 32, bytes.writeUInt32BE(Math.floor(value / 2 ** 32), at));
}

/** Node has it in one call since 20.12, for half the time; as text, which it gives faster than bytes. */
const sha256: (bytes: Uint8Array) => Uint8Array =
  'hash' in crypto
    ? (bytes) => Buffer.from(crypto.hash('sha256', bytes, 'binary'), 'binary')
    : (bytes) => createHash('sha256').update(bytes).digest();
