import type { Scalar } from '../../../config/mapping-file.js';
import { address, normalizeAssetId, ZERO_ADDRESS, ZERO_HASH } from '../../../src/domain/ids.js';
import { UnreadableLogError } from '../unreadable.js';
import { displayText } from '../text.js';
import { describeType, type SourceType } from './source-types.js';

/** What a field of a canonical event, or an operand of a function, has to be. */
export interface Wanted {
  /** In words, for messages: `an address`. */
  readonly what: string;
  readonly isNullable?: boolean;
  /** The closed list that it is from. */
  readonly words?: readonly string[];
  /** Of what it is a list, and of how many. */
  readonly items?: { readonly of: Wanted | Readonly<Record<string, Wanted>>; readonly length?: number };
  /** What makes it of a source's value; undefined for sources of another type. The result throws UnreadableLogError. */
  from(type: SourceType): ((value: never) => unknown) | undefined;
  /** It as a constant; undefined for what it cannot be. */
  constant(value: Scalar): unknown;
  /** How to make it of a source of another type, for messages. */
  readonly hint?: (type: SourceType, text: string) => string | undefined;
}

const MAX_UINT256 = 2n ** 256n - 1n;
const same = (value: unknown): unknown => value;
const never = (): undefined => undefined;

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export const ASSET: Wanted = {
  what: 'an asset id',
  from: ({ kind }) => (kind === 'asset' ? same : undefined),
  constant: (value) => (typeof value === 'string' ? attempt(() => normalizeAssetId(value)) : undefined),
  hint: ({ kind }, text) => (kind === 'number' || kind === 'bytes' ? `write { assetId: ${text} }` : undefined),
};

export const ADDRESS: Wanted = {
  what: 'an address',
  from: ({ kind }) => (kind === 'address' ? same : undefined),
  constant: (value) => (typeof value === 'string' ? attempt(() => address(value)) : undefined),
  hint: ({ kind }, text) => (kind === 'number' || kind === 'bytes' ? `write { address: ${text} }` : undefined),
};

export const BYTES32: Wanted = {
  what: 'bytes32',
  from: (type) => (type.kind === 'bytes' && type.size === 32 ? same : undefined),
  constant: (value) =>
    typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value) ? value.toLowerCase() : undefined,
  hint: ({ kind }, text) => (kind === 'list' || kind === 'struct' ? undefined : `write { keccak256: ${text} }`),
};

export const TEXT: Wanted = {
  what: 'a text',
  from: ({ kind }) => (kind === 'text' ? displayText : undefined),
  constant: (value) => (typeof value === 'string' ? displayText(value) : undefined),
  hint: ({ kind }, text) => (kind === 'list' || kind === 'struct' ? undefined : `write { text: ${text} }`),
};

export const BOOLEAN: Wanted = {
  what: 'true or false',
  from: ({ kind }) => (kind === 'bool' ? same : undefined),
  constant: (value) => (typeof value === 'boolean' ? value : undefined),
  hint: ({ kind }, text) => (kind === 'number' ? `write { lookup: ${text}, in: a table }` : undefined),
};

/** A price as a decimal number. */
export const DECIMAL: Wanted = {
  ...TEXT,
  what: 'a decimal number as a text',
  from: ({ kind }) => (kind === 'decimal' ? same : undefined),
  constant: (value) => (typeof value === 'string' && /^(0|[1-9]\d*)(\.\d+)?$/.test(value) ? value : undefined),
  hint: ({ kind }, text) => (kind === 'number' ? `write { decimal: ${text}, decimals: 8 }` : undefined),
};

/** Any whole number of a log or a file, signed. */
export const NUMBER: Wanted = {
  what: 'a whole number',
  from: ({ kind }) => (kind === 'number' ? same : undefined),
  constant: toBigInt,
};

/** Base units, units, shares. */
export const AMOUNT: Wanted = {
  what: 'an amount',
  from: ({ kind }) => (kind === 'number' ? (value: bigint) => within(value, MAX_UINT256) : undefined),
  constant(value) {
    const number = toBigInt(value);
    return number !== undefined && number >= 0n && number <= MAX_UINT256 ? number : undefined;
  },
};

/** A number of the domain, from 0 on. */
export function integer(what: string, max: number): Wanted {
  return {
    what,
    from: ({ kind }) => (kind === 'number' ? (value: bigint) => Number(within(value, BigInt(max))) : undefined),
    constant(value) {
      const number = toBigInt(value);
      return number !== undefined && number >= 0n && number <= BigInt(max) ? Number(number) : undefined;
    },
  };
}

/** One word of a closed list. */
export function oneOf(words: readonly string[]): Wanted {
  return {
    what: `one of ${words.join(', ')}`,
    words,
    from: never,
    constant: (value) => (typeof value === 'string' && words.includes(value) ? value : undefined),
    hint: ({ kind }, text) =>
      kind === 'list' || kind === 'struct' ? undefined : `write { lookup: ${text}, in: a table }`,
  };
}

export function orNull(wanted: Wanted): Wanted {
  return {
    ...wanted,
    what: `${wanted.what} or null`,
    isNullable: true,
    constant: (value) => (value === null ? null : wanted.constant(value)),
  };
}

/** A list, of values or of members by name. */
export function listOf(what: string, of: Wanted | Readonly<Record<string, Wanted>>, length?: number): Wanted {
  return { what, items: { of, ...(length === undefined ? {} : { length }) }, from: never, constant: never };
}

export function isWanted(of: Wanted | Readonly<Record<string, Wanted>>): of is Wanted {
  return typeof of['what'] === 'string';
}

/** Contracts write zero for "none". */
export function isZero(value: unknown): boolean {
  return value === ZERO_ADDRESS || value === ZERO_HASH || value === 0n || value === '';
}

/** How a constant of a condition or a table is compared with what a source gives. */
export function comparable(type: SourceType): Wanted | undefined {
  switch (type.kind) {
    case 'number':
      return NUMBER;
    case 'address':
      return ADDRESS;
    case 'bool':
      return BOOLEAN;
    case 'text':
      return { ...TEXT, from: () => same, constant: (value) => (typeof value === 'string' ? value : undefined) };
    case 'bytes':
      return { what: describeType(type), from: () => same, constant: (value) => toBytes(value, type.size) };
    default:
      return undefined;
  }
}

/** Hex, or a word as contracts write it into fixed bytes: its letters, then zeros. */
function toBytes(value: Scalar, size: number | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^0x([0-9a-fA-F]{2})*$/.test(value)) {
    return size === undefined || value.length === 2 + 2 * size ? value.toLowerCase() : undefined;
  }
  const letters = Buffer.from(value, 'utf8');
  if (size === undefined) return `0x${letters.toString('hex')}`;
  return letters.length <= size ? `0x${letters.toString('hex').padEnd(2 * size, '0')}` : undefined;
}

function toBigInt(value: Scalar): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || !/^(-?\d+|0x[0-9a-fA-F]+)$/.test(value)) return undefined;
  return BigInt(value);
}

function within(value: bigint, max: bigint): bigint {
  if (value < 0n || value > max) throw new UnreadableLogError(`${value} is out of range`);
  return value;
}
