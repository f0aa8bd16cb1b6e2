import { ZERO_ADDRESS } from '../../../src/domain/ids.js';
import type { TransactionFields } from '../../log/blocks.js';
import { isHashed } from '../abi-shape.js';
import { UnreadableLogError } from '../unreadable.js';
import { type AbiEvent, nameOf } from './abi-events.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { EveryItem, type Place, type Source, type SourceType, typeOf } from './source-types.js';

/** What the sources of a rule can name. */
export interface Scope {
  readonly event: AbiEvent;
  /** The joined events by the name that the mapping gives them, in the order of {@link Place.joined}. */
  readonly joins: ReadonlyMap<string, JoinedEvent>;
  /** The lists that are gone through together, as the mapping names them, without `$`. */
  readonly each: readonly string[];
  readonly tables: Tables;
  /** Called for each source that is of the log's transaction, beyond its hash. */
  readonly onTransaction: () => void;
}

export interface JoinedEvent {
  readonly event: AbiEvent;
  /** Where it may be absent: the arguments that there are nevertheless, and whether such a one has no length. */
  readonly absent?: ReadonlyMap<string, boolean> | undefined;
}

export type Tables = Readonly<Record<string, readonly unknown[] | Readonly<Record<string, unknown>>>>;

/** What can be said of the log itself. */
const CONTEXT: Readonly<Record<string, { readonly type: SourceType; readonly read: (place: Place) => unknown }>> = {
  'log.contract': { type: { kind: 'address' }, read: ({ log }) => log.contract },
  'log.index': { type: { kind: 'number' }, read: ({ log }) => BigInt(log.logIndex) },
  'block.chain': { type: { kind: 'number' }, read: ({ block }) => BigInt(block.chain) },
  'block.number': { type: { kind: 'number' }, read: ({ block }) => BigInt(block.number) },
  'block.time': { type: { kind: 'number' }, read: ({ block }) => BigInt(block.time_s) },
  'block.hash': { type: { kind: 'bytes', size: 32 }, read: ({ block }) => block.hash },
  'tx.hash': { type: { kind: 'bytes', size: 32 }, read: ({ log }) => log.txHash },
  'tx.from': { type: { kind: 'address' }, read: (place) => transactionOf(place).from },
  'tx.to': { type: { kind: 'address' }, read: (place) => transactionOf(place).to ?? ZERO_ADDRESS },
  'tx.value': { type: { kind: 'number' }, read: (place) => transactionOf(place).value },
  'item.index': { type: { kind: 'number' }, read: ({ item }) => BigInt(item) },
};

/** The sources that only the transaction itself has. */
const OF_TRANSACTION = ['tx.from', 'tx.to', 'tx.value'];

function transactionOf({ log }: Place): TransactionFields {
  if (!log.transaction) throw new UnreadableLogError('its transaction was not read');
  return log.transaction;
}

/** Names that no joined event may take. */
export const RESERVED_NAMES = ['log', 'block', 'tx', 'item'];

/** `$argument`, `$argument.member`, `$joined.argument` or something of the log, its block or its transaction. */
export function reference(text: string, scope: Scope, path: KeyPath): Source {
  const parts = text.slice(1).split('.');
  const found = Object.hasOwn(CONTEXT, text.slice(1)) ? CONTEXT[text.slice(1)] : undefined;
  const isArgument = scope.event.inputs.some((input, index) => nameOf(input, index) === parts[0]);
  if (found && !isArgument) {
    if (OF_TRANSACTION.includes(text.slice(1))) scope.onTransaction();
    return { ...found, text };
  }
  const joined = isArgument ? undefined : scope.joins.get(parts[0]!);
  if (joined) {
    const at = [...scope.joins.keys()].indexOf(parts[0]!);
    const found = argument(joined.event, parts.slice(1), (place) => place.joined[at]!, { text, scope, path });
    return joined.absent ? orAbsent(found, joined.absent, parts, path) : found;
  }
  return argument(scope.event, parts, ({ own }) => own, { text, scope, path });
}

/** An argument of an event that may be absent. */
function orAbsent(
  found: Source,
  absent: ReadonlyMap<string, boolean>,
  [name, argument]: readonly string[],
  path: KeyPath,
): Source {
  const hasNoLength = absent.get(argument!);
  if (hasNoLength === undefined) {
    const message = `${found.text} is read, and ${name} may be absent: say what ${argument} is then, in join.${name}.absent`;
    throw new MappingProblem(path, message);
  }
  return found.type.kind === 'list' ? { ...found, hasNoLength } : found;
}

interface Naming {
  readonly text: string;
  readonly scope: Scope;
  readonly path: KeyPath;
}

function argument(
  event: AbiEvent,
  parts: readonly string[],
  values: (place: Place) => readonly unknown[],
  naming: Naming,
): Source {
  const { text, scope, path } = naming;
  const at = event.inputs.findIndex((input, index) => nameOf(input, index) === parts[0]);
  const input = event.inputs[at];
  if (!input) throw unknownSource(event, parts[0] ?? '', naming);
  if (input.indexed && isHashed(input.type)) {
    throw new MappingProblem(
      path,
      `${text} cannot be read: ${event.name} has it indexed, and of an indexed ${input.type} the log holds only a hash`,
    );
  }
  const first = (place: Place): unknown => values(place)[at];
  const prefix = text.slice(1).split('.').length - parts.length + 1;
  return member({ type: typeOf(input), read: first, text }, parts.slice(1), prefix, { text, scope, path });
}

/** Goes down from an argument: into the item at hand of a list that `each` names, into members of structs. */
function member(source: Source, rest: readonly string[], depth: number, naming: Naming): Source {
  const { text, scope, path } = naming;
  const name = text.slice(1).split('.').slice(0, depth).join('.');
  const { type, read } = source;
  if (type.kind === 'list' && scope.each.includes(name)) {
    const item = (place: Place): unknown => {
      const list = read(place) as readonly unknown[] | EveryItem;
      return list instanceof EveryItem ? list.value : list[place.item];
    };
    return member({ ...source, type: type.item, read: item }, rest, depth, {
      ...naming,
      scope: { ...scope, each: scope.each.filter((one) => one !== name) },
    });
  }
  const [next] = rest;
  if (next === undefined) return source;
  if (type.kind === 'list') {
    throw new MappingProblem(path, `$${name} is a list; name it in each to read what its items have`);
  }
  if (type.kind !== 'struct') throw new MappingProblem(path, `$${name} has no members; there is ${text}`);
  const index = type.members.findIndex((one) => one.name === next);
  const names = type.members.map((one) => one.name);
  if (index < 0) throw new MappingProblem(path, `$${name} has no member ${next}${orMeant(next, names)}`);
  const inside = (place: Place): unknown => (read(place) as readonly unknown[])[index];
  return member({ ...source, type: type.members[index]!.type, read: inside }, rest.slice(1), depth + 1, naming);
}

function unknownSource(event: AbiEvent, name: string, { scope, path }: Naming): MappingProblem {
  const isOwn = event === scope.event;
  const words = [...event.inputs.map(nameOf), ...(isOwn ? [...scope.joins.keys(), ...Object.keys(CONTEXT)] : [])];
  const expected = isOwn ? `an argument of ${event.name}, or a joined event` : `an argument of ${event.name}`;
  return new MappingProblem(path, `expected ${expected}; there is no ${name || 'name'}${orMeant(name, words)}`);
}
