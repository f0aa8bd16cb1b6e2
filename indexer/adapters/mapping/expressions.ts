import { keccak256 } from 'viem';
import type { Expression, Scalar } from '../../../config/mapping-file.js';
import { type Address, assetId, taskId } from '../../../src/domain/ids.js';
import { foreignAssetId, UnreadableLogError } from '../unreadable.js';
import { floor, decimalOf } from './arithmetic.js';
import { constantOf, convert } from './convert.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { reference, type Scope } from './references.js';
import { describeType, type Place, type Read, type Source, type SourceType } from './source-types.js';
import { sayValue, textOf } from './texts.js';
import { ADDRESS, comparable, integer, isZero, NUMBER, type Wanted } from './wanted.js';

/** A function as it is used at one place of a mapping. */
interface Use {
  readonly operand: Expression;
  readonly options: Readonly<Record<string, Expression>>;
  readonly scope: Scope;
  readonly path: KeyPath;
  /** The path of an option, or of the operand. */
  readonly at: (key: string) => KeyPath;
}

interface MappingFunction {
  /** What may stand beside the operand; those with `?` may be left out. */
  readonly options: readonly string[];
  readonly compile: (use: Use) => { readonly type: SourceType; readonly read: Read };
}

const number = (read: Read): { type: SourceType; read: Read } => ({ type: { kind: 'number' }, read });

const FUNCTIONS: Readonly<Record<string, MappingFunction>> = {
  assetId: { options: ['chain?', 'registry?'], compile: compileAssetId },
  taskId: { options: [], compile: compileTaskId },
  address: { options: [], compile: compileAddress },
  text: { options: [], compile: compileText },
  concat: { options: [], compile: ({ operand, scope, at }) => texts(operand, '', scope, at('concat')) },
  keccak256: { options: [], compile: compileHash },
  lookup: { options: ['in', 'else?'], compile: compileLookup },
  orNull: { options: [], compile: compileOrNull },
  /** Parts of `of` as parts per million, floored: basis points are of 10000. */
  ppm: {
    options: ['of'],
    compile({ operand, options, scope, at }) {
      const rate = compileValue(operand, NUMBER, scope, at('ppm'));
      const whole = positive(options['of']!, at('of'));
      return number((place) => floor((rate(place) as bigint) * 1_000_000n, whole));
    },
  },
  /** Multiplied, then divided and floored. */
  scale: {
    options: ['times?', 'over?'],
    compile({ operand, options, scope, at }) {
      const value = compileValue(operand, NUMBER, scope, at('scale'));
      const times = positive(options['times'] ?? 1, at('times'));
      const over = positive(options['over'] ?? 1, at('over'));
      return number((place) => floor((value(place) as bigint) * times, over));
    },
  },
  sum: { options: [], compile: (use) => combine(use, 'sum', (a, b) => a + b) },
  minus: { options: [], compile: (use) => combine(use, 'minus', (a, b) => a - b) },
  least: { options: [], compile: (use) => combine(use, 'least', (a, b) => (b < a ? b : a)) },
  /** A number with so many decimals, as a decimal text. */
  decimal: {
    options: ['decimals'],
    compile({ operand, options, scope, at }) {
      const value = compileValue(operand, NUMBER, scope, at('decimal'));
      const decimals = compileValue(options['decimals']!, integer('a number of decimals', 255), scope, at('decimals'));
      const read: Read = (place) => decimalOf(value(place) as bigint, decimals(place) as number);
      return { type: { kind: 'decimal' }, read };
    },
  },
};

/**
 * A constant, a `$source` or a function, held against the ABI.
 * @throws MappingProblem
 */
export function compileSource(expression: Expression, scope: Scope, path: KeyPath): Source {
  if (typeof expression === 'string' && expression.startsWith('$')) return reference(expression, scope, path);
  if (expression !== null && typeof expression === 'object') {
    if (Array.isArray(expression)) throw new MappingProblem(path, 'expected one value; there is a list');
    return compileFunction(expression as Readonly<Record<string, Expression>>, scope, path);
  }
  return {
    type: { kind: 'constant', values: [expression as never] },
    read: () => expression,
    text: JSON.stringify(expression),
  };
}

/** A field, or an operand of a function, made of one source; see {@link convert}. @throws MappingProblem */
export function compileValue(expression: Expression, wanted: Wanted, scope: Scope, path: KeyPath): Read {
  return convert(compileSource(expression, scope, path), wanted, path);
}

/** @throws MappingProblem */
function compileFunction(expression: Readonly<Record<string, Expression>>, scope: Scope, path: KeyPath): Source {
  const keys = Object.keys(expression);
  const name = keys.find((key) => Object.hasOwn(FUNCTIONS, key));
  const names = Object.keys(FUNCTIONS);
  if (name === undefined) {
    const found = keys[0] ?? '{}';
    throw new MappingProblem(path, `expected a function; there is ${found}${orMeant(found, names)}`);
  }
  const { options, compile } = FUNCTIONS[name]!;
  const known = options.map((option) => option.replace('?', ''));
  const extra = keys.find((key) => key !== name && !known.includes(key));
  if (extra !== undefined) {
    const expected = known.length > 0 ? `beside ${name} expected ${known.join(', ')}` : `expected ${name} alone`;
    throw new MappingProblem([...path, extra], `${expected}${orMeant(extra, known)}`);
  }
  const missing = options.find((option) => !option.endsWith('?') && expression[option] === undefined);
  if (missing !== undefined) throw new MappingProblem(path, `beside ${name} expected ${missing}`);
  const { [name]: operand, ...given } = expression;
  const use: Use = { operand: operand!, options: given, scope, path, at: (key) => [...path, key] };
  return { ...compile(use), text: `{ ${name}: ... }` };
}

/** CAIP-19 from a token id; of this contract and chain unless others are named. */
function compileAssetId({ operand, options, scope, at }: Use): { type: SourceType; read: Read } {
  const token = tokenId(operand, scope, at('assetId'));
  const registry =
    options['registry'] === undefined
      ? ({ log }: Place): Address => log.contract
      : (compileValue(options['registry'], ADDRESS, scope, at('registry')) as (place: Place) => Address);
  const type: SourceType = { kind: 'asset' };
  if (options['chain'] === undefined) {
    return { type, read: (place) => assetId(place.block.chain, registry(place), token(place)) };
  }
  const chain = compileValue(options['chain'], NUMBER, scope, at('chain')) as (place: Place) => bigint;
  return {
    type,
    read(place) {
      const id = chain(place);
      if (id < 1n) throw new UnreadableLogError(`chain id ${id} is out of range`);
      return foreignAssetId(id, registry(place), token(place));
    },
  };
}

/** The id of a task of this contract. */
function compileTaskId({ operand, scope, at }: Use): { type: SourceType; read: Read } {
  const number = tokenId(operand, scope, at('taskId'));
  return { type: { kind: 'text' }, read: (place) => taskId(place.block.chain, place.log.contract, number(place)) };
}

/** Ids are numbers, or 32 bytes that are read as one. */
function tokenId(operand: Expression, scope: Scope, path: KeyPath): (place: Place) => bigint {
  const source = compileSource(operand, scope, path);
  if (source.type.kind === 'bytes' && source.type.size !== undefined) {
    return (place) => BigInt(source.read(place) as string);
  }
  const read = compileValue(operand, NUMBER, scope, path) as (place: Place) => bigint;
  return (place) => {
    const id = read(place);
    if (id < 0n) throw new UnreadableLogError(`token id ${id} is out of range`);
    return id;
  };
}

/** The last twenty bytes of what is wider, where the others are zero. */
function compileAddress({ operand, scope, at }: Use): { type: SourceType; read: Read } {
  const source = compileSource(operand, scope, at('address'));
  const { kind } = source.type;
  if (kind !== 'number' && kind !== 'bytes') {
    throw new MappingProblem(
      at('address'),
      `expected a number or bytes; ${source.text} is ${describeType(source.type)}`,
    );
  }
  return {
    type: { kind: 'address' },
    read(place) {
      const value = source.read(place);
      const digits = typeof value === 'bigint' ? value.toString(16) : (value as string).slice(2).replace(/^0+/, '');
      if (digits.length > 40 || digits.startsWith('-')) throw new UnreadableLogError('no address fits');
      return `0x${digits.padStart(40, '0')}`;
    },
  };
}

function compileText({ operand, scope, at }: Use): { type: SourceType; read: Read } {
  return texts([operand], '', scope, at('text'));
}

function texts(operand: Expression, between: string, scope: Scope, path: KeyPath): { type: SourceType; read: Read } {
  if (!Array.isArray(operand)) throw new MappingProblem(path, 'expected a list');
  const parts = (operand as readonly Expression[]).map((part) => textOf(compileSource(part, scope, path), path));
  return { type: { kind: 'text' }, read: (place) => parts.map((read) => read(place)).join(between) };
}

/** Of bytes or a text itself; of a list, of its parts as texts with slashes between, bytes in hex. */
function compileHash({ operand, scope, at }: Use): { type: SourceType; read: Read } {
  const path = at('keccak256');
  const type: SourceType = { kind: 'bytes', size: 32 };
  if (Array.isArray(operand)) {
    const parts = (operand as readonly Expression[]).map((part) => {
      const source = compileSource(part, scope, path);
      return source.type.kind === 'bytes' ? source.read : textOf(source, path);
    });
    return {
      type,
      read: (place) => keccak256(Buffer.from(parts.map((read) => String(read(place))).join('/'), 'utf8')),
    };
  }
  const source = compileSource(operand, scope, path);
  if (source.type.kind === 'bytes') return { type, read: (place) => keccak256(source.read(place) as `0x${string}`) };
  const read = textOf(source, path);
  return { type, read: (place) => keccak256(Buffer.from(read(place), 'utf8')) };
}

/** A table's word for a value. */
function compileLookup({ operand, options, scope, at }: Use): { type: SourceType; read: Read } {
  const name = options['in'];
  const table = typeof name === 'string' && Object.hasOwn(scope.tables, name) ? scope.tables[name] : undefined;
  if (!table) {
    const names = Object.keys(scope.tables);
    throw new MappingProblem(
      at('in'),
      `expected the name of a table; there is ${String(name)}${orMeant(String(name), names)}`,
    );
  }
  const source = compileSource(operand, scope, at('lookup'));
  const compared = comparable(source.type);
  if (!compared) {
    throw new MappingProblem(at('lookup'), `expected one value; ${source.text} is ${describeType(source.type)}`);
  }
  const entries = Array.isArray(table) ? table.map((word, index) => [String(index), word]) : Object.entries(table);
  const words = new Map(
    entries.map(([key, word]) => {
      const value = source.type.kind === 'bool' ? key === 'true' : (key as string);
      return [constantOf(value, compared, ['tables', name as string, key as string]), word as Scalar];
    }),
  );
  const other = options['else'] as Scalar | undefined;
  const values = [...new Set([...words.values(), ...(other === undefined ? [] : [other])])];
  return {
    type: { kind: 'constant', values },
    read(place) {
      const value = source.read(place);
      const word = words.get(value) ?? other;
      if (word === undefined) throw new UnreadableLogError(`${sayValue(value)} is not in the table ${String(name)}`);
      return word;
    },
  };
}

function compileOrNull({ operand, scope, at }: Use): { type: SourceType; read: Read } {
  const source = compileSource(operand, scope, at('orNull'));
  return {
    type: { kind: 'orNull', type: source.type },
    read(place) {
      const value = source.read(place);
      return isZero(value) ? null : value;
    },
  };
}

function combine(
  { operand, scope, at }: Use,
  name: string,
  operation: (a: bigint, b: bigint) => bigint,
): { type: SourceType; read: Read } {
  const path = at(name);
  if (!Array.isArray(operand) || operand.length < 2) throw new MappingProblem(path, 'expected a list of two or more');
  const parts = (operand as readonly Expression[]).map((part, index) =>
    compileValue(part, NUMBER, scope, [...path, index]),
  ) as ((place: Place) => bigint)[];
  return number((place) => parts.map((read) => read(place)).reduce(operation));
}

function positive(value: Expression, path: KeyPath): bigint {
  const found = NUMBER.constant(value as Scalar) as bigint | undefined;
  if (found === undefined || found < 1n) {
    throw new MappingProblem(path, `expected a whole number of at least 1; there is ${JSON.stringify(value)}`);
  }
  return found;
}
