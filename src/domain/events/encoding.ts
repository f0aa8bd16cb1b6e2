import type { CanonicalEvent, CanonicalKind } from './canonical.js';

/**
 * The payload's fixed encoding: JSON with fields in the order of code points and bigints as decimal
 * strings. It is what the log stores and what the digest of payloads is rolled over, so two operators
 * who decode the same raw logs get the same bytes.
 */
export function encodePayload(event: CanonicalEvent): string {
  return encodeValue(event.payload);
}

function encodeValue(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(encodeValue).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${encodeValue(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
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
 * The inverse of {@link encodePayload}. `payload` is the parsed JSON of the log; it was written by an
 * adapter of ours, so its shape is trusted.
 */
export function decodeEvent(kind: CanonicalKind, payload: Record<string, unknown>): CanonicalEvent {
  const decoded = { ...payload };
  for (const field of BIGINT_FIELDS[kind] ?? []) decoded[field] = BigInt(decoded[field] as string);
  if (kind === 'TaskOpened') {
    decoded['tokens'] = (decoded['tokens'] as Record<string, string>[]).map((reward) => ({
      token: reward['token'],
      budget: BigInt(reward['budget']!),
      baseReward: BigInt(reward['baseReward']!),
      bonusReward: BigInt(reward['bonusReward']!),
    }));
  }
  return { kind, payload: decoded } as unknown as CanonicalEvent;
}
