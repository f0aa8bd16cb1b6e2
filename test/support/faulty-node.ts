import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answer, type AnswerLimits, type Call, type Filter, highest } from './answer.js';
import { type Answer, type Fault, misbehave } from './endpoint-faults.js';
import { type Decision, FaultDecisions, type FaultRule } from './fault-decisions.js';
import type { ServedChain } from './served-chain.js';

export interface FaultyNodeOptions extends AnswerLimits {
  readonly chain: ServedChain;
  readonly seed?: string;
  /** The share of requests that go wrong, from 0 to 1. */
  readonly share?: number;
  /** The ways in which they may. */
  readonly faults?: readonly Fault[];
  /** Only batches of calls for blocks up to this one go wrong so. */
  readonly faultyUpTo?: () => number;
  /** How all other requests go wrong; without it they don't. */
  readonly hot?: FaultRule<Fault>;
  /** The share of requests that are answered late, and by how much at most. */
  readonly slow?: { readonly share: number; readonly most_ms: number };
  /** Answers one call at a time only. */
  readonly refusesBatches?: boolean;
  /** How a poll for a head that it has just told is held back; without it every one is answered at once. */
  readonly holds?: Holding;
}

/**
 * Whoever polls may wait for the answer instead of asking over and over, which is what polling costs. As often as
 * it would be asked again it is decided what happens to the question, and it is answered with whatever goes wrong.
 */
export interface Holding {
  readonly every_ms: number;
  /** It is answered then, whether the head has moved or not. */
  readonly most_ms: number;
}

/** A request that is to be answered. */
interface Question {
  readonly calls: readonly Call[];
  readonly isBatch: boolean;
  /** What is decided by. */
  readonly request: string;
  readonly response: ServerResponse;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const NEVER: FaultRule<Fault> = { share: 0, faults: [] };

/**
 * A JSON-RPC server over a chain that is computed or scripted, which answers wrongly, late or not at all
 * as a hash of (seed, request, nth time) decides.
 */
export class FaultyNode {
  readonly #decisions: FaultDecisions;
  /** How often it went wrong, by fault. */
  readonly injected = new Map<Fault, number>();
  /** Answers nobody as long as this is set. */
  isAway = false;
  /** Answers as it should as long as this is set, whatever was decided. */
  isHonest = false;
  /** Requests so far, and times that a held one need not be made again. */
  served = 0;
  /** The head that was told last, as long as nothing else was asked for. */
  #told: string | undefined;
  /** The lowest block whose logs were asked for without naming contracts, as only RPC mode does. */
  lowestUnfiltered = Infinity;
  readonly #server = createServer((request, response) => {
    void text(request).then((body) => this.#serve(JSON.parse(body) as Call | Call[], response));
  });

  private constructor(private readonly options: FaultyNodeOptions) {
    this.#decisions = new FaultDecisions(options.seed ?? '');
  }

  static async start(options: FaultyNodeOptions): Promise<FaultyNode> {
    const node = new FaultyNode(options);
    await new Promise<void>((done) => node.#server.listen(0, '127.0.0.1', done));
    return node;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  #serve(body: Call | Call[], response: ServerResponse): void {
    const { refusesBatches, holds } = this.options;
    this.served++;
    if (this.isAway) return void response.destroy();
    const isBatch = Array.isArray(body);
    if (isBatch && refusesBatches) return refuseBatch(response);
    const calls = [body].flat();
    for (const call of calls) this.#notice(call);
    const question = { calls, isBatch, request: requestOf(calls), response };
    const decision = this.#decisions.next(question.request);
    if (holds && this.#isKnown(calls) && this.#faultOf(question, decision) === undefined) this.#hold(question, holds);
    else this.#answer(question, decision);
  }

  #answer(question: Question, decision: Decision): void {
    const { calls, isBatch, response } = question;
    const { chain, slow } = this.options;
    const replies = calls.map((call) => answer(chain, call, this.options));
    const fault = this.#faultOf(question, decision);
    const delay_ms = slow ? decision.delay(slow) : 0;
    const send = (): void => {
      const written = replies.map((reply) => ({ jsonrpc: '2.0', ...reply }));
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(isBatch ? written : written[0]));
    };
    const respond = (): void => this.#respond({ calls, replies, response, chain, send }, fault);
    if (calls.some(asksHead)) this.#told = fault === undefined ? this.#head : undefined;
    else if (!calls.every(({ method }) => method === 'eth_chainId')) this.#told = undefined;
    if (delay_ms > 0) setTimeout(respond, delay_ms);
    else respond();
  }

  /** Whether the question is for the head only, and the head is the one that was told last. */
  #isKnown(calls: readonly Call[]): boolean {
    return calls.some(asksHead) && this.#told === this.#head;
  }

  get #head(): string {
    const { chain } = this.options;
    return chain.block(chain.head)!.header.hash;
  }

  /** Answers once the head has moved, something goes wrong, or it is time. */
  #hold(question: Question, { every_ms, most_ms }: Holding): void {
    const { calls, request, response } = question;
    const latest_ms = performance.now() + most_ms;
    const timer = setInterval(() => {
      if (this.isAway) return void response.destroy();
      this.served++;
      const decision = this.#decisions.next(request);
      const isTime = performance.now() >= latest_ms || !this.#isKnown(calls);
      if (!isTime && this.#faultOf(question, decision) === undefined) return;
      clearInterval(timer);
      this.#answer(question, decision);
    }, every_ms);
    response.once('close', () => clearInterval(timer));
  }

  #faultOf({ calls, isBatch }: Question, decision: Decision): Fault | undefined {
    return this.isHonest ? undefined : decision.fault(this.#ruleFor(calls, isBatch));
  }

  #respond(exchange: Answer, fault: Fault | undefined): void {
    if (fault === undefined) return exchange.send();
    if (misbehave(fault, exchange)) this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1);
  }

  /** Batches about the past, which are the gateway's, go wrong in one way, what is about the head in another. */
  #ruleFor(calls: readonly Call[], isBatch: boolean): FaultRule<Fault> {
    const { share = 0, faults = [], faultyUpTo = () => Infinity, hot = NEVER } = this.options;
    const top = Math.max(...calls.map(highest));
    return isBatch && top >= 0 && top <= faultyUpTo() ? { share, faults } : hot;
  }

  #notice({ method, params = [] }: Call): void {
    if (method !== 'eth_getLogs') return;
    const { address, fromBlock } = params[0] as Filter;
    if (address !== undefined || fromBlock === undefined) return;
    this.lowestUnfiltered = Math.min(this.lowestUnfiltered, Number(fromBlock));
  }
}

const asksHead = ({ params }: Call): boolean => params?.[0] === 'latest';

/** A request, whatever its ids: of a batch with logs it is the logs that count. */
function requestOf(calls: readonly Call[]): string {
  const logs = calls.find(({ method }) => method === 'eth_getLogs');
  return JSON.stringify(logs?.params ?? calls.map(({ method, params }) => [method, params]));
}

function refuseBatch(response: ServerResponse): void {
  const error = { code: -32600, message: 'batch requests are not supported' };
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
}
