import { http, type HttpTransport } from 'viem';

const TIMEOUT_ms = 60_000;
const INVALID_REQUEST = -32_600;
/** What endpoints answer to a list that take one call at a time, where they do not say it in JSON-RPC. */
const REFUSING_STATUS: readonly unknown[] = [400, 405, 413, 422, 501];

/**
 * An endpoint's JSON-RPC over HTTP: up to so many calls in a request, or one where the endpoint takes no lists of
 * calls, or none so long.
 */
export function batchedHttp(url: string, batchSize: number): HttpTransport {
  const open = (batch: false | { batchSize: number }): HttpTransport =>
    http(url, { batch, timeout: TIMEOUT_ms, retryCount: 0 });
  const [forLists, forCalls] = [open({ batchSize }), open(false)];
  return (given) => {
    const [lists, calls] = [forLists(given), forCalls(given)];
    let takesLists = true;
    const request = (async (call, options) => {
      if (!takesLists) return calls.request(call, options);
      try {
        return await lists.request(call, options);
      } catch (error) {
        if (!mayRefuseLists(error)) throw error;
        const answer = await calls.request(call, options);
        takesLists = false;
        return answer;
      }
    }) as typeof lists.request;
    return { ...lists, request };
  };
}

/** Providers agree on no code for it. What was wrong with the call itself is so once more when it is made alone. */
function mayRefuseLists(error: unknown): boolean {
  const { code, status, message } = error as { code?: unknown; status?: unknown; message?: string };
  return code === INVALID_REQUEST || REFUSING_STATUS.includes(status) || /batch/i.test(message ?? '');
}
