import type { RawLog } from '../log/blocks.js';
import type { EventShape } from './abi-shape.js';

type ReadWord = (hex: string, at: number) => unknown;

/** Characters of a word in hex, and where the first one stands after `0x`. */
const WORD = 64;
const START = 2;
/** The generated codecs give numbers up to here and bigints beyond. */
const MOST_BITS_OF_A_NUMBER = 32;
/** Characters of a number that is exact as a JavaScript number. */
const SAFE_DIGITS = 13;

/**
 * Reads an event whose parameters take a word each as the generated codec does, at a quarter of the time:
 * from the hex text, without turning it into bytes first. Events that come in millions are of this kind.
 * The log has passed the test of `shapeOf`, so that padding is zero and every word is there.
 * @returns nothing for an event with text, bytes or lists
 */
export function wordReader(event: EventShape): ((log: RawLog) => Record<string, unknown>) | undefined {
  const types = event.signature.slice(event.signature.indexOf('(') + 1, -1).split(',');
  const fields: { name: string; read: ReadWord; topic: number; at: number }[] = [];
  let topic = 1;
  let word = 0;
  for (const [index, [name, codec]] of Object.entries(event.params).entries()) {
    const read = readerOf(types[index]!);
    if (!read) return undefined;
    const isIndexed = (codec as { indexed?: boolean }).indexed === true;
    fields.push({ name, read, topic: isIndexed ? topic++ : 0, at: START + (isIndexed ? 0 : WORD * word++) });
  }
  return ({ topics, data }) => {
    const values: Record<string, unknown> = {};
    for (const { name, read, topic: indexed, at } of fields) {
      values[name] = read(indexed === 0 ? data : topics[indexed]!, at);
    }
    return values;
  };
}

function readerOf(type: string): ReadWord | undefined {
  if (type === 'address') return (hex, at) => `0x${hex.slice(at + WORD - 40, at + WORD)}`;
  if (type === 'bool') return (hex, at) => hex.charCodeAt(at + WORD - 1) !== 48;
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) {
    const length = 2 * Number(bytes[1]);
    return (hex, at) => `0x${hex.slice(at, at + length)}`;
  }
  const unsigned = /^uint(\d+)$/.exec(type);
  if (!unsigned) return undefined;
  return Number(unsigned[1]) <= MOST_BITS_OF_A_NUMBER ? readNumber : readBigint;
}

const readNumber = (hex: string, at: number): number => parseInt(hex.slice(at + WORD - 8, at + WORD), 16);

function readBigint(hex: string, at: number): bigint {
  for (let digit = at; digit < at + WORD - SAFE_DIGITS; digit++) {
    if (hex.charCodeAt(digit) !== 48) return BigInt(`0x${hex.slice(at, at + WORD)}`);
  }
  return BigInt(parseInt(hex.slice(at + WORD - SAFE_DIGITS, at + WORD), 16));
}
