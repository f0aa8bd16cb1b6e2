import type { RawLog } from '../log/blocks.js';

/** What of a generated event codec says which words an encoded event has. */
export interface EventShape {
  readonly signature: string;
  /** In the order of the signature; codecs of indexed parameters say so by a property `indexed`. */
  readonly params: Readonly<Record<string, object>>;
}

/** A parameter as an ABI describes it. */
export interface ShapeParameter {
  readonly type: string;
  readonly indexed?: boolean | undefined;
  /** What a tuple consists of. */
  readonly components?: readonly ShapeParameter[] | undefined;
}

type Check = (log: RawLog) => boolean;

/** Characters of a word in hex, and where the first one stands after `0x`. */
const WORD = 64;
const START = 2;

/**
 * Makes the test whether a log is a well-formed encoding of a generated codec's event.
 * @throws Error for an event that has tuples, whose signature alone does not say enough
 */
export function shapeOf(event: EventShape): Check {
  const types = event.signature
    .slice(event.signature.indexOf('(') + 1, -1)
    .split(',')
    .filter(Boolean);
  const codecs = Object.values(event.params);
  return shapeOfParameters(
    types.map((type, index) => ({ type, indexed: (codecs[index] as { indexed?: boolean }).indexed })),
  );
}

/**
 * Makes the test whether a log is a well-formed encoding of these parameters: padding is zero or the
 * sign, offsets and lengths stay within the data, and following them costs no more than the data is long.
 * The codecs look at none of it: they cut numbers to their width, would reserve memory for whatever
 * length they are told, and follow a thousand offsets to the same megabyte.
 * @throws Error for a type that is not known
 */
export function shapeOfParameters(parameters: readonly ShapeParameter[]): Check {
  const topics = parameters.filter(({ indexed }) => indexed).map(topicCheck);
  const shapes = parameters.filter(({ indexed }) => !indexed).map(shapeOfType);
  const heads = headsOf(shapes);
  return (log) => {
    if (log.topics.length !== topics.length + 1 || log.data.length < START + WORD * heads.words) return false;
    for (let at = 0; at < topics.length; at++) if (!topics[at]!(log.topics[at + 1]!, START)) return false;
    return everyHead(heads, log.data, START, { words: (2 * log.data.length) / WORD + shapes.length });
  };
}

/** Of what has no fixed length, a topic holds only the hash. */
function topicCheck(parameter: ShapeParameter): WordCheck {
  if (isHashed(parameter.type)) return () => true;
  return cleanWord(parameter.type);
}

/** Whether an indexed parameter of this type is in the log as a hash only. */
export function isHashed(type: string): boolean {
  return type === 'string' || type === 'bytes' || type === 'tuple' || type.endsWith(']');
}

/** What may still be looked at: each word once or twice, unless offsets lead to the same place again and again. */
interface Work {
  words: number;
}

interface Shape {
  /** Words of its head. */
  readonly words: number;
  readonly isDynamic: boolean;
  /** @param base where the offsets of this head count from */
  readonly check: (data: string, position: number, base: number, work: Work) => boolean;
}

interface Heads {
  readonly shapes: readonly Shape[];
  readonly words: number;
}

function headsOf(shapes: readonly Shape[]): Heads {
  return { shapes, words: shapes.reduce((sum, { words }) => sum + words, 0) };
}

function everyHead({ shapes }: Heads, data: string, base: number, work: Work): boolean {
  let position = base;
  for (const shape of shapes) {
    if (!shape.check(data, position, base, work)) return false;
    position += WORD * shape.words;
  }
  return true;
}

function shapeOfType({ type, components = [] }: ShapeParameter): Shape {
  const array = /^(.+)\[(\d*)\]$/.exec(type);
  if (array && array[2]) return fixedList(shapeOfType({ type: array[1]!, components }), Number(array[2]));
  if (array) return list(shapeOfType({ type: array[1]!, components }));
  if (type === 'tuple') return tuple(headsOf(components.map(shapeOfType)));
  if (type === 'string' || type === 'bytes') return BYTES;
  const isClean = cleanWord(type);
  return { words: 1, isDynamic: false, check: (data, position) => isClean(data, position) };
}

const BYTES: Shape = {
  words: 1,
  isDynamic: true,
  check(data, position, base, work) {
    const at = contentOf(data, position, base);
    const length = at === undefined ? undefined : smallNumber(data, at);
    if (length === undefined || at! + WORD + length * 2 > data.length) return false;
    return spend(work, 1 + length / 32);
  },
};

function list(item: Shape): Shape {
  if (item.words === 0) throw new Error('A list of nothing has no shape; correct the ABI.');
  return {
    words: 1,
    isDynamic: true,
    check(data, position, base, work) {
      const at = contentOf(data, position, base);
      const length = at === undefined ? undefined : smallNumber(data, at);
      if (length === undefined || at! + WORD + length * item.words * WORD > data.length) return false;
      return spend(work, 1 + length * item.words) && everyItem(item, length, data, at! + WORD, work);
    },
  };
}

function fixedList(item: Shape, length: number): Shape {
  const words = item.words * length;
  if (words === 0) throw new Error('A list of nothing has no shape; correct the ABI.');
  if (!item.isDynamic) {
    return {
      words,
      isDynamic: false,
      check: (data, position, _, work) => everyItem(item, length, data, position, work),
    };
  }
  return elsewhere(words, (data, at, work) => everyItem(item, length, data, at, work));
}

function tuple(heads: Heads): Shape {
  if (heads.words === 0) throw new Error('A tuple of nothing has no shape; correct the ABI.');
  if (heads.shapes.some(({ isDynamic }) => isDynamic)) {
    return elsewhere(heads.words, (data, at, work) => everyHead(heads, data, at, work));
  }
  return {
    words: heads.words,
    isDynamic: false,
    check: (data, position, _, work) => everyHead(heads, data, position, work),
  };
}

/** What stands where an offset says, with `words` of heads there. */
function elsewhere(words: number, check: (data: string, at: number, work: Work) => boolean): Shape {
  return {
    words: 1,
    isDynamic: true,
    check(data, position, base, work) {
      const at = contentOf(data, position, base);
      return at !== undefined && at + WORD * words <= data.length && spend(work, words) && check(data, at, work);
    },
  };
}

function everyItem(item: Shape, length: number, data: string, start: number, work: Work): boolean {
  for (let index = 0; index < length; index++) {
    if (!item.check(data, start + WORD * item.words * index, start, work)) return false;
  }
  return true;
}

function spend(work: Work, words: number): boolean {
  work.words -= words;
  return work.words >= 0;
}

/** Where an offset leads, as a character position. */
function contentOf(data: string, position: number, base: number): number | undefined {
  const offset = smallNumber(data, position);
  return offset === undefined ? undefined : base + offset * 2;
}

/** A word as a number, where it is there and below 2^32. */
function smallNumber(data: string, position: number): number | undefined {
  if (position + WORD > data.length || !isZero(data, position, position + WORD - 8)) return undefined;
  return Number.parseInt(data.slice(position + WORD - 8, position + WORD), 16);
}

type WordCheck = (hex: string, position: number) => boolean;

/** Whether the padding of a static type's word is zero, or the sign of a negative number. */
function cleanWord(type: string): WordCheck {
  if (type === 'bool') {
    return (hex, at) => isZero(hex, at, at + WORD - 1) && (hex[at + WORD - 1] === '0' || hex[at + WORD - 1] === '1');
  }
  const padding = leadingPadding(type);
  if (padding !== undefined) return (hex, at) => isZero(hex, at, at + padding);
  const signed = /^int(\d+)$/.exec(type);
  if (signed) {
    const sign = WORD - Number(signed[1]) / 4;
    return (hex, at) =>
      '89abcdef'.includes(hex[at + sign] ?? '')
        ? isFilled(hex, at, at + sign, LETTER_F)
        : isFilled(hex, at, at + sign, ZERO);
  }
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) return (hex, at) => isZero(hex, at + 2 * Number(bytes[1]), at + WORD);
  throw new Error(`The shape of ${type} is not known; teach abi-shape.ts to read it.`);
}

function leadingPadding(type: string): number | undefined {
  if (type === 'address') return WORD - 40;
  const unsigned = /^uint(\d+)$/.exec(type);
  return unsigned ? WORD - Number(unsigned[1]) / 4 : undefined;
}

const ZERO = 48;
const LETTER_F = 102;

function isZero(hex: string, from: number, to: number): boolean {
  return isFilled(hex, from, to, ZERO);
}

function isFilled(hex: string, from: number, to: number, digit: number): boolean {
  for (let at = from; at < to; at++) if (hex.charCodeAt(at) !== digit) return false;
  return true;
}
