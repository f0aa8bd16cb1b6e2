import type { CanonicalEvent, CanonicalKind } from './canonical.js';

/**
 * The payload's fixed encoding: JSON with fields in the order of code points and bigints as decimal
 * strings. It is what the log stores and what the digest of payloads is rolled over, so two operators
 * who decode the same raw logs get the same bytes.
 */
export function encodePayload(event: CanonicalEvent): string {
  return encodeObject(event.payload);
}

function encodeValue(value: unknown): string {
  if (typeof value === 'string') return encodeText(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(encodeValue).join(',')}]`;
  if (value !== null && typeof value === 'object') return encodeObject(value);
  return JSON.stringify(value);
}

function encodeObject(value: object): string {
  const { names, labels } = fieldsOf(Object.keys(value));
  let text = '';
  for (let at = 0; at < names.length; at++) {
    text += labels[at]! + encodeValue((value as Record<string, unknown>)[names[at]!]);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Most text is hexadecimal or a word: it stands for itself, and short of asking JSON that is known soon. */
const encodeText = (text: string): string => (/^[\w:/ .-]*$/.test(text) ? `"${text}"` : JSON.stringify(text));

/** The names of an object's fields in their order, each with what stands in front of its value. */
interface Fields {
  readonly given: readonly string[];
  readonly names: readonly string[];
  readonly labels: readonly string[];
}

/** The objects of one mapping have their fields in one order: it is sorted once. By the first name given. */
const KNOWN_FIELDS = new Map<string, Fields>();

function fieldsOf(given: readonly string[]): Fields {
  const known = KNOWN_FIELDS.get(given[0] ?? '');
  if (known && isSame(known.given, given)) return known;
  const names = [...given].sort();
  const labels = names.map((name, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const fields = { given, names, labels };
  KNOWN_FIELDS.set(given[0] ?? '', fields);
  return fields;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return false;
  return true;
}

/** Names of the fields that are bigint in the domain and decimal strings in the log. */
const BIGINT_FIELDS: { readonly [K in CanonicalKind]?: readonly string[] } = {
  SharesChanged: ['shares'],
  LicenseGranted: ['fee'],
  ContributionSubmitted: ['units'],
  ContributionReviewed: ['acceptedUnits'],
  RewardPaid: ['amount'],
  UsageRecorded: ['units', 'amount'],
  RevenuePaid: ['amount'],
  Claimed: ['amount'],
};

/**
 * The inverse of {@link encodePayload}. `payload` is the parsed JSON of the log, and the event's from now on; it was
 * written by an adapter of ours, so its shape is trusted.
 */
export function decodeEvent(kind: CanonicalKind, payload: Record<string, unknown>): CanonicalEvent {
  for (const field of BIGINT_FIELDS[kind] ?? []) payload[field] = BigInt(payload[field] as string);
  if (kind === 'TaskOpened') {
    payload['tokens'] = (payload['tokens'] as Record<string, string>[]).map((reward) => ({
      token: reward['token'],
      budget: BigInt(reward['budget']!),
      baseReward: BigInt(reward['baseReward']!),
      bonusReward: BigInt(reward['bonusReward']!),
    }));
  }
  return { kind, payload } as unknown as CanonicalEvent;
}
