import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from '../../test/support/until.js';
import { AnswerError } from './refusal.js';
import type { RpcHttpOptions } from './rpc-http.js';
import { RpcWs } from './rpc-ws.js';

interface Call {
  readonly id: number | string;
  readonly method: string;
  readonly params: readonly unknown[];
}

const ECHO = (text: string) => ({ method: 'echo', params: [text] });
let server: WebSocketServer;
let answer: (socket: WebSocket, call: Call) => void;
let subscribed: WebSocket[];

beforeEach(async () => {
  subscribed = [];
  answer = (socket, { id, params }) => socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: params[0] }));
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) =>
    socket.on('message', (data) => {
      const call = JSON.parse((data as Buffer).toString()) as Call;
      if (call.method === 'eth_subscribe') subscribed.push(socket);
      else answer(socket, call);
    }),
  );
  await new Promise((done) => server.once('listening', done));
});
afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  await new Promise((done) => server.close(done));
});

function open(options: Omit<RpcHttpOptions, 'url'> = {}): RpcWs {
  return new RpcWs({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });
}

async function reasonOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AnswerError);
  return (error as AnswerError).reason;
}

it('results come in the order of the calls', async () => {
  const held: (() => void)[] = [];
  answer = (socket, { id, params }) => {
    held.push(() => socket.send(JSON.stringify({ id, result: params[0] })));
    if (held.length === 3) for (const send of held.reverse()) send();
  };
  expect(await open().batch(['a', 'b', 'c'].map(ECHO))).toEqual(['a', 'b', 'c']);
});

it.each<[string, (socket: WebSocket, call: Call) => void, string]>([
  [
    'an error',
    (socket, { id }) => socket.send(JSON.stringify({ id, error: { code: -32005, message: 'much' } })),
    'range-limit',
  ],
  ['no result', (socket, { id }) => socket.send(JSON.stringify({ id })), 'malformed'],
  ['half a message', (socket) => socket.send('{"id":1,'), 'truncated'],
  ['a closed connection', (socket) => socket.terminate(), 'unreachable'],
  ['nothing', () => undefined, 'timeout'],
  [
    'more than is read',
    (socket, { id }) => socket.send(JSON.stringify({ id, result: 'x'.repeat(5_000) })),
    'oversized',
  ],
])('%s is refused, and the next call is answered', async (_, wrong, reason) => {
  const client = open({ timeout_ms: 500, mostBytes: 1_000 });
  const right = answer;
  answer = wrong;
  expect(await reasonOf(client.batch([ECHO('a')]))).toBe(reason);
  answer = right;
  expect(await client.batch([ECHO('b')])).toEqual(['b']);
});

it('calls are not made faster than allowed', async () => {
  const pauses_ms: number[] = [];
  const clock = { now_ms: () => 0, pause: (time_ms: number) => Promise.resolve(void pauses_ms.push(time_ms)) };
  const client = open({ callsPerSecond: 20, clock });
  await Promise.all([1, 2, 3].map(() => client.batch(['a', 'b', 'c', 'd'].map(ECHO))));
  expect(pauses_ms).toEqual([200, 400]);
});

it('an endpoint that is not there is unreachable', async () => {
  const client = new RpcWs({ url: 'ws://127.0.0.1:1' });
  expect(await reasonOf(client.batch([ECHO('a')]))).toBe('unreachable');
});

it('a block that is announced is told, also after the connection was lost', async () => {
  const client = open();
  let heads = 0;
  client.onHead(() => heads++);
  const announce = async (sockets: number): Promise<void> => {
    await until('the subscription', () => Promise.resolve(subscribed.length === sockets));
    subscribed.at(-1)!.send(JSON.stringify({ method: 'eth_subscription', params: { result: { number: '0x1' } } }));
    await until('the head', () => Promise.resolve(heads === sockets));
  };
  await announce(1);
  subscribed[0]!.terminate();
  await until(
    'the connection to be lost',
    async () => (await client.batch([ECHO('a')]).catch(() => undefined)) !== undefined,
  );
  await announce(2);
});
