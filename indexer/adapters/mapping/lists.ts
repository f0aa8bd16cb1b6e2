import type { Expression } from '../../../config/mapping-file.js';
import { ROLES } from '../../../src/domain/vocabulary.js';
import { UnreadableLogError } from '../unreadable.js';
import { mismatch } from './convert.js';
import { compileSource, compileValue } from './expressions.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { EveryItem, type Place, type Read, type Source } from './source-types.js';
import { reference, type Scope } from './references.js';
import { isWanted, oneOf, type Wanted } from './wanted.js';

/**
 * A field of a canonical event: one value, or a list in one of its forms.
 * @throws MappingProblem
 */
export function compileField(expression: Expression, wanted: Wanted, scope: Scope, path: KeyPath): Read {
  const { items } = wanted;
  if (!items) return compileValue(expression, wanted, scope, path);
  const read = compileList(expression, wanted, scope, path);
  const { length } = items;
  if (length === undefined) return read;
  return (place) => {
    const list = read(place) as unknown[];
    if (list.length !== length) throw new UnreadableLogError(`${list.length} items where ${length} are expected`);
    return list;
  };
}

function compileList(expression: Expression, wanted: Wanted, scope: Scope, path: KeyPath): Read {
  const { of } = wanted.items!;
  if (Array.isArray(expression)) {
    const items = (expression as readonly Expression[]).map((item, at) => compileItem(item, of, scope, [...path, at]));
    return (place) => items.map((read) => read(place));
  }
  if (isObject(expression) && 'each' in expression) return compileEachAs(expression, of, scope, path);
  if (isObject(expression) && 'byRole' in expression && wanted.items!.length === ROLES.length) {
    return compileByRole(expression, of as Wanted, scope, path);
  }
  const source = compileSource(expression, scope, path);
  if (source.type.kind !== 'list' || !isWanted(of)) {
    const hint = 'write a list, or { each: [...], as: ... }';
    throw new MappingProblem(path, `expected ${wanted.what}; there is ${source.text}: ${hint}`);
  }
  if (source.hasNoLength) throw new MappingProblem(path, noLength(source));
  const item = { ...source, type: source.type.item };
  const from = of.from(item.type) as ((value: unknown) => unknown) | undefined;
  if (!from) throw mismatch(item, of, path);
  return (place) => (source.read(place) as unknown[]).map(from);
}

/** An item: one value, or members by name. */
function compileItem(
  expression: Expression,
  of: Wanted | Readonly<Record<string, Wanted>>,
  scope: Scope,
  path: KeyPath,
): Read {
  if (isWanted(of)) return compileValue(expression, of, scope, path);
  const names = Object.keys(of);
  if (!isObject(expression)) throw new MappingProblem(path, `expected ${names.join(', ')}`);
  const extra = Object.keys(expression).find((name) => !names.includes(name));
  if (extra !== undefined) {
    throw new MappingProblem([...path, extra], `expected ${names.join(', ')}${orMeant(extra, names)}`);
  }
  const members = names.map((name) => {
    const member = expression[name];
    if (member === undefined) throw new MappingProblem(path, `expected ${names.join(', ')}; ${name} is missing`);
    return [name, compileValue(member, of[name]!, scope, [...path, name])] as const;
  });
  return (place) => Object.fromEntries(members.map(([name, read]) => [name, read(place)]));
}

/** `{ each: [$tokens, $budgets], as: ... }`: lists gone through together. */
function compileEachAs(
  expression: Readonly<Record<string, Expression>>,
  of: Wanted | Readonly<Record<string, Wanted>>,
  scope: Scope,
  path: KeyPath,
): Read {
  const { each, as, ...more } = expression;
  const [extra] = Object.keys(more);
  if (extra !== undefined) throw new MappingProblem([...path, extra], 'expected only each and as');
  if (as === undefined) throw new MappingProblem(path, 'expected as: what each item is');
  const lists = compileEach(each!, scope, [...path, 'each']);
  const item = compileItem(as, of, lists.scope, [...path, 'as']);
  return (place) => Array.from({ length: lists.count(place) }, (_, at) => item({ ...place, item: at }));
}

/** `{ byRole: { ANNOTATOR: ... } }`, or `{ byRole: [$roles, $rates], role: ..., ppm: ... }`; other roles get 0. */
function compileByRole(
  expression: Readonly<Record<string, Expression>>,
  ppm: Wanted,
  scope: Scope,
  path: KeyPath,
): Read {
  const { byRole, ...more } = expression;
  const at = [...path, 'byRole'];
  if (isObject(byRole!)) {
    const rates = Object.entries(byRole).map(([role, rate]) => {
      const index = (ROLES as readonly string[]).indexOf(role);
      if (index < 0) throw new MappingProblem([...at, role], `expected a role${orMeant(role, ROLES)}`);
      return [index, compileValue(rate, ppm, scope, [...at, role])] as const;
    });
    return (place) => {
      const split = ROLES.map(() => 0);
      for (const [index, read] of rates) split[index] = read(place) as number;
      return split;
    };
  }
  const lists = compileEach(byRole!, scope, at);
  if (more['role'] === undefined || more['ppm'] === undefined || Object.keys(more).length !== 2) {
    throw new MappingProblem(path, 'expected byRole with role and ppm: what they are for each item');
  }
  const role = compileValue(more['role'], oneOf(ROLES), lists.scope, [...path, 'role']);
  const rate = compileValue(more['ppm'], ppm, lists.scope, [...path, 'ppm']);
  return (place) => {
    const split = ROLES.map(() => 0);
    for (let item = 0; item < lists.count(place); item++) {
      const here = { ...place, item };
      const index = ROLES.indexOf(role(here) as never);
      split[index] = split[index]! + (rate(here) as number);
    }
    return split;
  };
}

/** Lists that are gone through together. */
export interface Each {
  /** Where sources name items of these lists. */
  readonly scope: Scope;
  /** How many items there are. @throws UnreadableLogError for lists of different lengths */
  readonly count: (place: Place) => number;
}

/** @throws MappingProblem */
export function compileEach(each: Expression, scope: Scope, path: KeyPath): Each {
  if (!Array.isArray(each) || each.length === 0) {
    throw new MappingProblem(path, 'expected a list of sources, for example [$parents, $rates]');
  }
  const lists = (each as readonly Expression[]).map((one, at) => {
    if (typeof one !== 'string' || !one.startsWith('$')) {
      throw new MappingProblem(
        [...path, at],
        `expected a source, which starts with $; there is ${JSON.stringify(one)}`,
      );
    }
    const source = reference(one, scope, [...path, at]);
    if (source.type.kind !== 'list') throw new MappingProblem([...path, at], `expected a list; ${one} is none`);
    return source;
  });
  if (lists.every(({ hasNoLength }) => hasNoLength)) throw new MappingProblem(path, noLength(lists[0]!));
  return {
    scope: { ...scope, each: lists.map(({ text }) => text.slice(1)) },
    count(place) {
      const lengths = lists.flatMap(({ read, text }) => {
        const list = read(place) as readonly unknown[] | EveryItem;
        return list instanceof EveryItem ? [] : [{ length: list.length, name: text.slice(1) }];
      });
      const [first, ...others] = lengths;
      if (others.some(({ length }) => length !== first!.length)) {
        throw new UnreadableLogError(lengths.map(({ length, name }) => `${length} ${name}`).join(' and '));
      }
      return first!.length;
    },
  };
}

/** One value for every item does not say how many there are. */
function noLength({ text }: Source): string {
  return `expected another list that tells how many items there are; ${text} does not where its event is absent`;
}

function isObject(expression: Expression): expression is Readonly<Record<string, Expression>> {
  return expression !== null && typeof expression === 'object' && !Array.isArray(expression);
}
