import type { Scalar } from '../../../config/mapping-file.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { describeType, type Read, type Source } from './source-types.js';
import type { Wanted } from './wanted.js';

/**
 * A source's value as what is wanted.
 * @returns its reader, which throws UnreadableLogError for a log whose content does not fit
 * @throws MappingProblem where that cannot be
 */
export function convert(source: Source, wanted: Wanted, path: KeyPath): Read {
  const { type, read } = source;
  if (type.kind === 'constant') {
    const constants = new Map(type.values.map((value) => [value, constantOf(value, wanted, path)]));
    return (place) => constants.get(read(place) as Scalar);
  }
  const isNullable = type.kind === 'orNull';
  const from = wanted.from(isNullable ? type.type : type) as ((value: unknown) => unknown) | undefined;
  if (!from || (isNullable && !wanted.isNullable)) throw mismatch(source, wanted, path);
  if (!isNullable) return (place) => from(read(place));
  return (place) => {
    const value = read(place);
    return value === null ? null : from(value);
  };
}

/** @throws MappingProblem */
export function constantOf(value: Scalar, wanted: Wanted, path: KeyPath): unknown {
  const found = wanted.constant(value);
  if (found !== undefined) return found;
  const meant = typeof value === 'string' && wanted.words ? orMeant(value, wanted.words) : '';
  throw new MappingProblem(path, `expected ${wanted.what}; there is ${JSON.stringify(value)}${meant}`);
}

export function mismatch({ type, text }: Source, wanted: Wanted, path: KeyPath): MappingProblem {
  if (type.kind === 'list') {
    return new MappingProblem(
      path,
      `expected ${wanted.what}; ${text} is ${describeType(type)}: name it in each for an event per item`,
    );
  }
  const hint = wanted.hint?.(type, text);
  return new MappingProblem(
    path,
    `expected ${wanted.what}; ${text} is ${describeType(type)}${hint ? `: ${hint}` : ''}`,
  );
}
