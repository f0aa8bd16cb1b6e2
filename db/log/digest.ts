import { createHash } from 'node:crypto';

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
}

/**
 * Rolls the digest of raw logs over one more: sha256(previous || chain as 8 bytes, block number 8,
 * block hash 32, transaction hash 32, log index 4, contract 20, number of topics 1, topics 32 each,
 * data), integers big-endian. Every field but the last has a fixed width, so no two logs encode alike.
 */
export function rollRaw(previous: Uint8Array, log: DigestedLog): Uint8Array {
  const bytes = Buffer.allocUnsafe(137 + 32 * log.topics.length + (log.data.length - 2) / 2);
  bytes.set(previous, 0);
  bytes.writeBigUInt64BE(BigInt(log.chain), 32);
  bytes.writeBigUInt64BE(BigInt(log.block), 40);
  let end = 48;
  end += bytes.write(log.blockHash.slice(2), end, 'hex');
  end += bytes.write(log.txHash.slice(2), end, 'hex');
  end = bytes.writeUInt32BE(log.logIndex, end);
  end += bytes.write(log.contract.slice(2), end, 'hex');
  end = bytes.writeUInt8(log.topics.length, end);
  for (const topic of log.topics) end += bytes.write(topic.slice(2), end, 'hex');
  end += bytes.write(log.data.slice(2), end, 'hex');
  return createHash('sha256').update(bytes.subarray(0, end)).digest();
}

/**
 * Rolls the digest of canonical events over one more: sha256(previous || kind || 0x0a || payload),
 * with the payload as encodePayload of src/domain gives it, in UTF-8. A kind holds no line break.
 */
export function rollCanonical(previous: Uint8Array, kind: string, payload: string): Uint8Array {
  return createHash('sha256').update(previous).update(`${kind}\n${payload}`).digest();
}
