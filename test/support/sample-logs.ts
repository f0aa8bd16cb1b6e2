import { type Abi, type AbiEvent, type AbiParameter, encodeAbiParameters, encodeEventTopics, type Hex } from 'viem';
import { assetRegistryAbi, usageMeterAbi } from '../../contracts/generated/abis.js';
import { Chance } from '../simulation/chance.js';
import type { EmittedLog } from './scripted-tree.js';

export const REGISTRY = `0x${'c0'.repeat(20)}`;
export const METER = `0x${'c1'.repeat(20)}`;
/** A contract that nobody watches. */
export const STRANGER = `0x${'f0'.repeat(20)}`;

/** The watched ones, as a configuration lists them. */
export const SAMPLE_CONTRACTS = [REGISTRY, METER].map((address) => ({ adapter: 'reference', address, firstBlock: 0 }));

const VARIANTS = 6;
const TEXTS = ['', 'a name', 'ünï¢ode', 'NUL \0 inside', 'turned \u202e around', 'tab\tline\nback\\slash'];

/**
 * Logs of every event of the reference contracts with arguments of every kind, of events that nobody
 * knows, of data that is cut off, and of a contract that nobody watches. The same in every process.
 */
export function sampleLogs(): readonly EmittedLog[] {
  const chance = new Chance(20_231_114);
  const known = [...logsOf(REGISTRY, assetRegistryAbi, chance), ...logsOf(METER, usageMeterAbi, chance)];
  const usages = known.filter(({ address }) => address === METER).slice(-VARIANTS);
  const odd = [REGISTRY, METER].flatMap((address) => [
    { address, topics: [], data: '0x' },
    { address, topics: [`0x${'ab'.repeat(32)}`], data: '0x00ff' },
  ]);
  const cutOff = usages.map((log) => ({ ...log, data: log.data.slice(0, -64) }));
  const strange = known.slice(0, VARIANTS).map((log) => ({ ...log, address: STRANGER }));
  // Usages are what happens most.
  return [...known, ...usages, ...usages, ...usages, ...odd, ...cutOff.slice(0, 2), ...strange];
}

function logsOf(address: string, abi: Abi, chance: Chance): EmittedLog[] {
  const events = abi.filter((item): item is AbiEvent => item.type === 'event');
  return events.flatMap((event) => Array.from({ length: VARIANTS }, () => logOf(address, event, chance)));
}

function logOf(address: string, event: AbiEvent, chance: Chance): EmittedLog {
  const values = event.inputs.map((input) => sample(input, chance));
  const indexed = event.inputs.flatMap(({ indexed, name }, at) => (indexed ? [[name, values[at]]] : []));
  const plain = event.inputs.flatMap((input, at) => (input.indexed ? [] : [[input, values[at]] as const]));
  const args = Object.fromEntries(indexed) as never;
  return {
    address,
    topics: encodeEventTopics({ abi: [event], eventName: event.name, args }) as string[],
    data: encodeAbiParameters(
      plain.map(([input]) => input),
      plain.map(([, value]) => value),
    ),
  };
}

function sample(parameter: AbiParameter, chance: Chance): unknown {
  const { type } = parameter;
  const list = /^(.*)\[(\d*)\]$/.exec(type);
  if (list) {
    const length = list[2] === '' ? chance.below(4) : Number(list[2]);
    return Array.from({ length }, () => sample({ ...parameter, type: list[1]! } as AbiParameter, chance));
  }
  if (type === 'tuple') {
    const { components } = parameter as AbiParameter & { components: readonly AbiParameter[] };
    return Object.fromEntries(components.map((part) => [part.name, sample(part, chance)]));
  }
  if (type === 'address') return `0x${chance.below(5).toString(16).padStart(40, '0')}`;
  if (type === 'bool') return chance.happens(50);
  if (type === 'string') return chance.pick(TEXTS);
  if (type === 'bytes') return `0x${'5a'.repeat(chance.below(70))}`;
  const bits = /^u?int(\d+)$/.exec(type);
  if (bits) return sampleInteger(Number(bits[1]) - (type.startsWith('u') ? 0 : 1), chance);
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) return `0x${chance.below(256).toString(16).padStart(2, '0').repeat(Number(bytes[1]))}` as Hex;
  throw new Error(`A sample of ${type} has yet to be thought of.`);
}

/** Small ones mostly, as numbers of assets and enumerations are, and now and then the greatest. */
function sampleInteger(bits: number, chance: Chance): bigint | number {
  const value = chance.happens(10) ? 2n ** BigInt(bits) - 1n : BigInt(chance.below(5));
  return bits > 48 ? value : Number(value);
}
