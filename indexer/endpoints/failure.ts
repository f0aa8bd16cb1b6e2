import type { FailureReason } from './refusal.js';

/** What is known of a call without a result. */
export interface FailedCall {
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Code of a JSON-RPC error. */
  readonly code?: number;
  readonly message: string;
}

const RATE =
  /rate.?limit|too many requests|requests? (count|per|limit)|per second|compute units|throughput|daily|quota/i;
const RANGE =
  /more than [\d,]+ (results|logs)|(block|blocks|log|query|response|result).{0,20}(range|size|limit)|range (is )?too|too (many|large|wide|big)|limit(ed)? to|max(imum)? .*(range|results|blocks)|exceed/i;
const TIMEOUT = /time(d)? ?out|took too long|deadline/i;

/**
 * Tells what kind of trouble an endpoint has. Providers agree on -32005 for their limits, of range
 * and of rate alike, and otherwise on nothing but English.
 */
export function classifyFailure({ status, code, message }: FailedCall): FailureReason {
  if (status === 429 || RATE.test(message)) return 'rate-limit';
  if (status === 413 || code === -32005) return 'range-limit';
  if (TIMEOUT.test(message) || status === 408 || status === 504 || status === 524) return 'timeout';
  if (RANGE.test(message)) return 'range-limit';
  if (code === undefined && status !== undefined && status >= 500) return 'unreachable';
  return 'error';
}
