import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { METER, SyntheticChain } from '../test/support/synthetic-chain.js';

/**
 * A JSON-RPC node that costs next to nothing: a chain of blocks with ten usages each, in a process of its own.
 * What differs between two blocks is the digits of their numbers, so an answer is prepared text joined by
 * them. Prints its URL.
 */
export const LOGS_PER_BLOCK = 10;
const START_S = 1_700_000_000;
const NO_HASH = `0x${'0'.repeat(64)}`;
const EMPTY_BLOOM = `0x${'0'.repeat(512)}`;
/** Stands in prepared text where a block's digits go. */
const DIGITS = '#';

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly [string & { fromBlock: string; toBlock: string; blockHash?: string }];
}

const hex = (number: number): string => `"0x${number.toString(16)}"`;
const hash = (digits: string, width: number): string => `0xb${digits.padStart(63 + digits.length - width, '0')}`;
const hashOf = (number: number): string => hash(number.toString(16), number.toString(16).length);
const numberOf = (blockHash: string): number => parseInt(blockHash.slice(-12), 16);

/** The logs of a block whose number has so many digits, cut where they go. */
function prepareLogs(chainId: number, width: number): string[] {
  const sample = new SyntheticChain({ chainId, head: 1, logsPerBlock: () => 1 }).logs(1)[0]!;
  const [topic, , ...otherTopics] = sample.topics;
  const place = { blockNumber: `0x${DIGITS}`, blockHash: hash(DIGITS, width), removed: false };
  const logs = Array.from({ length: LOGS_PER_BLOCK }, (_, index) => {
    const receipt = `0x${'0'.repeat(63 - width)}${DIGITS}${index}`;
    const own = { transactionHash: receipt, transactionIndex: `0x${index}`, logIndex: `0x${index}` };
    const topics = [topic, receipt, ...otherTopics];
    return JSON.stringify({ address: METER, data: sample.data, topics, ...place, ...own });
  });
  return logs.join().split(DIGITS);
}

interface BlockRange {
  readonly from: number;
  readonly to: number;
}

const blocksOf = ({ from, to }: BlockRange): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Room for an answer, used again and again: memory that is new for each costs more than what is written to it. */
class Page {
  #bytes = Buffer.alloc(1 << 20);
  #length = 0;

  put(ascii: string): void {
    if (this.#length + ascii.length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length + ascii.length);
    }
    this.#length += this.#bytes.write(ascii, this.#length, 'latin1');
  }

  putList<T>(items: readonly T[], put: (item: T) => void): void {
    this.put('[');
    for (const [at, item] of items.entries()) {
      if (at > 0) this.put(',');
      put(item);
    }
    this.put(']');
  }

  /** What was put, until something is put again. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }
}

/** The chain up to `head`. @returns its URL */
export async function serveSource(chainId: number, head: number): Promise<string> {
  const widths = Array.from({ length: head.toString(16).length }, (_, at) => prepareLogs(chainId, at + 1));
  const logsOf = (number: number): string => {
    const digits = number.toString(16);
    return widths[digits.length - 1]!.join(digits);
  };
  const header = (number: number): string => {
    if (number > head) return 'null';
    const parent = number === 0 ? NO_HASH : hashOf(number - 1);
    const time = hex(START_S + 2 * number);
    return `{"number":${hex(number)},"hash":"${hashOf(number)}","parentHash":"${parent}","timestamp":${time},"logsBloom":"${EMPTY_BLOOM}","transactions":[]}`;
  };
  const result = ({ method, params }: Call): string | BlockRange => {
    if (method === 'eth_chainId') return hex(chainId);
    if (method === 'eth_blockNumber') return hex(head);
    const [first] = params ?? [];
    if (first === undefined) return 'null';
    if (method === 'eth_getBlockByNumber') return header(first.startsWith('0x') ? Number(first) : head);
    if (method === 'eth_getBlockByHash') return header(numberOf(first));
    if (method !== 'eth_getLogs') return 'null';
    const from = first.blockHash ? numberOf(first.blockHash) : Number(first.fromBlock);
    return { from, to: first.blockHash ? from : Math.min(head, Number(first.toBlock)) };
  };
  const reply = (call: Call, page: Page): void => {
    page.put(`{"jsonrpc":"2.0","id":${call.id},"result":`);
    const given = result(call);
    if (typeof given === 'string') page.put(given);
    else page.putList(blocksOf(given), (number) => page.put(logsOf(number)));
    page.put('}');
  };

  const unused: Page[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const page = unused.pop() ?? new Page();
      response.once('close', () => unused.push(page));
      const calls = JSON.parse(body) as Call | Call[];
      if (Array.isArray(calls)) page.putList(calls, (call) => reply(call, page));
      else reply(calls, page);
      const answer = page.take();
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await serveSource(Number(process.argv[2]), Number(process.argv[3])));
}
