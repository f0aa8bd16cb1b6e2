import type { MappingMeaning, MappingRule } from '../../../config/mapping-file.js';
import type { CanonicalEvent } from '../../../src/domain/events/canonical.js';
import type { Address } from '../../../src/domain/ids.js';
import { ignored, type Meaning } from '../adapter.js';
import type { AbiEvent } from './abi-events.js';
import { compileCondition, type Holds } from './conditions.js';
import { compileJoin, type Join } from './joins.js';
import { compileEach, compileField, type Each } from './lists.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { reference, type Scope } from './references.js';
import { describeType, type Place, type Read } from './source-types.js';
import { CANONICAL_FIELDS, defaultOf, type MappableKind } from './vocabulary.js';
import type { Wanted } from './wanted.js';

/** What one event means, in one case. */
export interface Rule {
  readonly applies: Holds;
  readonly joins: readonly Join[];
  /** The contracts that it announces. */
  readonly announces: ((place: Place) => readonly Address[]) | undefined;
  /** @throws UnreadableLogError for content that does not fit */
  readonly meaning: (place: Place) => Meaning;
}

export interface RuleContext extends Pick<Scope, 'event' | 'tables' | 'onTransaction'> {
  /** An event of the ABI by the name that a mapping gives it. @throws MappingProblem */
  readonly eventNamed: (name: string, path: KeyPath) => AbiEvent;
}

/** @throws MappingProblem */
export function compileRule(rule: MappingRule, context: RuleContext, path: KeyPath): Rule {
  const { event, tables, onTransaction } = context;
  const alone: Scope = { event, joins: new Map(), each: [], tables, onTransaction };
  const joins = Object.entries(rule.join ?? {}).map(([name, join]) => {
    const at = [...path, 'join', name];
    const partner = context.eventNamed(join.event, [...at, 'event']);
    return { name, partner, join: compileJoin(name, join, partner, alone, at) };
  });
  const scope: Scope = {
    ...alone,
    joins: new Map(
      joins.map(({ name, partner, join }) => [name, { event: partner, absent: join.absent?.isEveryItem }]),
    ),
  };
  const emits = listed(rule.means, [...path, 'means']).map(([meaning, at]) =>
    meaning === 'ignore' ? () => [] : compileMeaning(meaning, scope, at),
  );
  return {
    applies: compileCondition(rule.when, alone, [...path, 'when']),
    joins: joins.map(({ join }) => join),
    announces: rule.announces === undefined ? undefined : compileAnnouncement(rule.announces, alone, path),
    meaning(place) {
      const events = emits.flatMap((emit) => emit(place));
      return events.length > 0 ? events : ignored(event.name);
    },
  };
}

/** One or several, each with its path. */
export function listed<T>(value: T | readonly T[], path: KeyPath): (readonly [T, KeyPath])[] {
  return Array.isArray(value) ? value.map((one: T, at) => [one, [...path, at]]) : [[value as T, path]];
}

function compileAnnouncement(text: string, scope: Scope, path: KeyPath): (place: Place) => readonly Address[] {
  const { type, read } = reference(text, scope, [...path, 'announces']);
  if (type.kind === 'address') return (place) => [read(place) as Address];
  if (type.kind === 'list' && type.item.kind === 'address') return (place) => read(place) as readonly Address[];
  throw new MappingProblem([...path, 'announces'], `expected an address; ${text} is ${describeType(type)}`);
}

function compileMeaning(meaning: MappingMeaning, scope: Scope, path: KeyPath): (place: Place) => CanonicalEvent[] {
  const kind = meaning.event as MappableKind;
  const kinds = Object.keys(CANONICAL_FIELDS);
  if (!kinds.includes(kind)) {
    throw new MappingProblem([...path, 'event'], `expected a canonical event; there is ${kind}${orMeant(kind, kinds)}`);
  }
  const each: Each | undefined = meaning.each && compileEach(meaning.each, scope, [...path, 'each']);
  const inside = each?.scope ?? scope;
  const applies = compileCondition(meaning.when, inside, [...path, 'when']);
  const payload = compileFields(kind, meaning, inside, path);
  const emit = (place: Place): CanonicalEvent[] =>
    applies(place) ? [{ kind, payload: payload(place) } as CanonicalEvent] : [];
  if (!each) return emit;
  return (place) => Array.from({ length: each.count(place) }, (_, item) => emit({ ...place, item })).flat();
}

function compileFields(
  kind: MappableKind,
  { fields }: MappingMeaning,
  scope: Scope,
  path: KeyPath,
): (place: Place) => Record<string, unknown> {
  const wanted: Readonly<Record<string, Wanted>> = CANONICAL_FIELDS[kind];
  const names = Object.keys(wanted);
  const extra = Object.keys(fields).find((name) => !names.includes(name));
  if (extra !== undefined) {
    throw new MappingProblem([...path, 'fields', extra], `${kind} has no such field${orMeant(extra, names)}`);
  }
  const readers = names.map((name): [string, Read] => {
    const what = wanted[name]!;
    const expression = fields[name];
    if (expression !== undefined) return [name, compileField(expression, what, scope, [...path, 'fields', name])];
    const fallback = defaultOf(name, what);
    if (!fallback) {
      throw new MappingProblem([...path, 'fields'], `expected ${name}, ${what.what}: ${kind} needs it`);
    }
    return [name, () => fallback.value];
  });
  return (place) => Object.fromEntries(readers.map(([name, read]) => [name, read(place)]));
}
