import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answer, type AnswerLimits, type Call, type Filter, highest } from './answer.js';
import { type Answer, type Fault, misbehave } from './endpoint-faults.js';
import { FaultDecisions, type FaultRule } from './fault-decisions.js';
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
  /** Requests so far. */
  served = 0;
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
    const { chain, slow, refusesBatches } = this.options;
    this.served++;
    if (this.isAway) return void response.destroy();
    if (Array.isArray(body) && refusesBatches) return refuseBatch(response);
    const calls = [body].flat();
    for (const call of calls) this.#notice(call);
    const replies = calls.map((call) => answer(chain, call, this.options));
    const decision = this.#decisions.next(requestOf(calls));
    const isBatch = Array.isArray(body);
    const fault = this.isHonest ? undefined : decision.fault(this.#ruleFor(calls, isBatch));
    const delay_ms = slow ? decision.delay(slow) : 0;
    const send = (): void => {
      const written = replies.map((reply) => ({ jsonrpc: '2.0', ...reply }));
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(isBatch ? written : written[0]));
    };
    const respond = (): void => this.#respond({ calls, replies, response, chain, send }, fault);
    if (delay_ms > 0) setTimeout(respond, delay_ms);
    else respond();
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

/** A request, whatever its ids: of a batch with logs it is the logs that count. */
function requestOf(calls: readonly Call[]): string {
  const logs = calls.find(({ method }) => method === 'eth_getLogs');
  return JSON.stringify(logs?.params ?? calls.map(({ method, params }) => [method, params]));
}

function refuseBatch(response: ServerResponse): void {
  const error = { code: -32600, message: 'batch requests are not supported' };
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
}
