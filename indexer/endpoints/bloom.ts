import { type Hex, keccak256 } from 'viem';

/** What a header's logsBloom says: some bits for the address and every topic of each of the block's logs. */
export interface Bloom {
  /** Whether it says anything: nodes that don't fill it give all zeros, some all ones. */
  readonly isFilled: boolean;
  /** False: no log of the block has this address or topic. True: perhaps one has. */
  mayHold(value: string): boolean;
  /** Whether logs with these addresses and topics set every bit that is set here, so that none is known to be missing. */
  isCoveredBy(values: Iterable<string>): boolean;
}

const BYTES = 256;
const MOST_REMEMBERED = 8_192;
const bitsOf = new Map<string, readonly [number, number, number]>();

/** Reads 256 bytes of hexadecimal digits (Ethereum's Yellow Paper, section 4.3.1). @returns nothing when it is none */
export function readBloom(value: unknown): Bloom | undefined {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{512}$/.test(value)) return undefined;
  const bytes = Buffer.from(value.slice(2), 'hex');
  const isFilled = bytes.some((byte) => byte !== 0) && bytes.some((byte) => byte !== 0xff);
  return {
    isFilled,
    mayHold: (text) => bitsFor(text).every((bit) => (bytes[byteAt(bit)]! & maskOf(bit)) !== 0),
    isCoveredBy(values) {
      const left = Buffer.from(bytes);
      for (const text of values) for (const bit of bitsFor(text)) left[byteAt(bit)]! &= ~maskOf(bit);
      return left.every((byte) => byte === 0);
    },
  };
}

/** The bloom of logs with these addresses and topics, as a header has it. */
export function writeBloom(values: Iterable<string>): Hex {
  const bytes = Buffer.alloc(BYTES);
  for (const text of values) for (const bit of bitsFor(text)) bytes[byteAt(bit)]! |= maskOf(bit);
  return `0x${bytes.toString('hex')}`;
}

/** Addresses and topics come again and again; hashing them is what a bloom costs. */
function bitsFor(text: string): readonly [number, number, number] {
  const known = bitsOf.get(text);
  if (known) return known;
  const hash = keccak256(text as Hex, 'bytes');
  const bit = (at: number): number => (((hash[at]! << 8) | hash[at + 1]!) & 2047) >>> 0;
  const bits = [bit(0), bit(2), bit(4)] as const;
  if (bitsOf.size >= MOST_REMEMBERED) bitsOf.clear();
  bitsOf.set(text, bits);
  return bits;
}

const byteAt = (bit: number): number => BYTES - 1 - (bit >>> 3);
const maskOf = (bit: number): number => 1 << (bit & 7);
