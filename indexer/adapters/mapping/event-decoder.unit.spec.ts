import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeAbiParameters, keccak256, numberToHex, toHex } from 'viem';
import type { Address, Hex } from '../../../src/domain/ids.js';
import { hash } from '../../../test/support/block-tree.js';
import type { RawLog } from '../../log/blocks.js';
import { shapeOfParameters } from '../abi-shape.js';
import { type AbiParameter, eventsOfAbi } from './abi-events.js';
import { eventDecoder, type Value } from './event-decoder.js';

const HERE = `0x${'ab'.repeat(20)}` as Address;

/** A type, with values of it as another library takes them. */
type Typed = readonly [AbiParameter, fc.Arbitrary<unknown>];

const parameter = (type: string, components?: readonly AbiParameter[]): AbiParameter => ({
  name: '',
  type,
  ...(components ? { components } : {}),
});
const bytesOf = (length: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => toHex(bytes) as Hex);
const integer = (bits: number, signed: boolean): fc.Arbitrary<unknown> => {
  const [min, max] = signed ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n] : [0n, 2n ** BigInt(bits) - 1n];
  // Narrow ones are numbers to that library.
  return fc.oneof(fc.constantFrom(min!, max!), fc.bigInt({ min, max })).map((n) => (bits <= 48 ? Number(n) : n));
};

const leaf: fc.Arbitrary<Typed> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 32 }), fc.boolean())
    .map(([bytes, signed]): Typed => [parameter(`${signed ? '' : 'u'}int${bytes * 8}`), integer(bytes * 8, signed)]),
  fc.integer({ min: 1, max: 32 }).map((bytes): Typed => [parameter(`bytes${bytes}`), bytesOf(bytes)]),
  fc.constant<Typed>([parameter('address'), bytesOf(20)]),
  fc.constant<Typed>([parameter('bool'), fc.boolean()]),
  fc.constant<Typed>([parameter('string'), fc.string({ unit: 'grapheme', maxLength: 40 })]),
  fc.constant<Typed>([parameter('bytes'), fc.uint8Array({ maxLength: 70 }).map((bytes) => toHex(bytes))]),
);
const nested: fc.Arbitrary<Typed> = fc.letrec<{ any: Typed }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('any').map(([{ type, components }, value]): Typed => [
      parameter(`${type}[]`, components),
      fc.array(value, { maxLength: 3 }),
    ]),
    fc
      .tuple(tie('any'), fc.integer({ min: 1, max: 3 }))
      .map(([[{ type, components }, value], length]): Typed => [
        parameter(`${type}[${length}]`, components),
        fc.array(value, { minLength: length, maxLength: length }),
      ]),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((members): Typed => [
      parameter(
        'tuple',
        members.map(([member]) => member),
      ),
      fc.tuple(...members.map(([, value]) => value)),
    ]),
  ),
})).any;

const encoded = fc
  .array(nested, { maxLength: 4 })
  .chain((types) => fc.tuple(fc.constant(types.map(([type]) => type)), fc.tuple(...types.map(([, value]) => value))));

describe('an event of any types', () => {
  it('is read as another library wrote it, from data', () => {
    fc.assert(
      fc.property(encoded, ([inputs, values]) => {
        expect(read(inputs, encodeAbiParameters(inputs, values as never))).toEqual(values.map(plain));
      }),
      { numRuns: 150 },
    );
  });

  it('is never read by throwing or by using more than it brings, whatever bytes there are', () => {
    const change = fc.tuple(fc.nat(2_000), fc.constantFrom(0, 1, 2, 31, 32, 64, 96, 128, 254, 255));
    fc.assert(
      fc.property(encoded, fc.array(change, { maxLength: 4 }), fc.nat(2_000), ([inputs, values], changes, cut) => {
        const data = Buffer.from(encodeAbiParameters(inputs, values as never).slice(2), 'hex').subarray(0, 2_000 - cut);
        for (const [at, byte] of changes) if (at < data.length) data[at] = byte;
        const found = read(inputs, toHex(data));
        if (found) expect(weight(found)).toBeLessThanOrEqual(64 * (data.length + 64));
      }),
      { numRuns: 300 },
    );
  });

  it('is read from topics, of which those of no fixed length hold a hash', () => {
    const inputs = ['int16', 'string', 'uint8[]'].map((type) => ({ name: '', type, indexed: true }));
    const topics = [numberToHex(-5, { size: 32, signed: true }), keccak256(toHex('text')), hash('list')] as Hex[];
    const data = encodeAbiParameters([{ type: 'bool' }], [true]);
    expect(read([...inputs, parameter('bool')], data, topics)).toEqual([-5n, topics[1], topics[2], true]);
    expect(read([...inputs, parameter('bool')], data, topics.slice(0, 2))).toBeUndefined();
  });
});

describe('what is malformed', () => {
  const word = (hex: string): string => hex.padStart(64, '0');
  const readWords = (type: string, ...words: string[]): unknown =>
    read([parameter(type)], `0x${words.map(word).join('')}`);

  it.each([
    ['a number with a wrong sign', 'int8', ['80']],
    ['a number wider than its type', 'int8', [`${'f'.repeat(61)}e80`]],
    ['a list longer than the log', 'uint8[]', ['20', '1000000']],
    ['a list of lists longer than the log', 'uint8[][]', ['20', '1', '20', 'ffffffff']],
    ['an offset beyond the log', 'string', ['ff']],
    ['a struct that is cut off', 'bytes32[3]', ['1', '2']],
  ])('%s', (_, type, words) => {
    expect(readWords(type, ...words)).toBeUndefined();
  });

  it('and a negative number is not', () => {
    expect(readWords('int8', `${'f'.repeat(62)}80`)).toEqual([-128n]);
  });

  it('a thousand offsets to the same long bytes, before anything is made of them', () => {
    const isWellFormed = shapeOfParameters([{ type: 'bytes[]' }]);
    const hexOf = (number: number): string => number.toString(16);
    const list = (offsets: readonly number[], ...content: string[]): Parameters<typeof isWellFormed>[0] => {
      const words = ['20', hexOf(offsets.length), ...offsets.map(hexOf), ...content];
      const data = `0x${words.map(word).join('')}` as Hex;
      return { logIndex: 0, txHash: hash('tx'), contract: HERE, topics: [hash('E')], data };
    };
    const count = 1_000;
    const own = Array.from({ length: count }, (_, item) => 32 * (count + 2 * item));
    expect(isWellFormed(list(own, ...own.flatMap(() => ['20', '1'])))).toBe(true);
    const shared = own.map(() => 32 * count);
    expect(isWellFormed(list(shared, hexOf(32 * count), ...own.map(() => '1')))).toBe(false);
  });
});

it('an ABI is a list or a member of an artifact; what is neither is not read', () => {
  const event = { type: 'event', name: 'Used', inputs: [{ name: 'id', type: 'uint256', indexed: true }] };
  const found = [{ name: 'Used', signature: 'Used(uint256)', topic: keccak256(toHex('Used(uint256)')) }];
  expect(eventsOfAbi([event, { type: 'function' }, { ...event, anonymous: true }])).toMatchObject(found);
  expect(eventsOfAbi({ abi: [event] })).toMatchObject(found);
  for (const json of [{}, null, 'abi', [{ type: 'event' }], [{ ...event, inputs: [{ name: 'x' }] }]]) {
    expect(eventsOfAbi(json)).toBeUndefined();
  }
});

function read(
  inputs: readonly AbiParameter[],
  data: string,
  topics: readonly Hex[] = [],
): readonly Value[] | undefined {
  const event = eventsOfAbi([{ type: 'event', name: 'E', inputs }])![0]!;
  const log: RawLog = {
    logIndex: 0,
    txHash: hash('tx'),
    contract: HERE,
    topics: [event.topic, ...topics],
    data: data as Hex,
  };
  return eventDecoder(event).decode(log);
}

/** Values of the other library as this one gives them. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'number') return BigInt(value);
  return value;
}

function weight(value: Value | readonly Value[]): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: Value) => sum + weight(item), 1);
  return typeof value === 'string' ? value.length : 1;
}
