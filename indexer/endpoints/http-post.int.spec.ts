import { afterEach, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { LargeAnswer, LateAnswer, post } from './http-post.js';

const WHAT = { headers: { 'x-who': 'me' }, body: 'asked', timeout_ms: 10_000, mostBytes: 1_000 };
let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('sends headers and body, and gives status, headers and bytes', async () => {
  const url = await serve((request, response) => {
    void text(request).then((body) =>
      response.writeHead(418, { 'x-says': `${request.method} ${request.headers['x-who'] as string}` }).end(`${body}!`),
    );
  });
  const { status, headers, bytes } = await post(url, WHAT);
  expect([status, headers['x-says'], bytes.toString()]).toEqual([418, 'POST me', 'asked!']);
});

it('asks over the connection of before', async () => {
  let connections = 0;
  const url = await serve((_, response) => response.end('[]'));
  server.on('connection', () => connections++);
  for (let nth = 0; nth < 5; nth++) await post(url, WHAT);
  expect(connections).toBe(1);
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('reads what was compressed by %s', async (encoding, compress) => {
  const url = await serve((request, response) => {
    expect(request.headers['accept-encoding']).toContain(encoding);
    response.writeHead(200, { 'content-encoding': encoding }).end(compress('said'));
  });
  expect((await post(url, WHAT)).bytes.toString()).toBe('said');
});

it('is not fooled by a few bytes that become many', async () => {
  const url = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000))),
  );
  await expect(post(url, WHAT)).rejects.toBeInstanceOf(LargeAnswer);
});

it.each([
  ['before it has said anything', ''],
  ['half-way', '[1, '],
])('an endpoint that hangs up %s has not answered', async (_, said) => {
  const url = await serve((request, response) => {
    if (said) response.write(said, () => request.socket.destroy());
    else request.socket.destroy();
  });
  await expect(post(url, WHAT)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('what is compressed and ends half-way is no answer', async () => {
  const half = gzipSync('said').subarray(0, 12);
  const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(half));
  await expect(post(url, WHAT)).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
});

it('posts the same where it is sent on to, and not for ever', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/there') return void text(request).then((body) => response.end(body));
    response.writeHead(308, { location: request.url === '/round' ? '/round' : '/there' }).end();
  });
  expect((await post(url, WHAT)).bytes.toString()).toBe('asked');
  expect((await post(`${url}/round`, WHAT)).status).toBe(308);
});

it('tells nobody else who asks', async () => {
  const told: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    told.push(request.headers.authorization);
    response.end();
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const there = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const url = await serve((request, response) => {
    told.push(request.headers.authorization);
    response.writeHead(307, { location: request.url === '/' ? '/on' : there }).end();
  });
  await post(url, { ...WHAT, headers: { authorization: 'Basic me' } });
  other.closeAllConnections();
  other.close();
  expect(told).toEqual(['Basic me', 'Basic me', undefined]);
});

it.each(['http://', 'ftp://127.0.0.1/'])('does not go to %s', async (location) => {
  const url = await serve((_, response) => response.writeHead(308, { location }).end());
  expect((await post(url, WHAT)).status).toBe(308);
});

it('waits no longer where it is sent on to', async () => {
  const url = await serve(({ url: asked }, response) => {
    const again = (): unknown => response.writeHead(308, { location: `${asked}again` }).end();
    setTimeout(again, 30);
  });
  await expect(post(url, { ...WHAT, timeout_ms: 50 })).rejects.toBeInstanceOf(LateAnswer);
});

it('waits for the end of an answer no longer than it is told to', async () => {
  const url = await serve((_, response) => void response.write('['));
  await expect(post(url, { ...WHAT, timeout_ms: 50 })).rejects.toBeInstanceOf(LateAnswer);
});
