import type { Expression } from '../../config/mapping-file.js';
import { isHashed } from '../adapters/abi-shape.js';
import { type AbiEvent, type AbiParameter, nameOf } from '../adapters/mapping/abi-events.js';
import { type SourceType, typeOf } from '../adapters/mapping/source-types.js';
import { CANONICAL_FIELDS, defaultOf, type MappableKind } from '../adapters/mapping/vocabulary.js';
import { ASSET, BYTES32, TEXT, type Wanted } from '../adapters/mapping/wanted.js';
import { FIELD_GUESSES, FIELD_WORDS, KIND_WORDS } from './meant-words.js';
import { likeness, wordsOf } from './words.js';

/** A field as proposed, with what there is to think of. */
export interface ProposedField {
  readonly name: string;
  readonly value: Expression;
  readonly note: string | undefined;
}

/** What an event probably means. */
export interface Proposal {
  readonly event: AbiEvent;
  readonly kind: MappableKind;
  /** Another event of the transaction that has what this one lacks. */
  readonly partner: { readonly event: AbiEvent; readonly on: string } | undefined;
  readonly each: readonly string[];
  readonly fields: readonly ProposedField[];
  /** Words by number, by the name of the table. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

/** The name under which a proposal knows its partner. */
export const PARTNER = 'joined';

/**
 * What an event of a foreign ABI probably means, judged by its name and the names and types of its
 * arguments. A draft for a person to correct, never more.
 * @returns undefined where nothing fits
 */
export function propose(event: AbiEvent, abi: readonly AbiEvent[]): Proposal | undefined {
  let best: { readonly proposal: Proposal; readonly score: number } | undefined;
  for (const [kind, words] of Object.entries(KIND_WORDS) as [MappableKind, readonly string[]][]) {
    const likely = likeness(event.name, words);
    if (likely === 0) continue;
    const proposal = new Draft(kind, event, abi).proposal();
    if (!proposal) continue;
    const told = proposal.fields.filter(({ value }) => JSON.stringify(value).includes('$')).length;
    const score = likely + 0.3 * (told / proposal.fields.length);
    if (!best || score > best.score) best = { proposal, score };
  }
  return best?.proposal;
}

/** Something that an argument gives: itself, a member of it, or an item of its list. */
interface Candidate {
  readonly ref: string;
  readonly name: string;
  readonly type: SourceType;
  /** The list that has to be gone through for it. */
  readonly list: string | undefined;
}

class Draft {
  private readonly candidates: readonly Candidate[];
  private readonly used = new Set<string>();
  private readonly each = new Set<string>();
  private readonly tables: Record<string, readonly string[]> = {};
  private partner: Proposal['partner'];

  constructor(
    private readonly kind: MappableKind,
    private readonly event: AbiEvent,
    private readonly abi: readonly AbiEvent[],
  ) {
    this.candidates = candidatesOf(event, '');
  }

  proposal(): Proposal | undefined {
    const fields: ProposedField[] = [];
    for (const [name, wanted] of Object.entries(CANONICAL_FIELDS[this.kind]) as [string, Wanted][]) {
      if (wanted.items) return undefined;
      const field = this.field(name, wanted);
      if (field) fields.push(field);
      else if (!defaultOf(name, wanted)) return undefined;
    }
    const { kind, event, partner, each, tables } = this;
    return { event, kind, partner, each: [...each], fields, tables };
  }

  private field(name: string, wanted: Wanted): ProposedField | undefined {
    const found =
      this.best(name, wanted, this.candidates) ?? this.firstId(name, wanted) ?? this.ofPartner(name, wanted);
    if (found) return this.take(name, wanted, found);
    if (name.endsWith('Ppm')) return { name, value: 0, note: 'no argument tells a rate' };
    if (wanted.isNullable) return undefined;
    const guess = FIELD_GUESSES[name];
    return guess && { name, value: guess.value as Expression, note: guess.note };
  }

  private best(name: string, wanted: Wanted, candidates: readonly Candidate[]): Candidate | undefined {
    let best: { readonly candidate: Candidate; readonly score: number } | undefined;
    for (const candidate of candidates) {
      if (this.used.has(candidate.ref) || !expressionOf(name, wanted, candidate)) continue;
      const score = likeness(candidate.name, FIELD_WORDS[name] ?? []);
      // What may be left out is taken only where its name is sure.
      if (score > (wanted.isNullable ? 0.9 : 0) && (!best || score > best.score)) best = { candidate, score };
    }
    return best?.candidate;
  }

  /** An asset is named by the first number there is, if nothing says it better. */
  private firstId(name: string, wanted: Wanted): Candidate | undefined {
    if (wanted !== ASSET || name === 'parent') return undefined;
    return this.candidates.find(({ type, ref, list }) => type.kind === 'number' && !list && !this.used.has(ref));
  }

  /** A rate that another event tells, which has an argument of the same name as this one. */
  private ofPartner(name: string, wanted: Wanted): Candidate | undefined {
    if (!name.endsWith('Ppm')) return undefined;
    for (const other of this.abi) {
      if (other === this.event) continue;
      const on = keysOf(other).find((input) => keysOf(this.event).includes(input));
      const isList = this.each.size > 0;
      const candidates = candidatesOf(other, `${PARTNER}.`).filter(({ list }) => (list !== undefined) === isList);
      const found = on === undefined ? undefined : this.best(name, wanted, candidates);
      if (!found) continue;
      this.partner = { event: other, on: on! };
      return found;
    }
    return undefined;
  }

  private take(name: string, wanted: Wanted, candidate: Candidate): ProposedField {
    const { value, note } = expressionOf(name, wanted, candidate)!;
    // A hash made of something takes nothing away from what it is made of.
    if (!JSON.stringify(value).includes('keccak256')) this.used.add(candidate.ref);
    if (candidate.list !== undefined) this.each.add(candidate.list);
    if (wanted.words && !wanted.isNullable) this.tables[tableName(candidate)] = wanted.words;
    return { name, value: wanted.isNullable ? { orNull: value } : value, note };
  }
}

/** An argument as what a field wants; undefined where its type does not allow that. */
function expressionOf(
  name: string,
  wanted: Wanted,
  candidate: Candidate,
): { readonly value: Expression; readonly note?: string } | undefined {
  const { ref, type } = candidate;
  if (wanted === ASSET) {
    return type.kind === 'number' || (type.kind === 'bytes' && type.size === 32)
      ? { value: { assetId: ref } }
      : undefined;
  }
  if (name.endsWith('Ppm')) return type.kind === 'number' ? rateOf(candidate) : undefined;
  if (wanted.words) {
    if (type.kind !== 'number' || wanted.isNullable) return undefined;
    return { value: { lookup: ref, in: tableName(candidate) }, note: 'which number is which word: see tables' };
  }
  if (name === 'task' && type.kind === 'number') return { value: { taskId: ref } };
  if (wanted.from(type)) return { value: ref };
  if (wanted === TEXT && type.kind === 'bytes') return { value: { text: ref } };
  if (wanted === BYTES32 && (type.kind === 'text' || type.kind === 'bytes')) return { value: { keccak256: ref } };
  return undefined;
}

function rateOf({ ref, name }: Candidate): { readonly value: Expression; readonly note?: string } {
  const words = wordsOf(name);
  if (words.includes('ppm')) return { value: ref };
  if (words.some((word) => word.startsWith('percent'))) return { value: { ppm: ref, of: 100 } };
  const isSure = words.some((word) => ['bp', 'basi'].includes(word));
  return { value: { ppm: ref, of: 10_000 }, ...(isSure ? {} : { note: 'of what? basis points are of 10000' }) };
}

function tableName({ name }: Candidate): string {
  return wordsOf(name).join('_') || 'words';
}

/** Arguments of one value each, by which two events can be joined. */
function keysOf({ inputs }: AbiEvent): string[] {
  return inputs.flatMap((input, index) => {
    const { kind } = typeOf(input);
    return kind === 'list' || kind === 'struct' || (input.indexed && isHashed(input.type))
      ? []
      : [nameOf(input, index)];
  });
}

function candidatesOf(event: AbiEvent, prefix: string): Candidate[] {
  return event.inputs.flatMap((input, index) => {
    if (input.indexed && isHashed(input.type)) return [];
    return expand(input, `${prefix}${nameOf(input, index)}`);
  });
}

function expand(input: AbiParameter, path: string): Candidate[] {
  const type = typeOf(input);
  const isList = type.kind === 'list';
  const inner = isList ? type.item : type;
  const list = isList ? `$${path}` : undefined;
  const last = path.split('.').at(-1)!;
  if (inner.kind === 'list') return [];
  if (inner.kind !== 'struct') return [{ ref: `$${path}`, name: last, type: inner, list }];
  return inner.members
    .filter((member) => member.type.kind !== 'list' && member.type.kind !== 'struct')
    .map((member) => ({ ref: `$${path}.${member.name}`, name: member.name, type: member.type, list }));
}
