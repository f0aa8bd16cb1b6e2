import type { FailureReason, RefusalReason } from './refusal.js';

/** How an endpoint has done lately. */
export interface EndpointHealth {
  /** From 0 to 1: the share of its answers that were good, the last ones weighing most. */
  readonly score: number;
  /** Failures in a row. */
  readonly failures: number;
  /** It is left alone until then. */
  readonly restsUntil_ms: number;
  readonly failedAt_ms: number;
}

export interface Failure {
  readonly reason: RefusalReason | FailureReason;
  /** When the call that failed was made. */
  readonly askedAt_ms: number;
  readonly now_ms: number;
  readonly retryAfter_ms: number;
  /** From 0 to 1: those who fail together must not return together. */
  readonly jitter: number;
}

export const HEALTHY: EndpointHealth = { score: 1, failures: 0, restsUntil_ms: 0, failedAt_ms: -1 };

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 15_000;
/** After an answer that is not believed: the next one may be right, and nobody asked to be left alone. */
const LONGEST_AFTER_REFUSAL_MS = 1_000;
const NEEDS_REST: ReadonlySet<Failure['reason']> = new Set([
  'rate-limit',
  'timeout',
  'unreachable',
  'error',
  'oversized',
  'wrong-chain',
  'stale',
] as const);
const FLOOR = 0.01;

export function afterSuccess(health: EndpointHealth): EndpointHealth {
  return { ...health, score: health.score * 0.8 + 0.2, failures: 0 };
}

/**
 * A failure costs score and a pause that doubles with each in a row. A call that was under way when
 * an earlier one failed shares its pause. A limit of range costs score only: it says how to ask, and that
 * others may take more.
 */
export function afterFailure(health: EndpointHealth, failure: Failure): EndpointHealth {
  const score = Math.max(FLOOR, health.score * 0.6);
  if (failure.reason === 'range-limit' || failure.askedAt_ms < health.failedAt_ms) return { ...health, score };
  const longest_ms = NEEDS_REST.has(failure.reason) ? LONGEST_PAUSE_MS : LONGEST_AFTER_REFUSAL_MS;
  const doubled = Math.min(longest_ms, FIRST_PAUSE_MS * 2 ** Math.min(health.failures, 10));
  const pause_ms = Math.max(failure.retryAfter_ms, doubled * (0.5 + failure.jitter / 2));
  return {
    score,
    failures: health.failures + 1,
    restsUntil_ms: failure.now_ms + pause_ms,
    failedAt_ms: failure.now_ms,
  };
}

export interface Candidate {
  readonly health: EndpointHealth;
  /** Calls under way. */
  readonly underWay: number;
}

/**
 * The best endpoint to ask: rested, preferred, with the least to do for its score, and not the one that
 * has just failed where there is another. @returns its index, and how long to wait before asking it
 */
export function chooseEndpoint(
  candidates: readonly Candidate[],
  {
    now_ms,
    avoid,
    prefer,
  }: { readonly now_ms: number; readonly avoid?: number | undefined; readonly prefer?: number | undefined },
): { readonly index: number; readonly wait_ms: number } {
  const ranked = candidates.map(({ health, underWay }, index) => ({
    index,
    wait_ms: Math.max(0, health.restsUntil_ms - now_ms),
    place: index === avoid ? 2 : index === prefer ? 0 : 1,
    load: (underWay + 1) / health.score,
  }));
  ranked.sort((a, b) => {
    const resting = Number(a.wait_ms > 0) - Number(b.wait_ms > 0);
    return resting || a.place - b.place || a.wait_ms - b.wait_ms || a.load - b.load || a.index - b.index;
  });
  return ranked[0]!;
}
