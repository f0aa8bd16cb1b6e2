import type { Condition, Scalar } from '../../../config/mapping-file.js';
import { constantOf } from './convert.js';
import { type KeyPath, MappingProblem } from './problem.js';
import { reference, type Scope } from './references.js';
import { describeType, type Place } from './source-types.js';
import { comparable } from './wanted.js';

/** Whether a log, or an item of one, is meant. */
export type Holds = (place: Place) => boolean;

/** All of a condition's sources are what they must be. @throws MappingProblem */
export function compileCondition(condition: Condition | undefined, scope: Scope, path: KeyPath): Holds {
  const checks = Object.entries(condition ?? {}).map(([text, wanted]) => {
    const at = [...path, text];
    const source = reference(text, scope, at);
    const compared = comparable(source.type);
    if (!compared) throw new MappingProblem(at, `expected one value; ${text} is ${describeType(source.type)}`);
    const isNegated = wanted !== null && typeof wanted === 'object' && !Array.isArray(wanted);
    const constants = [isNegated ? wanted.not : wanted].flat() as Scalar[];
    const values = new Set(constants.map((constant) => constantOf(constant, compared, at)));
    return (place: Place): boolean => values.has(source.read(place)) !== isNegated;
  });
  return (place) => checks.every((check) => check(place));
}
