import type { Expression } from '../../../config/mapping-file.js';
import { type AbiEvent, nameOf } from './abi-events.js';
import { convert } from './convert.js';
import { compileSource } from './expressions.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { reference, type Scope } from './references.js';
import { describeType, EveryItem, type Place, type Read, type SourceType } from './source-types.js';
import { comparable } from './wanted.js';

/** What a joined event's arguments are where the transaction does not have it. */
export interface Absent {
  /** Those that are said, and whether they stand for a list that is as long as those it is gone through with. */
  readonly isEveryItem: ReadonlyMap<string, boolean>;
  /** The arguments in the order of the ABI; those that are not said are not read. */
  readonly read: (place: Place) => readonly unknown[];
}

/**
 * @param scope of the event that may be without its partner
 * @throws MappingProblem
 */
export function compileAbsent(
  said: Readonly<Record<string, Expression>>,
  partner: AbiEvent,
  scope: Scope,
  path: KeyPath,
): Absent {
  const names = partner.inputs.map(nameOf);
  const values = Object.entries(said).map(([name, expression]) => {
    const at = [...path, name];
    if (!names.includes(name)) {
      throw new MappingProblem(at, `expected an argument of ${partner.name}${orMeant(name, names)}`);
    }
    const { type } = reference(`$${name}`, { ...scope, event: partner }, at);
    return { name, ...compileArgument(expression, type, scope, at) };
  });
  const reads = new Map(values.map(({ name, read }) => [names.indexOf(name), read]));
  return {
    isEveryItem: new Map(values.map(({ name, isEveryItem }) => [name, isEveryItem])),
    read: (place) => names.map((_, at) => reads.get(at)?.(place)),
  };
}

function compileArgument(
  expression: Expression,
  type: SourceType,
  scope: Scope,
  path: KeyPath,
): { readonly read: Read; readonly isEveryItem: boolean } {
  if (type.kind !== 'list') return { read: compileOne(expression, type, scope, path), isEveryItem: false };
  if (Array.isArray(expression)) {
    const items = (expression as readonly Expression[]).map((one, at) =>
      compileOne(one, type.item, scope, [...path, at]),
    );
    return { read: (place) => items.map((read) => read(place)), isEveryItem: false };
  }
  const whole = compileSource(expression, scope, path);
  if (describeType(whole.type) === describeType(type)) return { read: whole.read, isEveryItem: false };
  const item = compileOne(expression, type.item, scope, path);
  return { read: (place) => new EveryItem(item(place)), isEveryItem: true };
}

function compileOne(expression: Expression, type: SourceType, scope: Scope, path: KeyPath): Read {
  const source = compileSource(expression, scope, path);
  const wanted = comparable(type);
  if (!wanted) {
    throw new MappingProblem(path, `expected nothing, or [] for a list: ${describeType(type)} cannot be written here`);
  }
  if (source.type.kind === 'constant') return convert(source, wanted, path);
  if (describeType(source.type) === describeType(type)) return source.read;
  throw new MappingProblem(path, `expected ${describeType(type)}; ${source.text} is ${describeType(source.type)}`);
}
