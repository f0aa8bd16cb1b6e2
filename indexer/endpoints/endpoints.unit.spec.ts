import { expect, it } from '@jest/globals';
import { classifyFailure } from './failure.js';
import { afterFailure, afterSuccess, chooseEndpoint, type EndpointHealth, type Failure, HEALTHY } from './health.js';

const failure = (change: Partial<Failure> = {}): Failure => ({
  reason: 'unreachable',
  askedAt_ms: 1_000,
  now_ms: 1_000,
  retryAfter_ms: 0,
  jitter: 1,
  ...change,
});

it.each([
  [{ code: -32005, message: 'query returned more than 10000 results' }, 'range-limit'],
  [{ code: -32005, message: 'daily request count exceeded, request rate limited' }, 'rate-limit'],
  [{ code: -32602, message: 'block range is too large' }, 'range-limit'],
  [{ code: -32000, message: 'exceed maximum block range: 5000' }, 'range-limit'],
  [
    {
      code: -32602,
      message: 'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range',
    },
    'range-limit',
  ],
  [{ code: -32600, message: 'eth_getLogs is limited to a 10,000 range' }, 'range-limit'],
  [{ code: 429, message: 'Your app has exceeded its compute units per second capacity' }, 'rate-limit'],
  [{ code: -32000, message: 'query timed out' }, 'timeout'],
  [{ status: 429, message: 'slow down' }, 'rate-limit'],
  [{ status: 413, message: 'it answered with HTTP status 413' }, 'range-limit'],
  [{ status: 504, message: 'it answered with HTTP status 504' }, 'timeout'],
  [{ status: 502, message: 'it answered with HTTP status 502' }, 'unreachable'],
  [{ status: 401, message: 'it answered with HTTP status 401' }, 'error'],
  [{ code: -32601, message: 'the method eth_getLogs does not exist' }, 'error'],
])('%j is known for what it is', (failed, reason) => {
  expect(classifyFailure(failed)).toBe(reason);
});

it('pauses double with each failure in a row, and end with a success', () => {
  let health = HEALTHY;
  const pauses: number[] = [];
  for (let now_ms = 1_000; pauses.length < 10; now_ms = health.restsUntil_ms) {
    health = afterFailure(health, failure({ now_ms, askedAt_ms: now_ms }));
    pauses.push(health.restsUntil_ms - now_ms);
  }
  expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000]);
  expect(afterSuccess(health).failures).toBe(0);
});

it('an endpoint whose answers are not believed is asked again after a second at most', () => {
  let health = HEALTHY;
  for (let time = 0; time < 10; time++) health = afterFailure(health, failure({ reason: 'truncated' }));
  expect(health.restsUntil_ms).toBe(2_000);
});

it('jitter shortens a pause by half at most', () => {
  expect(afterFailure(HEALTHY, failure({ jitter: 0 })).restsUntil_ms).toBe(1_050);
});

it('calls that fail together cost one pause', () => {
  const first = afterFailure(HEALTHY, failure({ askedAt_ms: 1_000, now_ms: 1_010 }));
  const second = afterFailure(first, failure({ askedAt_ms: 1_005, now_ms: 1_020 }));
  expect([second.failures, second.restsUntil_ms]).toEqual([1, first.restsUntil_ms]);
});

it('an endpoint is left alone for as long as it asks', () => {
  expect(afterFailure(HEALTHY, failure({ retryAfter_ms: 60_000 })).restsUntil_ms).toBe(61_000);
});

it('a limit of range asks for no pause', () => {
  expect(afterFailure(HEALTHY, failure({ reason: 'range-limit' })).restsUntil_ms).toBe(0);
});

const resting: EndpointHealth = { ...HEALTHY, restsUntil_ms: 500 };

it.each([
  ['the one with less to do', [{ underWay: 2 }, { underWay: 1 }], {}, 1, 0],
  ['the one with the better score', [{ health: { ...HEALTHY, score: 0.1 } }, {}], {}, 1, 0],
  ['the one that does not rest', [{ health: resting }, { underWay: 9 }], {}, 1, 0],
  ['another one than that which failed', [{}, { underWay: 9 }], { avoid: 0 }, 1, 0],
  ['the one that failed, where there is no other', [{}], { avoid: 0 }, 0, 0],
  ['the one that failed, where the others rest', [{}, { health: resting }], { avoid: 0 }, 0, 0],
  [
    'the one that has rested soonest',
    [{ health: { ...resting, restsUntil_ms: 900 } }, { health: resting }],
    {},
    1,
    400,
  ],
])('of several endpoints %s is asked', (_, candidates, options: { avoid?: number }, index, wait_ms) => {
  const filled = candidates.map((candidate) => ({ health: HEALTHY, underWay: 0, ...candidate }));
  expect(chooseEndpoint(filled, { now_ms: 100, ...options })).toMatchObject({ index, wait_ms });
});
