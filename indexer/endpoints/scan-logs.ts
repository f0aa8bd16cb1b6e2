import { ENCODED, ROOM_FOR_DIGEST } from '../../db/log/digest.js';
import type { Address } from '../../src/domain/ids.js';
import type { BlockLogs, BlockRange } from './answered-blocks.js';
import { PackedLog } from '../log/packed-log.js';
import {
  endOfText,
  endOfScalar,
  isText,
  LIST,
  LIST_END,
  OBJECT,
  OBJECT_END,
  QUOTE,
  quoted,
  startOfValue,
  walk,
} from './scan-json.js';
import type { Scan } from './scan-replies.js';

export interface ScanQuestion extends BlockRange {
  readonly chain: number;
  /** The contracts that were asked for, in lower case. */
  readonly addresses: ReadonlySet<string>;
}

/** An answer to `eth_getLogs` that has passed every check that `checkLogs` makes. */
export class ScannedLogs {
  constructor(readonly blocks: BlockLogs[]) {}
}

/**
 * Reads an answer to `eth_getLogs` from its bytes into packed logs, checking on the way all that `checkLogs`
 * does. What is not well in every respect is left to that: it says what is wrong, or that it was well after
 * all.
 */
export function scanLogs(question: ScanQuestion): Scan {
  return (bytes, at) => {
    const reader = new LogReader(bytes, question);
    const end = walk(bytes, at, IN_LIST, reader.read);
    return end === undefined ? undefined : { value: new ScannedLogs(reader.blocks), end };
  };
}

/** The members of a log that are read, in the order of their places in `#found`. */
const NAMES = [
  'blockNumber',
  'logIndex',
  'transactionIndex',
  'blockHash',
  'transactionHash',
  'address',
  'data',
  'topics',
  'removed',
] as const;
const FIELDS = NAMES.map(quoted);
const [BLOCK_NUMBER, LOG_INDEX, TRANSACTION_INDEX, BLOCK_HASH, TX_HASH, ADDRESS, DATA, TOPICS, REMOVED] = NAMES.keys();
/** Bytes that each has, 0 where that is not fixed. */
const SIZES = NAMES.map((name) => (name.endsWith('Hash') ? 32 : name === 'address' ? 20 : 0));
const TOPIC_SIZE = 32;
const IN_LIST = [LIST, LIST_END] as const;
const IN_OBJECT = [OBJECT, OBJECT_END] as const;
const FALSE = Buffer.from('false');
const MOST_TOPICS = 4;
/** Digits of a number that is exact in JavaScript, as many as `checkLogs` takes. */
const MOST_DIGITS = 13;

/** What a hexadecimal digit says; more than 15 for what is none. */
const NIBBLE = new Uint8Array(256).fill(0xff);
for (let digit = 0; digit < 16; digit++) {
  NIBBLE[digit.toString(16).charCodeAt(0)] = digit;
  NIBBLE[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

class LogReader {
  readonly blocks: { number: number; hash: string; logs: PackedLog[] }[] = [];
  /** Where the value of each field starts in the log at hand, and where its data end. */
  readonly #found = new Int32Array(NAMES.length);
  readonly #topics = new Int32Array(MOST_TOPICS);
  #topicCount = 0;
  #dataEnd = 0;
  /** The field that was read last, and which one followed upon each the last time. */
  #last = 0;
  readonly #followers = new Int8Array(NAMES.length);
  /** Written digits take half their size as bytes, and a log's numbers less than the names of its fields. */
  readonly #packed: Buffer;
  #end = 0;
  #contract = '';
  #contractAt = -1;

  constructor(
    private readonly bytes: Buffer,
    private readonly question: ScanQuestion,
  ) {
    this.#packed = Buffer.allocUnsafeSlow(Math.ceil(bytes.length / 2) + ROOM_FOR_DIGEST);
  }

  /** Reads the log that starts at `at`. @returns where it ends */
  readonly read = (at: number): number | undefined => {
    this.#found.fill(0);
    const end = walk(this.bytes, at, IN_OBJECT, this.#member);
    // Where a node does not say whether logs are removed, something is missing too.
    if (end === undefined || this.#found.includes(0)) return undefined;
    return this.#pack() ? end : undefined;
  };

  readonly #member = (name: number): number | undefined => {
    const endOfName = endOfText(this.bytes, name);
    const start = endOfName && startOfValue(this.bytes, endOfName);
    if (start === undefined) return undefined;
    const field = this.#field(name, endOfName!);
    if (field < 0) return endOfScalar(this.bytes, start);
    if (this.#found[field] !== 0) return undefined;
    this.#found[field] = start;
    if (field === TOPICS) {
      this.#topicCount = 0;
      return walk(this.bytes, start, IN_LIST, this.#topic);
    }
    if (field === REMOVED)
      return isText(this.bytes, start, start + FALSE.length, FALSE) ? start + FALSE.length : undefined;
    const end = this.#endOfDigits(start, SIZES[field]!);
    if (field === DATA && end !== undefined) this.#dataEnd = end;
    return end;
  };

  /** Which field a name is, below zero for none that is read. Logs name theirs in one order: the next is known. */
  #field(name: number, end: number): number {
    const likely = this.#followers[this.#last]!;
    const found = isText(this.bytes, name, end, FIELDS[likely]!)
      ? likely
      : FIELDS.findIndex((text) => isText(this.bytes, name, end, text));
    if (found < 0) return found;
    this.#followers[this.#last] = found;
    this.#last = found;
    return found;
  }

  /**
   * Where a text of so many bytes in digits ends, or of any number where that is 0. Whether they are digits is
   * seen when they are packed, so that what lies between the quotes need not be looked at here.
   */
  #endOfDigits(at: number, size: number): number | undefined {
    if (this.bytes[at] !== QUOTE) return undefined;
    const last = size > 0 ? at + 3 + 2 * size : this.bytes.indexOf(QUOTE, at + 1);
    return this.bytes[last] === QUOTE ? last + 1 : undefined;
  }

  readonly #topic = (at: number): number | undefined => {
    if (this.#topicCount === MOST_TOPICS) return undefined;
    this.#topics[this.#topicCount++] = at;
    return this.#endOfDigits(at, TOPIC_SIZE);
  };

  /** Puts the log at hand beside the others. @returns whether it is well */
  #pack(): boolean {
    const found = this.#found;
    const number = this.#quantity(found[BLOCK_NUMBER!]!);
    const logIndex = this.#quantity(found[LOG_INDEX!]!);
    const transactionIndex = this.#quantity(found[TRANSACTION_INDEX!]!);
    if (number < this.question.from || number > this.question.to || logIndex < 0 || transactionIndex < 0) return false;

    const start = this.#end + ROOM_FOR_DIGEST;
    const size = (this.#dataEnd - found[DATA!]! - 4) / 2;
    const end = start + ENCODED.topics + ENCODED.topicSize * this.#topicCount + size;
    const packed = this.#packed;
    if (!(size >= 0 && Number.isInteger(size)) || end > packed.length || logIndex > 0xffffffff) return false;
    writeUint64(packed, this.question.chain, start);
    writeUint64(packed, number, start + ENCODED.block);
    packed.writeUInt32BE(logIndex, start + ENCODED.logIndex);
    packed[start + ENCODED.topicCount] = this.#topicCount;
    let isWell = this.#digits(found[BLOCK_HASH!]!, 32, start + ENCODED.blockHash);
    isWell &&= this.#digits(found[TX_HASH!]!, 32, start + ENCODED.txHash);
    isWell &&= this.#digits(found[ADDRESS!]!, 20, start + ENCODED.contract);
    for (let at = 0; at < this.#topicCount; at++) {
      isWell &&= this.#digits(this.#topics[at]!, 32, start + ENCODED.topics + ENCODED.topicSize * at);
    }
    isWell &&= this.#digits(found[DATA!]!, size, end - size);
    if (!isWell || !this.question.addresses.has(this.#contractOf(start))) return false;
    this.#end = end;
    const encoded = { bytes: packed, start, end };
    return this.#place(number, new PackedLog(encoded, this.#contract as Address, logIndex, transactionIndex));
  }

  /** Puts a log into its block. @returns whether it follows upon the one before */
  #place(number: number, log: PackedLog): boolean {
    const last = this.blocks.at(-1);
    const { bytes, start } = log.encoded;
    if (!last || number > last.number) {
      const hash = `0x${bytes.toString('hex', start + ENCODED.blockHash, start + ENCODED.txHash)}`;
      this.blocks.push({ number, hash, logs: [log] });
      return true;
    }
    const before = last.logs.at(-1)!;
    if (number < last.number || log.logIndex <= before.logIndex) return false;
    if (!isSame(bytes, before.encoded.start + ENCODED.blockHash, start + ENCODED.blockHash, 32)) return false;
    last.logs.push(log);
    return true;
  }

  /** The contract of the log that is packed at `start`: of logs in a row it is mostly the same. */
  #contractOf(start: number): string {
    const at = start + ENCODED.contract;
    if (this.#contractAt < 0 || !isSame(this.#packed, this.#contractAt, at, 20)) {
      this.#contract = `0x${this.#packed.toString('hex', at, at + 20)}`;
      this.#contractAt = at;
    }
    return this.#contract;
  }

  /** A number as JSON-RPC writes it; below zero for what is none. */
  #quantity(at: number): number {
    const { bytes } = this;
    if (bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x78) return -1;
    let value = 0;
    let next = at + 3;
    for (; bytes[next] !== QUOTE; next++) {
      const nibble = NIBBLE[bytes[next]!]!;
      if (nibble > 15) return -1;
      value = value * 16 + nibble;
    }
    const digits = next - at - 3;
    return digits === 0 || digits > MOST_DIGITS ? -1 : value;
  }

  /** Turns a text of `0x` and so many bytes, quotes around it, into bytes. @returns whether it is one */
  #digits(at: number, size: number, to: number): boolean {
    const { bytes } = this;
    const packed = this.#packed;
    if (bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x78 || bytes[at + 3 + 2 * size] !== QUOTE) return false;
    let wrong = 0;
    for (let byte = 0, digit = at + 3; byte < size; byte++, digit += 2) {
      const high = NIBBLE[bytes[digit]!]!;
      const low = NIBBLE[bytes[digit + 1]!]!;
      wrong |= high | low;
      packed[to + byte] = (high << 4) | low;
    }
    return wrong < 16;
  }
}

function isSame(bytes: Uint8Array, one: number, other: number, size: number): boolean {
  for (let at = 0; at < size; at++) if (bytes[one + at] !== bytes[other + at]) return false;
  return true;
}

function writeUint64(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(value % 2 ** 32, bytes.writeUInt32BE(Math.floor(value / 2 ** 32), at));
}
