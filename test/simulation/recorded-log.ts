import { decodeEvent, encodePayload } from '../../src/domain/events/encoding.js';
import type { CanonicalKind, Envelope, PlacedEvent } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import { SUMS, type ClaimedFigures } from '../audit/compare.js';

/** What a fold starts from: every chain's events in order, and how far to settle. */
export interface RecordedLog {
  interval_s: number;
  events: ReadonlyMap<ChainId, readonly PlacedEvent[]>;
  /** By `chain|vault`. */
  settledTo_s: ReadonlyMap<string, number>;
}

interface Stored {
  interval_s: number;
  events: [ChainId, { at: Envelope; kind: CanonicalKind; payload: string }[]][];
  settledTo_s: [string, number][];
}

/** A recorded log as text. */
export function writeRecorded(log: RecordedLog): string {
  const stored: Stored = {
    interval_s: log.interval_s,
    events: [...log.events].map(([chain, events]) => [
      chain,
      events.map((event) => ({ at: event.at, kind: event.kind, payload: encodePayload(event) })),
    ]),
    settledTo_s: [...log.settledTo_s],
  };
  return JSON.stringify(stored);
}

/** The inverse of {@link writeRecorded}. */
export function readRecorded(text: string): RecordedLog {
  const { interval_s, events, settledTo_s } = JSON.parse(text) as Stored;
  return {
    interval_s,
    events: new Map(
      events.map(([chain, stored]) => [
        chain,
        stored.map(({ at, kind, payload }) => {
          return { ...decodeEvent(kind, JSON.parse(payload) as Record<string, unknown>), at } as PlacedEvent;
        }),
      ]),
    ),
    settledTo_s: new Map(settledTo_s),
  };
}

/** Figures as text. */
export function writeFigures(figures: ClaimedFigures): string {
  const sums = SUMS.map((name) => [name, [...figures[name]].map(([key, amount]) => [key, String(amount)])]);
  const entitlements = figures.entitlements.map(({ contributor, asset, role, vaultChain, vault, token, amount }) => {
    return { contributor, asset, role, vaultChain, vault, token, amount: String(amount) };
  });
  return JSON.stringify({ ...Object.fromEntries(sums), entitlements });
}

/** The inverse of {@link writeFigures}. */
export function readFigures(text: string): ClaimedFigures {
  const parsed = JSON.parse(text) as Record<string, [string, string][]> & { entitlements: { amount: string }[] };
  const sums = SUMS.map((name) => [name, new Map(parsed[name]!.map(([key, amount]) => [key, BigInt(amount)]))]);
  const entitlements = parsed.entitlements.map((entitlement) => ({
    ...entitlement,
    amount: BigInt(entitlement.amount),
  }));
  return { ...Object.fromEntries(sums), entitlements } as unknown as ClaimedFigures;
}
