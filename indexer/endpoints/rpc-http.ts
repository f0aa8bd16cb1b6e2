import PQueue from 'p-queue';
import { classifyFailure } from './failure.js';
import { LargeAnswer, LateAnswer, post, type Posted } from './http-post.js';
import { type Clock, RateLimit } from './rate-limit.js';
import { AnswerError } from './refusal.js';
import { type Scan, scanReplies } from './scan-replies.js';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
  /** Reads the result from the bytes of an answer, where whoever calls has no need of it as JSON. */
  readonly scan?: Scan;
}

export interface RpcHttpOptions {
  readonly url: string;
  /** Calls a second, those in batches counted one by one; without it the endpoint says when it is too much. */
  readonly callsPerSecond?: number | undefined;
  readonly timeout_ms?: number;
  readonly mostBytes?: number;
  /** What the rate is kept by. */
  readonly clock?: Clock | undefined;
}

/** Larger bodies are not read to their end: ten thousand logs, more than providers give, are a third of it. */
export const MOST_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const REQUESTS_AT_ONCE = 6;

/** JSON-RPC over HTTP in batches, with bounds on rate, time and size. */
export class RpcHttp {
  readonly #queue = new PQueue({ concurrency: REQUESTS_AT_ONCE });
  readonly #url: string;
  readonly #headers: Record<string, string> = { 'content-type': 'application/json' };
  readonly #rate: RateLimit;
  /** Calls that a request may have: endpoints take a hundred, ten, or one that is not in a list. */
  #most = Infinity;

  constructor(private readonly options: RpcHttpOptions) {
    this.#rate = new RateLimit(options.callsPerSecond, options.clock);
    const url = new URL(options.url);
    if (url.username || url.password) {
      const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
      this.#headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
      url.username = url.password = '';
    }
    this.#url = url.toString();
  }

  /**
   * Makes the calls in one request, or in several where the endpoint takes fewer at once. @returns their
   * results in order
   * @throws AnswerError
   */
  async batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    if (calls.length > this.#most) return this.#inPieces(calls, this.#most);
    try {
      return await this.#request(calls);
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
      const half = Math.ceil(calls.length / 2);
      const results = await this.#inPieces(calls, half);
      this.#most = Math.min(this.#most, half);
      return results;
    }
  }

  async #inPieces(calls: readonly RpcCall[], size: number): Promise<unknown[]> {
    const results: unknown[] = [];
    for (let at = 0; at < calls.length; at += size) results.push(...(await this.batch(calls.slice(at, at + size))));
    return results;
  }

  #request(calls: readonly RpcCall[]): Promise<unknown[]> {
    return this.#queue.add(async () => {
      await this.#rate.turn(calls.length);
      return this.#post(calls);
    });
  }

  async #post(calls: readonly RpcCall[]): Promise<unknown[]> {
    const requests = calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }));
    const body = JSON.stringify(requests.length === 1 ? requests[0] : requests);
    const timeout_ms = this.options.timeout_ms ?? TIMEOUT_MS;
    const mostBytes = this.options.mostBytes ?? MOST_BYTES;
    let answer: Posted;
    try {
      answer = await post(this.#url, { headers: this.#headers, body, timeout_ms, mostBytes });
    } catch (error) {
      throw noAnswer(error as NodeJS.ErrnoException, timeout_ms, mostBytes);
    }
    const { status, bytes } = answer;
    const isOk = status >= 200 && status < 300;
    const scanned = isOk && calls.some(({ scan }) => scan) ? scanReplies(bytes, calls) : undefined;
    if (scanned) return scanned;
    const parsed = parse(bytes.toString('utf8'));
    if (!isOk) throw refusesBatch(calls, parsed, status) ? new BatchError() : statusError(answer, parsed);
    if (parsed === undefined) throw new AnswerError('truncated', `an answer of ${bytes.length} bytes is not JSON`);
    return readResults(parsed, calls);
  }
}

function noAnswer(error: NodeJS.ErrnoException, timeout_ms: number, mostBytes: number): AnswerError {
  if (error instanceof LargeAnswer) return new AnswerError('oversized', `an answer has more than ${mostBytes} bytes`);
  if (error instanceof LateAnswer) return new AnswerError('timeout', `there was no answer within ${timeout_ms} ms`);
  return new AnswerError('unreachable', error.code ?? error.message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function statusError({ status, headers }: Posted, body: unknown): AnswerError {
  const retryAfter_ms = 1000 * (Number(headers['retry-after']) || 0);
  const said = errorOf(Array.isArray(body) ? (body as unknown[])[0] : body);
  const message = said?.message ?? `it answered with HTTP status ${status}`;
  return new AnswerError(classifyFailure({ status, ...said, message }), message, retryAfter_ms);
}

/** The endpoint takes fewer calls at once, or no list of calls at all. */
class BatchError extends Error {}

const INVALID_REQUEST = -32600;
const REFUSING_STATUS = [400, 405, 413, 422, 501];

/** Providers agree on no code for it: it is the whole list that is answered, by one error. */
function refusesBatch(calls: readonly RpcCall[], answer: unknown, status = 200): boolean {
  if (calls.length === 1) return false;
  const said = errorOf(Array.isArray(answer) && answer.length === 1 ? (answer as unknown[])[0] : answer);
  return said ? said.code === INVALID_REQUEST || /batch/i.test(said.message) : REFUSING_STATUS.includes(status);
}

function readResults(answer: unknown, calls: readonly RpcCall[]): unknown[] {
  if (refusesBatch(calls, answer)) throw new BatchError();
  // What answers a single call is its, whatever id it names: errors often name none.
  if (calls.length === 1 && isObject(answer)) return readResults([{ ...answer, id: 0 }], calls);
  if (!Array.isArray(answer)) {
    const said = errorOf(answer);
    if (said) throw new AnswerError(classifyFailure(said), said.message);
    throw new AnswerError('malformed', 'the answer to a batch is not a list');
  }
  const byId = new Map((answer as { id?: unknown }[]).map((reply) => [reply?.id, reply]));
  return calls.map(({ method }, id) => {
    const reply = byId.get(id) as { result?: unknown } | undefined;
    const said = errorOf(reply);
    if (said) throw new AnswerError(classifyFailure(said), `${method}: ${said.message}`);
    if (reply?.result === undefined) throw new AnswerError('malformed', `the batch's answer lacks ${method}`);
    return reply.result;
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function errorOf(reply: unknown): { code?: number; message: string } | undefined {
  const error = (reply as { error?: unknown } | null | undefined)?.error;
  if (typeof error === 'string') return { message: error };
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const words = typeof message === 'string' ? message : 'an error without words';
  return typeof code === 'number' ? { code, message: words } : { message: words };
}
