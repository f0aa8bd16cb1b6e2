import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { HistoryReader } from './history-reader.js';

/** A gateway on loopback. */
export interface GatewayServer {
  readonly url: string;
  close(): void;
}

interface Query {
  readonly fromBlock: number;
  readonly toBlock?: number;
  readonly includeAllBlocks?: boolean;
}

/** What the processor's client takes for a reason to ask again later. */
const LATER = 503;

/**
 * Serves history as a Subsquid gateway does: `GET /height`, `GET /{from}/worker`, and to the worker
 * `POST` of a query, answered by an array of blocks. Contracts and fields are not taken from the
 * query: they are the reader's, and every field that the indexer uses.
 */
export async function serveGateway(reader: HistoryReader, onFailure: (error: Error) => void): Promise<GatewayServer> {
  const server = createServer((request, response) => {
    answer(reader, request, response).catch((error: Error) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(error.message);
      onFailure(error);
    });
  });
  // An answer may take as long as its endpoints do.
  server.requestTimeout = 0;
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(reader: HistoryReader, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  if (request.method === 'GET' && path === '/height') return text(response, 200, String(await reader.height()));
  if (request.method === 'GET' && /^\/\d+\/worker$/.test(path)) {
    return text(response, 200, `http://${request.headers.host}/worker`);
  }
  if (request.method !== 'POST' || path !== '/worker') return text(response, 404, 'There is no such resource.');
  const query = (await json(request)) as Query;
  if (!isQuery(query)) return text(response, 400, 'Expected a query with fromBlock, and toBlock from there on.');
  const { fromBlock: from, toBlock: to, includeAllBlocks = false } = query;
  const blocks =
    to === undefined && !includeAllBlocks
      ? await reader.take(from)
      : await reader.look({ from, to: to ?? (await reader.height()) }, includeAllBlocks);
  if (!blocks) return text(response, LATER, `Block ${from} is not final yet.`);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(blocks));
}

function text(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(words);
}

function isQuery({ fromBlock, toBlock }: Query): boolean {
  const isBlock = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  return isBlock(fromBlock) && (toBlock === undefined || (isBlock(toBlock) && toBlock >= fromBlock));
}
