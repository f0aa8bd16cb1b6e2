import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { sentBy } from './answer.js';
import type { SyntheticChain } from './synthetic-chain.js';

interface Query {
  readonly fromBlock: number;
  readonly toBlock?: number;
  readonly includeAllBlocks?: boolean;
  readonly logs?: readonly { readonly address?: readonly string[]; readonly transaction?: boolean }[];
}

const BLOCKS_AN_ANSWER = 100;

/** A gateway as Subsquid runs them, over a synthetic chain up to a height: every value in the gateway's own form. */
export class SubsquidGateway {
  queries = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(chain: SyntheticChain, height: number): Promise<SubsquidGateway> {
    const server = createServer((request, response) => void serve(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const gateway = new SubsquidGateway(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      response.setHeader('content-type', 'text/plain');
      if (request.url === '/height') return void response.end(String(height));
      if (request.method === 'GET') return void response.end(`${gateway.url}/query`);
      gateway.queries++;
      const query = (await json(request)) as Query;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(chain, height, query)));
    };
    return gateway;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function answer(chain: SyntheticChain, height: number, query: Query): unknown[] {
  const { fromBlock, includeAllBlocks = false, logs: filters = [] } = query;
  const last = Math.min(query.toBlock ?? height, height, fromBlock + BLOCKS_AN_ANSWER - 1);
  const blocks: unknown[] = [];
  for (let number = fromBlock; number <= last; number++) {
    const wanted = chain
      .logs(number)
      .filter((log) => filters.some(({ address }) => address === undefined || address.includes(log.address)));
    if (wanted.length === 0 && !includeAllBlocks && number !== fromBlock && number !== last) continue;
    const header = chain.header(number)!;
    const [hash = header.hash] = header.transactions;
    const { from, to, value } = sentBy(hash);
    const transactions = [{ hash, transactionIndex: 0, from, to, value: `0x${value.toString(16)}` }];
    const withTransactions = wanted.length > 0 && filters.some(({ transaction }) => transaction);
    blocks.push({
      ...(withTransactions && { transactions }),
      header: { number, hash: header.hash, parentHash: header.parentHash, timestamp: Number(header.timestamp) },
      logs: wanted.map(({ logIndex, transactionIndex, transactionHash, address, topics, data }) => ({
        logIndex: Number(logIndex),
        transactionIndex: Number(transactionIndex),
        transactionHash,
        address,
        topics,
        data,
      })),
    });
  }
  return blocks;
}
