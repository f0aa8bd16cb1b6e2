import type { RawLog } from '../log/blocks.js';

/** What of a generated event codec says which words an encoded event has. */
export interface EventShape {
  readonly signature: string;
  /** In the order of the signature; codecs of indexed parameters say so by a property `indexed`. */
  readonly params: Readonly<Record<string, object>>;
}

type Check = (log: RawLog) => boolean;

/** Characters of a word in hex, and where the first one stands after `0x`. */
const WORD = 64;
const START = 2;

/**
 * Makes the test whether a log is a well-formed encoding of an event: padding is zero, offsets and
 * lengths stay within the data. The codecs look at neither: they cut numbers to their width and would
 * reserve memory for whatever length they are told. Tuples and nested arrays are refused.
 * @throws Error for an event that has them
 */
export function shapeOf(event: EventShape): Check {
  const types = event.signature
    .slice(event.signature.indexOf('(') + 1, -1)
    .split(',')
    .filter(Boolean);
  const checks: Check[] = [];
  let topic = 1;
  let word = 0;
  Object.values(event.params).forEach((codec, index) => {
    const type = types[index]!;
    if ((codec as { indexed?: boolean }).indexed) {
      const at = topic++;
      const isClean = cleanWord(type);
      checks.push(({ topics }) => isClean(topics[at] ?? '', START));
      return;
    }
    const { words, check } = dataCheck(type, word);
    word += words;
    checks.push(check);
  });
  const topics = topic;
  return (log) =>
    log.topics.length === topics && log.data.length >= START + WORD * word && checks.every((check) => check(log));
}

function dataCheck(type: string, word: number): { words: number; check: Check } {
  const array = /^(\w+)\[(\d*)\]$/.exec(type);
  const position = START + WORD * word;
  if (array && array[2]) {
    const isClean = cleanWord(array[1]!);
    const words = Number(array[2]);
    return { words, check: ({ data }) => everyWord(data, position, words, isClean) };
  }
  if (array) {
    const isClean = cleanWord(array[1]!);
    return {
      words: 1,
      check: ({ data }) => {
        const content = contentOf(data, position);
        return (
          content !== undefined &&
          content.start + content.length * WORD <= data.length &&
          everyWord(data, content.start, content.length, isClean)
        );
      },
    };
  }
  if (type === 'string' || type === 'bytes') {
    return {
      words: 1,
      check: ({ data }) => {
        const content = contentOf(data, position);
        return content !== undefined && content.start + content.length * 2 <= data.length;
      },
    };
  }
  const isClean = cleanWord(type);
  return { words: 1, check: ({ data }) => isClean(data, position) };
}

/** Follows an offset to a length: where what it counts starts, as a character position, and how many. */
function contentOf(data: string, position: number): { start: number; length: number } | undefined {
  const offset = smallNumber(data, position);
  if (offset === undefined) return undefined;
  const at = START + offset * 2;
  const length = smallNumber(data, at);
  return length === undefined ? undefined : { start: at + WORD, length };
}

/** A word as a number, where it is there and below 2^32. */
function smallNumber(data: string, position: number): number | undefined {
  if (position + WORD > data.length || !isZero(data, position, position + WORD - 8)) return undefined;
  return Number.parseInt(data.slice(position + WORD - 8, position + WORD), 16);
}

function everyWord(data: string, position: number, words: number, isClean: WordCheck): boolean {
  for (let word = 0; word < words; word++) if (!isClean(data, position + WORD * word)) return false;
  return true;
}

type WordCheck = (hex: string, position: number) => boolean;

/** Whether the padding of a static type's word is zero. */
function cleanWord(type: string): WordCheck {
  if (type === 'bool') {
    return (hex, at) => isZero(hex, at, at + WORD - 1) && (hex[at + WORD - 1] === '0' || hex[at + WORD - 1] === '1');
  }
  const padding = leadingPadding(type);
  if (padding !== undefined) return (hex, at) => isZero(hex, at, at + padding);
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) return (hex, at) => isZero(hex, at + 2 * Number(bytes[1]), at + WORD);
  throw new Error(`The shape of ${type} is not known; teach abi-shape.ts to read it.`);
}

function leadingPadding(type: string): number | undefined {
  if (type === 'address') return WORD - 40;
  const unsigned = /^uint(\d+)$/.exec(type);
  return unsigned ? WORD - Number(unsigned[1]) / 4 : undefined;
}

function isZero(hex: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (hex.charCodeAt(at) !== 48) return false;
  return true;
}
