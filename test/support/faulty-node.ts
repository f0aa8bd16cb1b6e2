import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Fault, FAULTS } from './endpoint-faults.js';
import type { RpcLog, SyntheticChain } from './synthetic-chain.js';

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface Reply {
  readonly id: number;
  result?: unknown;
  error?: { code: number; message: string };
}

export interface FaultyNodeOptions {
  readonly chain: SyntheticChain;
  readonly seed?: string;
  /** The share of requests that go wrong, from 0 to 1. */
  readonly share?: number;
  /** The ways in which they may. */
  readonly faults?: readonly Fault[];
  /** Only requests for blocks up to this one go wrong. */
  readonly faultyUpTo?: number;
  /** The widest range that it answers, in blocks, and the most logs. */
  readonly mostBlocks?: number;
  readonly mostLogs?: number;
}

interface Filter {
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly blockHash?: string;
  readonly address?: string | readonly string[];
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * A JSON-RPC server over a synthetic chain that answers wrongly as a hash of (seed, request, nth time)
 * decides. It lies to batches that are about the past only: those are the gateway's.
 */
export class FaultyNode {
  readonly #times = new Map<string, number>();
  /** How often it went wrong, by fault. */
  readonly injected = new Map<Fault, number>();
  /** The lowest block whose logs were asked for without naming contracts, as only RPC mode does. */
  lowestUnfiltered = Infinity;
  readonly #server = createServer((request, response) => {
    void text(request).then((body) => this.#serve(JSON.parse(body) as Call | Call[], response));
  });

  private constructor(private readonly options: FaultyNodeOptions) {}

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
    if (!Array.isArray(body))
      return void response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', ...this.#answer(body) }));
    const replies = body.map((call) => this.#answer(call));
    const fault = this.#choose(body);
    const isDone = fault !== undefined && FAULTS[fault]({ calls: body, replies, response });
    if (fault !== undefined && isDone !== 'nothing to falsify') {
      this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1);
    }
    if (isDone === true) return;
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(replies.map((reply) => ({ jsonrpc: '2.0', ...reply }))));
  }

  /** The fault for this request at this time, if any. The same question never gets the same lie twice in a row. */
  #choose(calls: readonly Call[]): Fault | undefined {
    const { seed = '', share = 0, faults = [], faultyUpTo = Infinity } = this.options;
    if (calls.some((call) => highest(call) > faultyUpTo) || calls.every((call) => highest(call) < 0)) return undefined;
    const question = calls.find(({ method }) => method === 'eth_getLogs')?.params ?? calls.map(({ params }) => params);
    const key = JSON.stringify(question);
    const time = (this.#times.get(key) ?? 0) + 1;
    this.#times.set(key, time);
    const hash = createHash('sha256').update(`${seed} ${key} ${time}`).digest();
    if (time % 2 === 0 || hash.readUInt16BE(0) / 65_536 >= share) return undefined;
    return faults[hash.readUInt16BE(2) % faults.length];
  }

  #answer({ id, method, params }: Call): Reply {
    const { chain } = this.options;
    switch (method) {
      case 'eth_chainId':
        return { id, result: `0x${chain.options.chainId.toString(16)}` };
      case 'eth_blockNumber':
        return { id, result: `0x${chain.head.toString(16)}` };
      case 'eth_getBlockByNumber':
        return { id, result: chain.header(this.#number(params[0] as string)) };
      case 'eth_getBlockByHash':
        return { id, result: chain.header(this.#numberOf(params[0] as string)) };
      case 'eth_getLogs':
        return this.#logs(id, params[0] as Filter);
      default:
        return { id, error: { code: -32601, message: `the method ${method} does not exist` } };
    }
  }

  #logs(id: number, { fromBlock, toBlock, blockHash, address }: Filter): Reply {
    const { chain, mostBlocks = Infinity, mostLogs = Infinity } = this.options;
    const from = blockHash ? this.#numberOf(blockHash) : this.#number(fromBlock!);
    const to = blockHash ? from : this.#number(toBlock!);
    if (to - from + 1 > mostBlocks) return { id, error: { code: -32600, message: 'block range is too wide' } };
    if (address === undefined) this.lowestUnfiltered = Math.min(this.lowestUnfiltered, from);
    const wanted = address === undefined ? undefined : new Set([address].flat());
    const logs: RpcLog[] = [];
    for (let number = from; number <= Math.min(to, chain.head); number++) {
      for (const log of chain.logs(number)) if (!wanted || wanted.has(log.address)) logs.push(log);
      if (logs.length > mostLogs) {
        return { id, error: { code: -32005, message: `query returned more than ${mostLogs} results` } };
      }
    }
    return { id, result: logs };
  }

  #number(tag: string): number {
    return tag.startsWith('0x') ? Number(tag) : this.options.chain.head;
  }

  #numberOf(hash: string): number {
    const { chain } = this.options;
    for (let number = chain.head; number >= 0; number--) if (chain.hash(number) === hash) return number;
    return Infinity;
  }
}

/** The last block that a call is about; -1 where it is about none. */
function highest({ method, params }: Call): number {
  if (method === 'eth_getBlockByNumber') return Number(params[0]);
  if (method !== 'eth_getLogs') return -1;
  const { toBlock } = params[0] as Filter;
  return toBlock === undefined ? Infinity : Number(toBlock);
}
