import { ENCODED } from '../../db/log/digest.js';
import type { EncodedLog } from '../log/blocks.js';
import type { EventShape } from './abi-shape.js';

/** Reads the word at `at`; nothing where it is no clean encoding of its type. */
type ReadWord = (bytes: Buffer, at: number) => unknown;

interface Field {
  readonly name: string;
  readonly read: ReadWord;
  /** Bytes from the first topic, or from where data start. */
  readonly offset: number;
}

const WORD = 32;
const ADDRESS = 20;
/** The generated codecs give numbers up to here and bigints beyond. */
const MOST_BITS_OF_A_NUMBER = 32;

/**
 * Reads an event whose parameters take a word each from the bytes of a packed log: what `shapeOf` tests and
 * `wordReader` reads, without making text of the log. Events that come in millions are of this kind.
 * @returns nothing for an event with text, bytes or lists; what is returned gives nothing for a log that is
 * not well-formed
 */
export function bytesReader(event: EventShape): ((log: EncodedLog) => Record<string, unknown> | undefined) | undefined {
  const types = event.signature.slice(event.signature.indexOf('(') + 1, -1).split(',');
  const indexed: Field[] = [];
  const plain: Field[] = [];
  for (const [index, [name, codec]] of Object.entries(event.params).entries()) {
    const read = readerOf(types[index]!);
    if (!read) return undefined;
    // The topic that comes first names the event.
    if ((codec as { indexed?: boolean }).indexed) indexed.push({ name, read, offset: WORD * (indexed.length + 1) });
    else plain.push({ name, read, offset: WORD * plain.length });
  }
  const topics = indexed.length + 1;
  return ({ bytes, start, end }) => {
    const first = start + ENCODED.topics;
    const data = first + WORD * topics;
    if (bytes[start + ENCODED.topicCount] !== topics || end - data < WORD * plain.length) return undefined;
    const values: Record<string, unknown> = {};
    for (let at = 0; at < indexed.length; at++) {
      const { name, read, offset } = indexed[at]!;
      if ((values[name] = read(bytes, first + offset)) === undefined) return undefined;
    }
    for (let at = 0; at < plain.length; at++) {
      const { name, read, offset } = plain[at]!;
      if ((values[name] = read(bytes, data + offset)) === undefined) return undefined;
    }
    return values;
  };
}

function readerOf(type: string): ReadWord | undefined {
  if (type === 'address') return addressReader();
  if (type === 'bool') {
    return (bytes, at) => (isZero(bytes, at, WORD - 1) && bytes[at + 31]! < 2 ? bytes[at + 31] === 1 : undefined);
  }
  const fixed = /^bytes(\d+)$/.exec(type);
  if (fixed) {
    const size = Number(fixed[1]);
    return (bytes, at) => (isZero(bytes, at + size, WORD - size) ? hexText(bytes, at, size) : undefined);
  }
  const unsigned = /^uint(\d+)$/.exec(type);
  if (!unsigned) return undefined;
  const padding = WORD - Number(unsigned[1]) / 8;
  const read = Number(unsigned[1]) <= MOST_BITS_OF_A_NUMBER ? readNumber : readBigint;
  return (bytes, at) => (isZero(bytes, at, padding) ? read(bytes, at) : undefined);
}

/** Registries, tokens and executors are the same for many events in a row: the last text is given again. */
function addressReader(): ReadWord {
  const last = new Uint8Array(ADDRESS);
  let text = hexText(Buffer.alloc(ADDRESS), 0, ADDRESS);
  return (bytes, at) => {
    const from = at + WORD - ADDRESS;
    if (!isZero(bytes, at, WORD - ADDRESS)) return undefined;
    let same = 0;
    while (same < ADDRESS && bytes[from + same] === last[same]) same++;
    if (same < ADDRESS) {
      for (let byte = 0; byte < ADDRESS; byte++) last[byte] = bytes[from + byte]!;
      text = hexText(bytes, from, ADDRESS);
    }
    return text;
  };
}

const readNumber = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at + WORD - 4);

function readBigint(bytes: Buffer, at: number): bigint {
  const high = bytes.readUInt32BE(at + WORD - 8);
  if (high >= 1 << 21 || !isZero(bytes, at, WORD - 8)) return BigInt(hexText(bytes, at, WORD));
  return BigInt(high * 2 ** 32 + bytes.readUInt32BE(at + WORD - 4));
}

function isZero(bytes: Buffer, at: number, size: number): boolean {
  for (let byte = at; byte < at + size; byte++) if (bytes[byte] !== 0) return false;
  return true;
}

const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
const text = Buffer.from(`0x${'0'.repeat(2 * WORD)}`, 'latin1');

/** Up to 32 bytes as hexadecimal digits after `0x`: in one piece, where joining the two would be put off. */
function hexText(bytes: Buffer, from: number, size: number): string {
  for (let at = 0; at < size; at++) {
    const byte = bytes[from + at]!;
    text[2 + 2 * at] = DIGITS[byte >> 4]!;
    text[3 + 2 * at] = DIGITS[byte & 15]!;
  }
  return text.toString('latin1', 0, 2 + 2 * size);
}
