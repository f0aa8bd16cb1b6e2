import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Hex } from '../../src/domain/ids.js';
import { logOf } from '../../test/support/block-tree.js';
import type { RawLog } from '../log/blocks.js';
import { type EventShape, shapeOf } from './abi-shape.js';
import { wordReader } from './abi-words.js';
import { events as registryEvents } from './reference/generated/AssetRegistry.js';
import { events as meterEvents } from './reference/generated/UsageMeter.js';

interface Codec extends EventShape {
  readonly topic: string;
  decode(log: { topics: string[]; data: string }): unknown;
}

const CODECS = Object.entries<Codec>({ ...registryEvents, ...meterEvents });
const OF_WORDS = CODECS.filter(([, codec]) => wordReader(codec) !== undefined);

const number = fc.oneof(fc.nat(20).map(BigInt), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }));

/** A word that is a clean encoding of the type, made of any bits. */
function wordOf(type: string, bits: bigint): string {
  const width = type === 'bool' ? 1 : type === 'address' ? 160 : Number(/\d+$/.exec(type)![0]);
  if (!type.startsWith('bytes')) return BigInt.asUintN(width, bits).toString(16).padStart(64, '0');
  return BigInt.asUintN(8 * width, bits)
    .toString(16)
    .padStart(2 * width, '0')
    .padEnd(64, '0');
}

function encode(codec: Codec, values: readonly bigint[]): RawLog {
  const types = codec.signature.slice(codec.signature.indexOf('(') + 1, -1).split(',');
  const topics = [codec.topic as Hex];
  let data = '0x';
  Object.values(codec.params).forEach((param, index) => {
    const word = wordOf(types[index]!, values[index]!);
    if ((param as { indexed?: boolean }).indexed) topics.push(`0x${word}` as Hex);
    else data += word;
  });
  return { ...logOf(0).raw, topics, data: data as Hex };
}

it('the events that come in millions are read word by word', () => {
  expect(OF_WORDS.map(([name]) => name)).toEqual(expect.arrayContaining(['ParentLinked', 'UsageRecorded']));
  expect(OF_WORDS.length).toBeLessThan(CODECS.length);
});

it.each(OF_WORDS)('%s is read as the generated codec reads it, whatever the words', (_, codec) => {
  const values = fc.array(number, { minLength: 13, maxLength: 13 });
  fc.assert(
    fc.property(values, (bits) => {
      const log = encode(codec, bits);
      expect(shapeOf(codec)(log)).toBe(true);
      expect(wordReader(codec)!(log)).toEqual(codec.decode({ topics: [...log.topics], data: log.data }));
    }),
    { numRuns: 50 },
  );
});
