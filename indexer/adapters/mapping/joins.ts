import type { MappingJoin } from '../../../config/mapping-file.js';
import type { RawLog } from '../../log/blocks.js';
import { type Absent, compileAbsent } from './absent.js';
import { type AbiEvent, nameOf } from './abi-events.js';
import { compileCondition, type Holds } from './conditions.js';
import type { Value } from './event-decoder.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { reference, RESERVED_NAMES, type Scope } from './references.js';
import { describeType, type Place, type Read, type Source } from './source-types.js';

/** A log of a transaction that its event's codec could read. */
export interface ReadLog {
  readonly log: RawLog;
  readonly event: AbiEvent;
  readonly values: readonly Value[];
}

/** A partner that a rule's event has in its transaction. */
export interface Join {
  readonly event: AbiEvent;
  readonly isShared: boolean;
  readonly isPartner: Holds;
  /** What two logs have in common that belong together: the same text. */
  readonly ownKey: (place: Place) => string;
  readonly partnerKey: (place: Place) => string;
  /** What its arguments are where a log has none; undefined where it must have one. */
  readonly absent: Absent | undefined;
  /** For reasons: `RatesSet with the same workId`. */
  readonly words: string;
}

/** @throws MappingProblem */
export function compileJoin(name: string, join: MappingJoin, event: AbiEvent, scope: Scope, path: KeyPath): Join {
  if (RESERVED_NAMES.includes(name)) throw new MappingProblem(path, `expected another name; ${name} has a meaning`);
  if (event === scope.event)
    throw new MappingProblem([...path, 'event'], `expected another event than ${event.name} itself`);
  const partnerScope: Scope = { ...scope, event, joins: new Map() };
  const pairs = Object.entries(join.on).map(([argument, own]) => {
    const at = [...path, 'on', argument];
    const names = event.inputs.map(nameOf);
    if (!names.includes(argument)) {
      throw new MappingProblem(at, `expected an argument of ${event.name}${orMeant(argument, names)}`);
    }
    const partner = keyPart(reference(`$${argument}`, partnerScope, at), at);
    const mine = keyPart(reference(own, { ...scope, joins: new Map() }, at), at);
    return { partner, mine };
  });
  const keyOf = (parts: readonly Read[]) => (place: Place) => {
    const values = parts.map((read) => String(read(place)));
    return JSON.stringify(join.contract === 'same' ? [place.log.contract, ...values] : values);
  };
  const names = Object.keys(join.on);
  return {
    event,
    isShared: join.use === 'shared',
    isPartner: compileCondition(join.when, partnerScope, [...path, 'when']),
    ownKey: keyOf(pairs.map(({ mine }) => mine)),
    partnerKey: keyOf(pairs.map(({ partner }) => partner)),
    absent: join.absent && compileAbsent(join.absent, event, scope, [...path, 'absent']),
    words: names.length > 0 ? `${event.name} with the same ${names.join(' and ')}` : event.name,
  };
}

function keyPart({ type, read, text }: Source, path: KeyPath): Read {
  if (type.kind === 'list' || type.kind === 'struct') {
    throw new MappingProblem(path, `expected one value; ${text} is ${describeType(type)}`);
  }
  return read;
}

/** Why a log has no partner. */
export interface Missing {
  readonly reason: string;
}

/** The partner of a log; nothing where it may be without one, and is. */
export type Partner = ReadLog | Missing | undefined;

/**
 * Finds the partner of each log of one rule: the n-th log with the n-th partner of the same key, where there
 * are as many; for shared ones the only partner of the key. Where a partner may be absent, all of a key are
 * without one or none is: which of several went without would be a guess. A function of the transaction's logs alone.
 */
export function pair(
  join: Join,
  logs: readonly ReadLog[],
  all: readonly ReadLog[],
  place: (one: ReadLog) => Place,
): Map<ReadLog, Partner> {
  const partners = groupBy(
    all.filter((one) => one.event === join.event && join.isPartner(place(one))),
    (one) => join.partnerKey(place(one)),
  );
  const owners = groupBy(logs, (one) => join.ownKey(place(one)));
  const found = new Map<ReadLog, Partner>();
  for (const [key, group] of owners) {
    const candidates = partners.get(key) ?? [];
    const expected = join.isShared ? 1 : group.length;
    const isAbsent = join.absent !== undefined && candidates.length === 0;
    const reason = `${candidates.length} ${join.words} in its transaction where ${sayExpected(join, expected)} expected`;
    group.forEach((one, at) => {
      const partner = candidates[join.isShared ? 0 : at];
      found.set(one, isAbsent ? undefined : candidates.length === expected && partner ? partner : { reason });
    });
  }
  return found;
}

function sayExpected({ absent }: Join, expected: number): string {
  return `${expected}${absent ? ' or none' : ''} ${expected === 1 ? 'is' : 'are'}`;
}

function groupBy(logs: readonly ReadLog[], keyOf: (one: ReadLog) => string): Map<string, ReadLog[]> {
  const groups = new Map<string, ReadLog[]>();
  for (const one of logs) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
