import { WebSocket } from 'ws';
import { classifyFailure } from './failure.js';
import { RateLimit } from './rate-limit.js';
import { AnswerError } from './refusal.js';
import { MOST_BYTES, type RpcCall, type RpcHttpOptions } from './rpc-http.js';

interface Waiting {
  readonly method: string;
  readonly settle: (result: unknown) => void;
  readonly fail: (error: AnswerError) => void;
}

const TIMEOUT_MS = 30_000;
const HEADS_ID = 'heads';

/** JSON-RPC over WebSocket: one connection, opened when it is needed, and again when it is lost. */
export class RpcWs {
  #socket: Promise<WebSocket> | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners: (() => void)[] = [];

  readonly #rate: RateLimit;

  constructor(private readonly options: RpcHttpOptions) {
    this.#rate = new RateLimit(options.callsPerSecond, options.clock);
  }

  /** Makes the calls, each as a message of its own. @returns their results in order @throws AnswerError */
  async batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    await this.#rate.turn(calls.length);
    const timeout_ms = this.options.timeout_ms ?? TIMEOUT_MS;
    const late = new AnswerError('timeout', `there was no answer within ${timeout_ms} ms`);
    let timer: NodeJS.Timeout | undefined;
    const ids: number[] = [];
    try {
      const deadline = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(late), timeout_ms)));
      const answers = this.#open().then((socket) => Promise.all(calls.map((call) => this.#send(socket, call, ids))));
      return await Promise.race([answers, deadline]);
    } finally {
      clearTimeout(timer);
      for (const id of ids) this.#waiting.delete(id);
    }
  }

  onHead(listener: () => void): void {
    this.#listeners.push(listener);
    this.#open().catch(() => undefined);
  }

  #send(socket: WebSocket, { method, params }: RpcCall, ids: number[]): Promise<unknown> {
    const id = ++this.#lastId;
    ids.push(id);
    return new Promise((settle, fail) => {
      this.#waiting.set(id, { method, settle, fail });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  #open(): Promise<WebSocket> {
    if (this.#socket) return this.#socket;
    const opening = new Promise<WebSocket>((done, fail) => {
      const socket = new WebSocket(this.options.url, { maxPayload: this.options.mostBytes ?? MOST_BYTES });
      let trouble = 'the connection was closed';
      let isTooLarge = false;
      socket.on('error', (error: Error & { code?: string }) => {
        trouble = error.message || error.code || trouble;
        isTooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
      });
      socket.on('message', (data) => this.#receive(socket, data as Buffer));
      socket.once('open', () => {
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: HEADS_ID, method: 'eth_subscribe', params: ['newHeads'] }));
        done(socket);
      });
      socket.once('close', () => {
        const error = new AnswerError(isTooLarge ? 'oversized' : 'unreachable', trouble);
        fail(error);
        if (this.#socket !== opening) return;
        this.#socket = undefined;
        this.#failAll(error);
      });
    });
    return (this.#socket = opening);
  }

  #receive(socket: WebSocket, data: Buffer): void {
    let message: { id?: unknown; method?: unknown; result?: unknown; error?: { code?: number; message?: string } };
    try {
      message = JSON.parse(data.toString('utf8')) as typeof message;
    } catch {
      this.#socket = undefined;
      this.#failAll(new AnswerError('truncated', `an answer of ${data.length} bytes is not JSON`));
      return socket.terminate();
    }
    if (message?.method === 'eth_subscription') return this.#listeners.forEach((listener) => listener());
    const waiting = typeof message?.id === 'number' ? this.#waiting.get(message.id) : undefined;
    if (!waiting) return;
    const { error, result } = message;
    if (error) {
      const said = { ...(typeof error.code === 'number' ? { code: error.code } : {}), message: String(error.message) };
      waiting.fail(new AnswerError(classifyFailure(said), `${waiting.method}: ${said.message}`));
    } else if (result === undefined) {
      waiting.fail(new AnswerError('malformed', `the answer to ${waiting.method} has no result`));
    } else waiting.settle(result);
  }

  #failAll(error: AnswerError): void {
    for (const { fail } of this.#waiting.values()) fail(new AnswerError(error.reason, error.message));
    this.#waiting.clear();
  }
}
