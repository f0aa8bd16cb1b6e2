import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { METER, SyntheticChain } from '../test/support/synthetic-chain.js';

/**
 * A JSON-RPC node that costs next to nothing: a chain of blocks with ten usages each, whose answers are
 * strings put together, in a process of its own. Prints its URL.
 */
export const LOGS_PER_BLOCK = 10;
const ZERO = '0'.repeat(52);
const START_S = 1_700_000_000;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly [string & { fromBlock: string; toBlock: string; blockHash?: string }];
}

const hash = (number: number): string => `0x${'b'.repeat(52)}${number.toString(16).padStart(12, '0')}`;
const hex = (number: number): string => `"0x${number.toString(16)}"`;

/** The chain up to `head`. @returns its URL */
export async function serveSource(chainId: number, head: number): Promise<string> {
  const sample = new SyntheticChain({ chainId, head: 1, logsPerBlock: () => 1 }).logs(1)[0]!;
  const [topic, , ...otherTopics] = sample.topics;
  const rest = otherTopics.map((other) => `,"${other}"`).join('');
  const contract = `{"address":"${METER}","data":"${sample.data}","removed":false,"topics":["${topic}","0x${ZERO}`;

  const logsOf = (number: number): string => {
    const block = `"blockNumber":${hex(number)},"blockHash":"${hash(number)}"`;
    const logs: string[] = [];
    for (let index = 0; index < LOGS_PER_BLOCK; index++) {
      const receipt = (number * LOGS_PER_BLOCK + index).toString(16).padStart(12, '0');
      logs.push(
        `${contract}${receipt}"${rest}],${block},"transactionHash":"0x${ZERO}${receipt}","transactionIndex":${hex(index)},"logIndex":${hex(index)}}`,
      );
    }
    return logs.join();
  };
  const header = (number: number): string => {
    if (number > head) return 'null';
    const parent = number === 0 ? `0x${'0'.repeat(64)}` : hash(number - 1);
    const bloom = `0x${'0'.repeat(512)}`;
    return `{"number":${hex(number)},"hash":"${hash(number)}","parentHash":"${parent}","timestamp":${hex(START_S + 2 * number)},"logsBloom":"${bloom}","transactions":[]}`;
  };
  const numberOf = (blockHash: string): number => parseInt(blockHash.slice(54), 16);
  const result = ({ method, params }: Call): string => {
    if (method === 'eth_chainId') return hex(chainId);
    if (method === 'eth_blockNumber') return hex(head);
    const [first] = params ?? [];
    if (first === undefined) return 'null';
    if (method === 'eth_getBlockByNumber') return header(first.startsWith('0x') ? Number(first) : head);
    if (method === 'eth_getBlockByHash') return header(numberOf(first));
    if (method !== 'eth_getLogs') return 'null';
    const from = first.blockHash ? numberOf(first.blockHash) : Number(first.fromBlock);
    const to = first.blockHash ? from : Math.min(head, Number(first.toBlock));
    const blocks: string[] = [];
    for (let number = from; number <= to; number++) blocks.push(logsOf(number));
    return `[${blocks.join()}]`;
  };
  const reply = (call: Call): string => `{"jsonrpc":"2.0","id":${call.id},"result":${result(call)}}`;

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const calls = JSON.parse(body) as Call | Call[];
      const answer = Array.isArray(calls) ? `[${calls.map(reply).join()}]` : reply(calls);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await serveSource(Number(process.argv[2]), Number(process.argv[3])));
}
