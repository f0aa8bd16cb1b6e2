import { afterEach, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { AnswerError } from './refusal.js';
import { RpcHttp, type RpcHttpOptions } from './rpc-http.js';

const CALL = { method: 'eth_chainId', params: [] };
let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function clientOf(
  serve: (request: IncomingMessage, response: ServerResponse) => void,
  options: Omit<RpcHttpOptions, 'url'> = {},
  login = '',
): Promise<RpcHttp> {
  server = createServer(serve);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return new RpcHttp({ url: `http://${login}127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });
}

async function reasonOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AnswerError);
  return (error as AnswerError).reason;
}

it('results are matched by id, in whatever order they come', async () => {
  const client = await clientOf((_, response) => response.end('[{"id":1,"result":"b"},{"id":0,"result":"a"}]'));
  expect(await client.batch([CALL, CALL])).toEqual(['a', 'b']);
});

it('a body without an end is left at the bound', async () => {
  const chunk = ' '.repeat(1 << 16);
  const pour = (response: ServerResponse): void => {
    if (!response.destroyed) response.write(chunk, () => pour(response));
  };
  const client = await clientOf((_, response) => pour(response), { mostBytes: 1 << 20 });
  expect(await reasonOf(client.batch([CALL]))).toBe('oversized');
});

it.each([true, false])('a body of 50 MB is refused, whether it says so beforehand or not (%s)', async (isSaid) => {
  const body = Buffer.from(JSON.stringify([{ id: 0, result: 'f'.repeat(50_000_000) }]));
  const client = await clientOf((_, response) => {
    response.writeHead(200, isSaid ? { 'content-length': body.length } : {});
    response.end(body);
  });
  expect(await reasonOf(client.batch([CALL]))).toBe('oversized');
});

it('an endpoint that says nothing is left when the time is over', async () => {
  const client = await clientOf(() => undefined, { timeout_ms: 50 });
  expect(await reasonOf(client.batch([CALL]))).toBe('timeout');
});

it('an endpoint that begins and does not end is left too', async () => {
  const client = await clientOf((_, response) => void response.write('['), { timeout_ms: 50 });
  expect(await reasonOf(client.batch([CALL]))).toBe('timeout');
});

it.each([
  ['[{"id":0', 'truncated'],
  ['"hello"', 'malformed'],
  ['[]', 'malformed'],
  ['[null]', 'malformed'],
  ['{"error":{"code":-32005,"message":"too much"}}', 'range-limit'],
  ['{"error":"no batches here"}', 'error'],
  ['[{"id":0,"error":{"code":-32601,"message":"no such method"}}]', 'error'],
])('%s is refused', async (body, reason) => {
  const client = await clientOf((_, response) => response.end(body));
  expect(await reasonOf(client.batch([CALL]))).toBe(reason);
});

it.each([
  ['no list of calls', 1, { code: -32600, message: 'invalid request' }, 200],
  ['lists of ten', 10, { code: -32000, message: 'batch size limit exceeded' }, 200],
  ['no list of calls, and says so by its status', 1, undefined, 400],
])('an endpoint that takes %s is asked so, and remembered', async (_, most, error, status) => {
  const sizes: number[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await json(request)) as { id: number; params: unknown[] } | { id: number; params: unknown[] }[];
    const calls = [body].flat();
    sizes.push(calls.length);
    const replies = calls.map(({ id, params }) => ({ id, result: params[0] }));
    if (!Array.isArray(body)) return void response.end(JSON.stringify(replies[0]));
    if (calls.length > most || most === 1) {
      return void response.writeHead(status).end(error && JSON.stringify({ id: null, error }));
    }
    response.end(JSON.stringify(replies));
  };
  const client = await clientOf((request, response) => void serve(request, response));
  const calls = Array.from({ length: 37 }, (__, index) => ({ method: 'echo', params: [`0x${index}`] }));
  const wanted = calls.map(({ params }) => params[0]);
  expect(await client.batch(calls)).toEqual(wanted);
  sizes.splice(0);
  expect(await client.batch(calls)).toEqual(wanted);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
});

it('an endpoint is left alone for as long as its answer says', async () => {
  const client = await clientOf((_, response) => response.writeHead(429, { 'retry-after': '7' }).end());
  await expect(client.batch([CALL])).rejects.toMatchObject({ reason: 'rate-limit', retryAfter_ms: 7_000 });
});

it('calls are not made faster than allowed', async () => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const calls = (await json(request)) as { id: number }[];
    response.end(JSON.stringify(calls.map(({ id }) => ({ id, result: '0x1' }))));
  };
  const pauses_ms: number[] = [];
  const clock = { now_ms: () => 0, pause: (time_ms: number) => Promise.resolve(void pauses_ms.push(time_ms)) };
  const client = await clientOf((request, response) => void serve(request, response), { callsPerSecond: 20, clock });
  await Promise.all([1, 2, 3].map(() => client.batch([CALL, CALL, CALL, CALL])));
  expect(pauses_ms).toEqual([200, 400]);
});

it('a name and password in the URL go into the header', async () => {
  const client = await clientOf(
    ({ headers }, response) => response.end(JSON.stringify([{ id: 0, result: headers.authorization }])),
    {},
    'me:s%3Acret@',
  );
  expect(await client.batch([CALL])).toEqual([`Basic ${Buffer.from('me:s:cret').toString('base64')}`]);
});
