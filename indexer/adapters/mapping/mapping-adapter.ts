import type { MappingFile } from '../../../config/mapping-file.js';
import { ZERO_ADDRESS } from '../../../src/domain/ids.js';
import type { BlockContext, RawLog } from '../../log/blocks.js';
import { type Announcement, ignored, type Meaning, type TransactionAdapter, unknown } from '../adapter.js';
import { UnreadableLogError } from '../unreadable.js';
import type { AbiEvent } from './abi-events.js';
import { type EventDecoder, eventDecoder } from './event-decoder.js';
import { type Join, pair, type Partner, type ReadLog } from './joins.js';
import { type KeyPath, MappingProblem, orMeant } from './problem.js';
import { compileRule, listed, type Rule } from './rules.js';
import type { Place } from './source-types.js';

/** What is done with the logs of one event. */
interface Entry {
  readonly event: AbiEvent;
  readonly decoder: EventDecoder;
  /** Its cases in order; undefined where it means nothing by itself. */
  readonly rules: readonly Rule[] | undefined;
  readonly isIgnored: boolean;
  /** The events that take it as a partner. */
  readonly takers: readonly string[];
}

/**
 * Makes an adapter of a mapping and the events of its ABI.
 * @throws MappingProblem where they do not fit each other
 */
export function mappingAdapter(mapping: MappingFile, abi: readonly AbiEvent[]): TransactionAdapter {
  let readsTransactions = false;
  const entries = compileEntries(mapping, abi, () => (readsTransactions = true));
  const canAnnounce = entries.some(({ rules }) => rules?.some(({ announces }) => announces));
  const reader = new TransactionReader(entries);
  return {
    name: mapping.name,
    readsTransactions,
    decodeTransaction: (logs, block) => reader.read(logs, block),
    ...(canAnnounce ? { announces: (log, block) => reader.announces(log, block, mapping.name) } : {}),
  };
}

function compileEntries(mapping: MappingFile, abi: readonly AbiEvent[], onTransaction: () => void): Entry[] {
  const eventNamed = (name: string, path: KeyPath): AbiEvent => findEvent(name, abi, path);
  const ignoredEvents = new Set(mapping.ignore.flatMap((name, at) => eventsNamed(name, abi, ['ignore', at])));
  const rules = new Map<AbiEvent, Rule[]>();
  for (const [name, described] of Object.entries(mapping.events)) {
    const path = ['events', name];
    const event = eventNamed(name, path);
    if (ignoredEvents.has(event)) throw new MappingProblem(path, `${name} is mapped, and ignored by the list ignore`);
    const context = { event, tables: mapping.tables, eventNamed, onTransaction };
    rules.set(
      event,
      listed(described, path).map(([rule, at]) => compileRule(rule, context, at)),
    );
  }
  const takers = new Map<AbiEvent, Set<string>>();
  for (const [event, cases] of rules) {
    for (const { event: partner } of cases.flatMap(({ joins }) => joins)) {
      takers.set(partner, (takers.get(partner) ?? new Set()).add(event.name));
    }
  }
  return abi.map((event) => ({
    event,
    decoder: decoderOf(event),
    rules: rules.get(event),
    isIgnored: ignoredEvents.has(event),
    takers: [...(takers.get(event) ?? [])],
  }));
}

function decoderOf(event: AbiEvent): EventDecoder {
  try {
    return eventDecoder(event);
  } catch (error) {
    throw new MappingProblem(['abi'], `${event.signature} cannot be read. ${(error as Error).message}`);
  }
}

/** The one of a name, or of a signature where there are several of one name. */
function findEvent(name: string, abi: readonly AbiEvent[], path: KeyPath): AbiEvent {
  const [found, ...others] = eventsNamed(name, abi, path);
  if (others.length === 0) return found!;
  const signatures = [found!, ...others].map(({ signature }) => signature).join(', ');
  throw new MappingProblem(path, `the ABI has several events ${name}: name one by its signature, of ${signatures}`);
}

function eventsNamed(name: string, abi: readonly AbiEvent[], path: KeyPath): AbiEvent[] {
  const found = abi.filter((event) => event.name === name || event.signature === name);
  if (found.length > 0) return found;
  const names = [...new Set(abi.map((event) => event.name))];
  throw new MappingProblem(path, `expected an event of the ABI; there is no ${name}${orMeant(name, names)}`);
}

/** A log on the way to its meaning. */
type Step =
  | { readonly is: 'said'; readonly meaning: Meaning }
  | { readonly is: 'mapped'; readonly one: ReadLog; readonly rule: Rule }
  | { readonly is: 'partner'; readonly one: ReadLog; readonly entry: Entry };

class TransactionReader {
  readonly #byTopic = new Map<string, Entry[]>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      const { topic } = entry.event;
      this.#byTopic.set(topic, [...(this.#byTopic.get(topic) ?? []), entry]);
    }
  }

  read(logs: readonly RawLog[], block: BlockContext): Meaning[] {
    const steps = logs.map((log) => this.#step(log, block));
    const all = steps.flatMap((step) => (step.is === 'said' ? [] : [step.one]));
    const mapped = steps.flatMap((step) => (step.is === 'mapped' && step.rule.joins.length > 0 ? [step] : []));
    const partners = joinAll(mapped, all, (one) => placeOf(one, block));
    const taken = new Set(partners.flatMap(({ found }) => [...found.values()]));
    return steps.map((step) => {
      if (step.is === 'said') return step.meaning;
      if (step.is === 'mapped') return mean(step.one, step.rule, partners, block);
      const { event, takers } = step.entry;
      if (taken.has(step.one)) return ignored(event.name);
      return unknown(`${event.name}: no ${takers.join(' or ')} of its transaction goes with it`);
    });
  }

  announces(log: RawLog, block: BlockContext, adapter: string): Announcement[] {
    const step = this.#step(log, block);
    if (step.is !== 'mapped' || !step.rule.announces) return [];
    const contracts = step.rule.announces(placeOf(step.one, block));
    return contracts.filter((contract) => contract !== ZERO_ADDRESS).map((contract) => ({ contract, adapter }));
  }

  /** Reads a log and finds its case. */
  #step(log: RawLog, block: BlockContext): Step {
    const say = (meaning: Meaning): Step => ({ is: 'said', meaning });
    const [topic] = log.topics;
    if (topic === undefined) return say(unknown('it has no topic'));
    const entries = this.#byTopic.get(topic);
    if (!entries) return say(unknown(`topic ${topic} is not known`));
    for (const entry of entries) {
      const { event, decoder, rules, isIgnored, takers } = entry;
      const values = decoder.decode(log);
      if (!values) continue;
      if (isIgnored) return say(ignored(event.name));
      const one: ReadLog = { log, event, values };
      if (!rules && takers.length > 0) return { is: 'partner', one, entry };
      if (!rules) return say(unknown(`${event.name} is not mapped`));
      const rule = rules.find(({ applies }) => applies(placeOf(one, block)));
      return rule ? { is: 'mapped', one, rule } : say(unknown(`${event.name}: no case applies`));
    }
    return say(unknown(`malformed ${entries[0]!.event.name}`));
  }
}

type Found = ReadonlyMap<ReadLog, Partner>;

/** The partners of every join of every rule that the transaction's logs have. */
function joinAll(
  mapped: readonly { readonly one: ReadLog; readonly rule: Rule }[],
  all: readonly ReadLog[],
  place: (one: ReadLog) => Place,
): { join: Join; found: Found }[] {
  const owners = new Map<Join, ReadLog[]>();
  for (const { one, rule } of mapped) {
    for (const join of rule.joins) {
      const logs = owners.get(join);
      if (logs) logs.push(one);
      else owners.set(join, [one]);
    }
  }
  return [...owners].map(([join, logs]) => ({ join, found: pair(join, logs, all, place) }));
}

function mean(
  one: ReadLog,
  rule: Rule,
  partners: readonly { join: Join; found: Found }[],
  block: BlockContext,
): Meaning {
  const place = placeOf(one, block);
  try {
    const joined = rule.joins.map((join) => {
      const partner = partners.find((other) => other.join === join)!.found.get(one);
      if (!partner) return join.absent!.read(place);
      if ('reason' in partner) throw new UnreadableLogError(partner.reason);
      return partner.values;
    });
    return rule.meaning({ ...place, joined });
  } catch (error) {
    if (error instanceof UnreadableLogError) return unknown(`${one.event.name}: ${error.message}`);
    throw error;
  }
}

function placeOf({ log, values }: ReadLog, block: BlockContext): Place {
  return { log, block, own: values, joined: [], item: 0 };
}
