import { decodeAbiParameters } from 'viem';
import type { Hex } from '../../../src/domain/ids.js';
import type { RawLog } from '../../log/blocks.js';
import { isHashed, shapeOfParameters } from '../abi-shape.js';
import type { AbiEvent, AbiParameter } from './abi-events.js';

/**
 * An argument of a decoded event: numbers as bigint whatever their width, addresses and bytes as hex in
 * lower case, lists and structs as arrays in the order of the ABI.
 */
export type Value = bigint | boolean | string | readonly Value[];

/** Reads logs of one event. */
export interface EventDecoder {
  /** The arguments in the order of the ABI, or nothing where the log is malformed. Never throws. */
  decode(log: RawLog): readonly Value[] | undefined;
}

/** @throws Error for a type that is not known */
export function eventDecoder({ inputs }: AbiEvent): EventDecoder {
  const isWellFormed = shapeOfParameters(inputs);
  const words = inputs.filter(({ indexed }) => indexed).map((input) => [asRead(topicOf(input))]);
  const inData = inputs.filter(({ indexed }) => !indexed).map(asRead);
  const readers = inputs.map((input) => readerOf(input.indexed ? topicOf(input) : input));
  const decode = (log: RawLog): readonly Value[] => {
    const fromData = inData.length > 0 ? (decodeAbiParameters(inData, hex(log.data)) as readonly unknown[]) : [];
    let topic = 0;
    let member = 0;
    return inputs.map(({ indexed }, at) => {
      if (!indexed) return readers[at]!(fromData[member++]);
      const word = words[topic++]!;
      return readers[at]!((decodeAbiParameters(word, hex(log.topics[topic]!)) as readonly unknown[])[0]);
    });
  };
  return {
    decode(log) {
      if (!isWellFormed(log)) return undefined;
      try {
        return decode(log);
      } catch {
        return undefined;
      }
    },
  };
}

/** What a topic holds of a parameter: its hash, where it has no fixed length. */
function topicOf(parameter: AbiParameter): AbiParameter {
  return isHashed(parameter.type) ? { ...parameter, type: 'bytes32' } : parameter;
}

/**
 * A parameter as the library is asked for it: text as its bytes, since it would leave leading NULs out,
 * and members without names, since those of structs may be missing or double.
 */
function asRead({ type, components }: AbiParameter): AbiParameter {
  return {
    name: '',
    type: type.replace(/^string/, 'bytes'),
    ...(components ? { components: components.map(asRead) } : {}),
  };
}

const hex = (bytes: Hex): `0x${string}` => bytes as string as `0x${string}`;

type Reader = (decoded: unknown) => Value;

function readerOf({ type, components = [], name }: AbiParameter): Reader {
  const array = /^(.+)\[\d*\]$/.exec(type);
  if (array) {
    const item = readerOf({ type: array[1]!, components, name });
    return (decoded) => (decoded as unknown[]).map(item);
  }
  if (type === 'tuple') {
    const members = components.map(readerOf);
    return (decoded) => members.map((read, index) => read((decoded as readonly unknown[])[index]));
  }
  if (type === 'string') return (decoded) => Buffer.from((decoded as string).slice(2), 'hex').toString('utf8');
  if (type === 'address') return (decoded) => (decoded as string).toLowerCase();
  if (/^u?int/.test(type)) return (decoded) => BigInt(decoded as number | bigint);
  return (decoded) => decoded as Value;
}
